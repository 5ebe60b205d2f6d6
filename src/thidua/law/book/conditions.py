"""Reading conditions and routes: predicates and parameters are checked by the vocabulary."""

from __future__ import annotations

from typing import Any

from thidua.law.book.model import Condition, Route, Who
from thidua.law.book.reader import Reader
from thidua.law.errors import Say
from thidua.law.facts import words as w
from thidua.law.values import UNKNOWN
from thidua.law.vocabulary import PREDICATES, Param

_COMMON = ("id", "statement", "statement_en", "citation", "confidence", "basis", "note", "confirm")
OPENINGS = ("by_record", "on_claim")


def read_conditions(reader: Reader, key: str) -> tuple[Condition, ...]:
    """Conditions of a list; no two share an id, by which findings and reasons name them."""
    found: list[Condition] = []
    for item in reader.maps(key):
        condition = read_condition(item)
        if any(condition.id == other.id for other in found):
            raise item.fail(
                "id",
                Say("hai điều kiện trùng mã.", "two conditions share an id."),
                found=condition.id,
                todo=Say("đặt mã khác cho một trong hai", "give one of them another id"),
            )
        found.append(condition)
    return tuple(found)


def read_condition(reader: Reader) -> Condition:
    """One condition: `is` names a predicate, `all`/`any` hold further conditions."""
    reader.only(*_COMMON, "is", "all", "any")
    kinds = [key for key in ("is", "all", "any") if reader.has(key)]
    if len(kinds) != 1:
        raise reader.fail(
            None,
            Say(
                "điều kiện phải có đúng một trong is, all, any.",
                "a condition has exactly one of is, all, any.",
            ),
            found=", ".join(kinds) or None,
            todo=Say(
                "giữ một khóa: is cho một điều kiện, all hoặc any cho nhiều điều kiện",
                "keep one key: is for one condition, all or any for several",
            ),
        )
    confidence = reader.confidence()
    base: dict[str, Any] = {
        "id": reader.text("id"),
        "statement": reader.text("statement"),
        "statement_en": reader.text("statement_en"),
        "citation": reader.citation(),
        "confidence": confidence,
    }
    if kinds[0] != "is":
        return Condition(kind=kinds[0], children=read_conditions(reader, kinds[0]), **base)
    base["confirm"] = reader.flag("confirm", False)
    predicate, params = _predicate(reader)
    if (confidence == UNKNOWN) < (predicate == "unknown"):
        raise reader.fail(
            "confidence",
            Say(
                "điều kiện dùng predicate unknown thì chưa ai đọc.",
                "a condition with the predicate unknown was read by nobody.",
            ),
            todo=Say("ghi confidence: UNKNOWN", "write confidence: UNKNOWN"),
            found=confidence,
        )
    if confidence == UNKNOWN and predicate != "unknown":
        raise reader.fail(
            "confidence",
            Say(
                "điều kiện chưa ai đọc phải dùng predicate unknown.",
                "an unread condition must use the predicate unknown.",
            ),
            todo=Say("ghi is: {unknown: {text: ...}}", "write is: {unknown: {text: ...}}"),
        )
    return Condition(kind="leaf", predicate=predicate, params=params, **base)


def _predicate(reader: Reader) -> tuple[str, dict[str, Any]]:
    given = reader.map("is")
    if len(given.data) != 1:
        raise reader.fail(
            "is",
            Say("is phải nêu đúng một predicate.", "is must name exactly one predicate."),
            found=list(given.data),
            todo=Say(
                "tách thành hai điều kiện trong all hoặc any",
                "split it into two conditions under all or any",
            ),
        )
    name = str(next(iter(given.data)))
    if name not in PREDICATES:
        listed = ", ".join(PREDICATES)
        raise reader.fail(
            "is",
            Say(
                "không có predicate này trong bộ từ vựng.",
                "this predicate is not in the vocabulary.",
            ),
            expected=Say(f"một trong: {listed}", f"one of: {listed}"),
            todo=Say(
                "dùng từ có sẵn; điều kiện mới cần thêm một hàm trong law/predicates",
                "use an existing word; a new kind of condition needs a function in law/predicates",
            ),
            found=name,
        )
    values = Reader.over(given.source, given.data[name] or {}, (*given.place, name))
    shape = PREDICATES[name]
    values.only(*shape)
    params: dict[str, Any] = {}
    for key, param in shape.items():
        if not values.has(key):
            if param.required:
                values.need(key)
            continue
        if param.unknown and values.data[key] == UNKNOWN:
            params[key] = None
        else:
            params[key] = read_param(values, key, param)
    if params.get("within") == "chain" and "chain_years" not in params:
        values.need("chain_years")
    return name, params


_LISTS: dict[str, tuple[str, ...]] = {
    "grade": tuple(w.GRADES),
    "level": tuple(w.LEVELS),
    "measure": tuple(w.MEASURES),
    "kinds": tuple(w.INITIATIVE_KINDS),
    "forces": tuple(w.FORCES),
    "merits": tuple(w.MERITS),
}


def read_param(values: Reader, key: str, param: Param) -> Any:
    """The value of one parameter, checked by its type in the vocabulary."""
    kind = param.type
    if kind == "award":
        return values.award(key)
    if kind == "awards":
        return values.awards(key)
    if kind in ("grade", "level", "measure"):
        return values.word(key, _LISTS[kind])
    if kind in ("kinds", "forces", "merits"):
        # An empty list of merits is a choice: none of them is left out.
        return values.words(key, _LISTS[kind], empty=kind == "merits")
    if kind == "kind_groups":
        return tuple(_kind_group(values, key, group) for group in values.list(key))
    if kind == "counted":
        return tuple((item.award("award"), item.count("times")) for item in values.maps(key))
    if kind == "initiatives":
        return _initiatives(values.map(key))
    if kind == "offices":
        return tuple(_office_row(item) for item in values.maps(key))
    if kind == "word":
        return values.word(key, param.words)
    if kind in ("int", "percent"):
        number = values.count(key) if param.least else values.whole(key)
        if kind == "percent" and number > 100:
            raise values.fail(
                key,
                Say("tỷ lệ phải từ 1 đến 100.", "a percentage is between 1 and 100."),
                found=number,
                todo=Say("ghi số phần trăm, ví dụ 70", "write the percentage, e.g. 70"),
            )
        return number
    return values.text(key)


def _initiatives(item: Reader) -> dict[str, Any]:
    """How many initiatives of which level and kinds."""
    item.only("level", "times", "kinds")
    return {
        "level": item.word("level", _LISTS["level"]),
        "times": item.count("times"),
        "kinds": item.words("kinds", _LISTS["kinds"]),
    }


def _office_row(row: Reader) -> dict[str, Any]:
    """One line of a table of offices and years; `below` bounds the years, `terms` is confirmed."""
    row.only("levels", "at_least", "below", "terms")
    least, below = row.whole("at_least"), row.whole("below", 0)
    if row.has("below") and below <= least:
        raise row.fail(
            "below",
            Say(
                "số năm dưới (below) phải lớn hơn số năm từ (at_least).",
                "the years below must be more than the years at least.",
            ),
            found=below,
            todo=Say("sửa số năm hoặc bỏ dòng below", "correct the years or drop below"),
        )
    return {
        "levels": row.words("levels", tuple(w.POSITIONS)),
        "at_least": least,
        "below": below,
        "terms": row.whole("terms", 0),
    }


def _kind_group(values: Reader, key: str, group: object) -> tuple[str, ...]:
    inner = Reader(values.source, {key: group}, values.place)
    return inner.words(key, _LISTS["kinds"])


def read_route(reader: Reader, recipients: tuple[str, ...]) -> Route:
    reader.only(
        "id",
        "statement",
        "statement_en",
        "opening",
        "claims",
        "for",
        "citation",
        "confidence",
        "conditions",
        "note",
    )
    opening = reader.word("opening", OPENINGS)
    claims = reader.words("claims", None) if reader.has("claims") else ()
    if (opening == "on_claim") != bool(claims):
        raise reader.fail(
            "opening",
            Say(
                "đường theo đề nghị (on_claim) phải nêu claims, đường theo hồ sơ thì không.",
                "a route on claim names its claims, a route by record does not.",
            ),
            found=opening,
            todo=Say(
                "thêm claims cho on_claim, bỏ claims cho by_record",
                "add claims for on_claim, drop claims for by_record",
            ),
        )
    conditions = read_conditions(reader, "conditions")
    return Route(
        id=reader.text("id"),
        statement=reader.text("statement"),
        statement_en=reader.text("statement_en"),
        opening=opening,
        claims=claims,
        who=_who(reader.map("for"), recipients),
        citation=reader.citation(),
        confidence=reader.confidence(),
        conditions=conditions,
    )


def _who(reader: Reader, recipients: tuple[str, ...]) -> Who:
    reader.only("kinds", "groups", "employments", "forces", "employment_may_be_unknown")

    def words(key: str, allowed: dict[str, str]) -> tuple[str, ...] | None:
        return reader.words(key, tuple(allowed)) if reader.has(key) else None

    kinds = reader.words("kinds", recipients)
    return Who(
        kinds=kinds,
        groups=words("groups", w.GROUPS),
        employments=words("employments", w.EMPLOYMENTS),
        forces=words("forces", w.FORCES),
        employment_may_be_unknown=reader.flag("employment_may_be_unknown", True),
    )
