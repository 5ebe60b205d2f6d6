"""Tiền thưởng: payment lists of issued decisions (NĐ 152/2025 Điều 46-55)."""
