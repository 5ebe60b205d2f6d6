"""Sáng kiến, đề tài: who, which year, level of recognition (Luật 06/2022 Điều 3 khoản 4)."""
