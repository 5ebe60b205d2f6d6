"""Nhật ký: append-only, hash-chained record of every act of every user."""
