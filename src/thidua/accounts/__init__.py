"""Tài khoản: sign-in and roles held at a body."""
