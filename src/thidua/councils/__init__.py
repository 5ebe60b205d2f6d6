"""Hội đồng: councils, sittings, motions, secret ballots, minutes (Luật 06/2022 Điều 90)."""
