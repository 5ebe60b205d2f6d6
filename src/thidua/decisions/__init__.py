"""Quyết định khen thưởng: numbering, signing, certificates (Luật 06/2022 Điều 77-80)."""
