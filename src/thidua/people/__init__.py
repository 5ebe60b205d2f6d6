"""Cán bộ: persons, posts with dates, yearly ratings, discipline, leave, matters under review."""
