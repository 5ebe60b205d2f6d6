"""Bàn làm việc: what waits for me."""
