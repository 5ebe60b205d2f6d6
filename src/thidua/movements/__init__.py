"""Phong trào, đăng ký thi đua: registrations of titles for a year (Luật 06/2022 Điều 16-18)."""
