"""The head of an instrument: number, days in force, state, what it amends and replaces."""

from __future__ import annotations

from collections.abc import Sequence
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
        "within",
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
            expected=Say(f"sau ngày {in_force:%d/%m/%Y}", f"after {in_force}"),
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
    kind = reader.word("kind", KINDS)
    return m.Instrument(
        key=key,
        number=reader.text("number"),
        title=reader.text("title"),
        # Tables of wages and of holidays are cited by the texts they are taken from.
        short=reader.text("short", "" if kind in ("bang_luong", "lich") else None),
        kind=kind,
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
        within=_within(reader, scope),
    )


def _within(reader: Reader, scope: str | None) -> str | None:
    """The body whose regulation stands above this local one and fills what this leaves open."""
    if not reader.has("within"):
        return None
    above = reader.text("within")
    if scope is None or above == scope:
        raise reader.fail(
            "within",
            Say(
                "chỉ văn bản của cơ quan mới nêu được cơ quan cấp trên, và không phải chính mình.",
                "only a local document names a body above, and not itself.",
            ),
            found=above,
            todo=Say("bỏ dòng within, hoặc ghi mã cơ quan cấp trên", "drop it or name the body"),
        )
    return above


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
    """Refuses an instrument that amends or replaces one that is not there, or itself."""
    for name in ("amends", "replaces"):
        for number, key in enumerate(getattr(head, name)):
            if key == head.key:
                raise refuse(
                    head.path,
                    (name, number),
                    Say("văn bản không sửa đổi chính mình.", "an instrument changes not itself."),
                    found=key,
                    todo=Say("ghi mã của văn bản kia", "write the key of the other instrument"),
                )
            if key not in shorts:
                raise refuse(
                    head.path,
                    (name, number),
                    Say(
                        "văn bản này chưa có trong bộ quy tắc.",
                        "this instrument is not in the rulebook.",
                    ),
                    found=key,
                    todo=Say(
                        "thêm thư mục của văn bản đó, hoặc sửa mã",
                        "add the folder of that instrument, or correct the key",
                    ),
                )


def check_above(head: m.Instrument, heads: Sequence[m.Instrument]) -> None:
    """Refuses a body above that has no folder: its choices would be missing without a word."""
    scopes = sorted({other.scope for other in heads if other.scope})
    if head.within is not None and head.within not in scopes:
        raise refuse(
            head.path,
            ("within",),
            Say(
                "cơ quan cấp trên này chưa có thư mục trong bộ quy tắc.",
                "this body above has no folder in the rulebook.",
            ),
            expected=Say(f"một trong: {', '.join(scopes)}", f"one of: {', '.join(scopes)}"),
            found=head.within,
        )
    way = _circle_above(head, heads)
    if way:
        raise refuse(
            head.path,
            ("within",),
            Say(
                "các cơ quan này đứng trên nhau thành vòng.",
                "these bodies stand above one another in a circle.",
            ),
            found=Say(way, way),
            todo=Say(
                "chỉ ghi within ở văn bản của cơ quan cấp dưới",
                "write within only in the document of the lower body",
            ),
        )


def _circle_above(head: m.Instrument, heads: Sequence[m.Instrument]) -> str:
    """The way from a body back to itself, "" where there is none."""
    ways = [(head.scope or "", head.within)] if head.scope and head.within else []
    seen: set[str] = set()
    while ways:
        way, above = ways.pop()
        if above == head.scope:
            return f"{way} → {above}"
        if above in seen:
            continue
        seen.add(above)
        ways += [
            (f"{way} → {above}", other.within)
            for other in heads
            if other.scope == above and other.within
        ]
    return ""


def apart(head: m.Instrument, heads: Sequence[m.Instrument]) -> frozenset[str]:
    """Instruments that are on no day in force together with this one."""
    return frozenset(
        other.key
        for other in heads
        if (other.lapsed is not None and other.lapsed <= head.in_force)
        or (head.lapsed is not None and head.lapsed <= other.in_force)
    )
