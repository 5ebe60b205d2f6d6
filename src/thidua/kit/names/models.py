"""Three tables of plain texts, read and written by hand-made SQL only.

A shelf is a number: whose records, which kind of them, and whether texts keep their marks
(`shelves.Shelf`). On PostgreSQL the keys below are plain indexes: two transactions may note one
new name at the same moment without waiting for each other, and readers take a text once.
"""

from __future__ import annotations

from django.db import models


class Name(models.Model):
    """A distinct name on a shelf."""

    pk = models.CompositePrimaryKey("shelf", "text")
    shelf = models.BigIntegerField()
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class Word(models.Model):
    """A distinct word of the names of a shelf: what begun and inner parts are looked up in."""

    pk = models.CompositePrimaryKey("shelf", "word")
    shelf = models.BigIntegerField()
    word = models.TextField()

    def __str__(self) -> str:
        return self.word


class Posting(models.Model):
    """A name under one of its words, or under two of them in their order ("nguyen anh")."""

    pk = models.CompositePrimaryKey("shelf", "key", "text")
    shelf = models.BigIntegerField()
    key = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"
