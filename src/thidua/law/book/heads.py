"""The head of an instrument: number, days in force, state, what it amends and replaces."""

from __future__ import annotations

from pathlib import Path

from thidua.law.book import model as m
from thidua.law.book.reader import Reader, Source, refuse
from thidua.law.errors import Say
from thidua.law.parsed import read_file
from thidua.law.values import CONFIDENCES

INSTRUMENT_FORMAT = "thidua-instrument/1"
KINDS = ("luat", "nghi_dinh", "thong_tu", "quyet_dinh", "quy_che", "bang_luong", "lich")
STATES = ("draft", "checked", "text_not_loaded")


def read_head(folder: Path, scope: str | None) -> m.Instrument:
    """The instrument of a folder; `scope` is the body of a local document."""
    path = folder / "instrument.yaml"
    data = read_file(path)
    reader = Reader.over(Source(path, "", {}), data)
    check_format(reader, (INSTRUMENT_FORMAT,))
    reader.only(
        "format",
        "key",
        "number",
        "title",
        "short",
        "kind",
        "issuer",
        "signed",
        "in_force",
        "lapsed",
        "state",
        "confidence",
        "amends",
        "replaces",
        "repeals",
        "ground",
        "source",
        "encoded_by",
        "checked_by",
        "note",
    )
    in_force, lapsed = reader.due_day("in_force"), reader.day("lapsed")
    if lapsed is not None and lapsed <= in_force:
        raise reader.fail(
            "lapsed",
            Say(
                "ngày hết hiệu lực phải sau ngày có hiệu lực.",
                "the lapse must be after the entry into force.",
            ),
            found=lapsed,
        )
    key = reader.text("key")
    expected = folder.name if scope is None else f"{scope}/{folder.name}"
    if key != expected:
        raise reader.fail(
            "key",
            Say("mã văn bản phải trùng tên thư mục.", "the key must equal the folder name."),
            expected=Say(expected, expected),
            found=key,
        )
    return m.Instrument(
        key=key,
        number=reader.text("number"),
        title=reader.text("title"),
        short=reader.text("short"),
        kind=reader.word("kind", KINDS),
        issuer=reader.text("issuer"),
        signed=reader.day("signed"),
        in_force=in_force,
        lapsed=lapsed,
        state=reader.word("state", STATES),
        confidence=reader.word("confidence", CONFIDENCES),
        path=path,
        amends=reader.words("amends", None) if reader.has("amends") else (),
        replaces=reader.words("replaces", None) if reader.has("replaces") else (),
        repeals=reader.words("repeals", None) if reader.has("repeals") else (),
        ground=reader.text("ground") if reader.has("ground") else None,
        source=reader.text("source") if reader.has("source") else None,
        scope=scope,
        note=reader.text("note", ""),
    )


def check_format(reader: Reader, allowed: tuple[str, ...]) -> str:
    """The format line, if it is one of those allowed here."""
    given = reader.data.get("format")
    if given not in allowed:
        listed = ", ".join(allowed)
        raise reader.fail(
            "format",
            Say("dòng format không đúng với tệp này.", "the format line does not fit this file."),
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
            found=given,
        )
    return str(given)


def check_links(head: m.Instrument, shorts: dict[str, str]) -> None:
    """Refuses an instrument that amends or replaces one that is not there."""
    for name in ("amends", "replaces"):
        for number, key in enumerate(getattr(head, name)):
            if key not in shorts:
                raise refuse(
                    head.path,
                    (name, number),
                    Say(
                        "văn bản này chưa có trong bộ quy tắc.",
                        "this instrument is not in the rulebook.",
                    ),
                    found=key,
                )
