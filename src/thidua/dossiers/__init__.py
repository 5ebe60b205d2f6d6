"""Hồ sơ: proposals with nominees, documents, submission and return (Luật 06/2022 Điều 83, 84)."""
