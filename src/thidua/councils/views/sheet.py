"""One ballot sheet between the member's screen and the box: fields read, lines drawn.

The length of what travels must not tell the choice: fields hold one digit, and every line is
filled up to the same number of bytes, so that sizes in the log of a web server say nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from thidua.councils.models import BallotBox, Choice, Motion
from thidua.councils.queries.minutes_lines import award_label

OPTIONS = (
    ("1", Choice.AGREE),
    ("2", Choice.DISAGREE),
    ("3", Choice.NO_OPINION),
)
_CHOICE = dict(OPTIONS)
_DIGIT = {str(choice): digit for digit, choice in OPTIONS}
# What stands for a field that no sheet has; no motion takes it, so the action refuses.
NO_OPTION = "ngoai_phieu"
BLANK_LABEL = "Để trống, không chọn"


@dataclass(frozen=True)
class Line:
    """A motion on the sheet; `answer` empty while nothing is chosen."""

    motion: Motion
    award_name: str
    answer: str
    aside: bool

    @property
    def field(self) -> str:
        return f"m{self.motion.pk}"

    @property
    def scored(self) -> bool:
        return self.motion.options == Motion.Options.SCORE

    @property
    def digit(self) -> str:
        """What stands for the answer in a field; `0` for none."""
        return _DIGIT.get(self.answer, "0")

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(digit, str(choice.label)) for digit, choice in OPTIONS]

    @property
    def criteria(self) -> list[tuple[str, dict[str, Any], str]]:
        """Field, criterion and the points given so far, one for each line of a score sheet."""
        given = self.answer.removeprefix("diem:").split("/") if self.answer else []
        return [
            (f"{self.field}c{n}", criterion, given[n] if n < len(given) else "")
            for n, criterion in enumerate(self.motion.criteria)
        ]

    @property
    def label(self) -> str:
        if not self.answer:
            return BLANK_LABEL
        if self.scored:
            points = [int(p) for p in self.answer.removeprefix("diem:").split("/")]
            return f"{sum(points)} điểm"
        return str(Choice(self.answer).label)

    @property
    def filler(self) -> str:
        """Random letters that bring every possible line of the review to one length."""
        longest = 64 if self.scored else 40
        used = len(self.label.encode()) + sum(len(given) for _, _, given in self.criteria)
        return noise(max(0, longest - used))

    @property
    def checked_filler(self) -> str:
        """The same for the sheet itself, where a chosen line holds one word more."""
        if self.scored:
            return noise(max(0, 64 - sum(len(given) for _, _, given in self.criteria)))
        return "" if self.answer else noise(len(" checked"))


def noise(length: int) -> str:
    return secrets.token_hex(length)[:length]


def any_noise() -> str:
    """Letters of a random length: what compression leaves of the sizes says nothing either."""
    return noise(secrets.randbelow(256))


@sensitive_variables()
def read(request: HttpRequest, box: BallotBox, aside: frozenset[int]) -> dict[int, str]:
    """Answers of the sheet, by motion; what is not on it is passed on and refused by the action.

    "Tất cả đồng ý" fills every motion that is voted on and still goes to the review.
    """
    if request.method != "POST":
        return {}
    everything = request.POST.get("tat-ca") == "1"
    answers: dict[int, str] = {}
    for asked in box.asked:
        pk = asked["id"]
        if pk in aside:
            continue
        if asked["options"] == Motion.Options.SCORE:
            points = [
                request.POST.get(f"m{pk}c{n}", "").strip() for n in range(len(asked["criteria"]))
            ]
            if points and all(points):
                answers[pk] = f"diem:{'/'.join(points)}"
            continue
        # The last of two values: a hidden 0 stands before the choice.
        digit = "1" if everything else request.POST.get(f"m{pk}", "0")
        if digit != "0":
            answers[pk] = str(_CHOICE.get(digit, NO_OPTION))
    return answers


@sensitive_variables()
def lines(motions: Iterable[Motion], answers: dict[int, str], aside: frozenset[int]) -> list[Line]:
    return [
        Line(motion, award_label(motion), answers.get(motion.pk, ""), motion.pk in aside)
        for motion in motions
    ]


@sensitive_variables()
def misread(motions: Iterable[Motion], answers: dict[int, str]) -> str:
    """The sentence for an option or points that cannot be, or an empty one."""
    for motion in motions:
        answer = answers.get(motion.pk, "")
        if answer == NO_OPTION:
            return f"{motion.title}: chọn lại một trong các ô trên phiếu."
        if motion.options != Motion.Options.SCORE or not answer:
            continue
        given = answer.removeprefix("diem:").split("/")
        for n, criterion in enumerate(motion.criteria):
            points = given[n] if len(given) == len(motion.criteria) else ""
            plain = points.isascii() and points.isdigit() and len(points) <= 4
            if not plain or int(points) > criterion["max"]:
                return (
                    f"{motion.title}: điểm “{criterion['title']}” là số nguyên từ 0 đến "
                    f"{criterion['max']}."
                )
    return ""
