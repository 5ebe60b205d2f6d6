"""Trang công khai: check of a certificate without signing in."""
