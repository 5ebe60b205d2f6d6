"""The paper of a record as JSON values, to be kept under a digest, and back."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from thidua.documents.papers import (
    Attendance,
    BallotCount,
    CandidateResult,
    Letterhead,
    MinutesPaper,
    SignatureMark,
)


def to_plain(paper: MinutesPaper) -> dict[str, Any]:
    """The paper as JSON values, for keeping."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date | datetime) else value

    made: dict[str, Any] = plain(asdict(paper))
    return made


def from_plain(plain: dict[str, Any]) -> MinutesPaper:
    """What `to_plain` kept, as a paper again; unknown keys of later versions are an error."""
    values = dict(plain)
    head = dict(values["head"])
    head["signed_on"] = date.fromisoformat(head["signed_on"]) if head["signed_on"] else None
    values["head"] = Letterhead(**head)
    for key in ("started_at", "ended_at"):
        values[key] = datetime.fromisoformat(values[key]) if values[key] else None
    values["attendance"] = tuple(Attendance(**row) for row in values["attendance"])
    values["results"] = tuple(CandidateResult(**row) for row in values["results"])
    values["signatures"] = tuple(SignatureMark(**row) for row in values["signatures"])
    values["ballots"] = BallotCount(**values["ballots"]) if values["ballots"] else None
    for key, value in values.items():
        if isinstance(value, list):
            values[key] = tuple(value)
    return MinutesPaper(**values)
