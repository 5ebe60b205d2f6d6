"""The three refusals of every action; web, API and command line translate the same three."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An action said no; `str(error)` is a Vietnamese sentence that tells what to do next."""


class NotAllowed(Refusal):
    """This person may not do this (who)."""


class WrongState(Refusal):
    """The thing is not in a state that permits this, or the input is wrong (when, what)."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field  # name of the form field to point at, if one is to blame


class LawSaysNo(Refusal):
    """The law does not permit this; `verdict` holds the engine's answer with its reasons."""

    def __init__(self, sentence: str, *, verdict: Any = None) -> None:
        super().__init__(sentence)
        self.verdict = verdict
