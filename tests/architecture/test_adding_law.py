"""The test of the house: a province and an amendment are each one new folder, and no Python."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.cli import law
from thidua.law import Facts, Rulebook, evaluate, facts_from_dict, load_rulebook, slot
from thidua.law.diff import diff

HEAD = {
    "format": "thidua-instrument/1",
    "confidence": "K",
    "state": "draft",
    "lapsed": None,
    "note": "Văn bản hư cấu, chỉ để kiểm thử.",
}


def put(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), "utf-8")


def folders(root: Path) -> list[str]:
    """What was added, by the folders that hold files."""
    return sorted({p.parent.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()})


def ask(rb: Rulebook, facts: Facts, *, on: date, scope: str | None = None) -> str:
    found = evaluate(rb, facts, award="ldtt", year=2025, received_on=on, scope=scope)
    return found.value


def worker(recruited_on: str, grade: str = "hoan_thanh_tot") -> Facts:
    return facts_from_dict(
        {
            "subject": {"kind": "individual"},
            "service": {"recruited_on": recruited_on, "employment": "cong_chuc", "leave": []},
            "ratings": [{"year": 2025, "grade": grade}],
            "initiatives": [],
            "disciplines": [],
            "awards": [],
            "pending": [],
        }
    )


def test_a_province_is_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "local" / "ubnd-tinh-thu-nghiem" / "quy-che-2025"
    put(
        home / "instrument.yaml",
        {
            **HEAD,
            "key": "ubnd-tinh-thu-nghiem/quy-che-2025",
            "number": "01/2025/QĐ-UBND",
            "title": "Quy chế thi đua, khen thưởng",
            "short": "Quy chế thử nghiệm",
            "kind": "quy_che",
            "issuer": "UBND tỉnh Thử Nghiệm",
            "signed": date(2025, 8, 1),
            "in_force": date(2025, 9, 1),
        },
    )
    cited = {"citation": "Điều 5", "confidence": "K"}
    slots = [
        {"name": "so_thang_cong_tac_toi_thieu", "value": 8, **cited},
        {"name": "loai_nghi_khong_tinh_thoi_gian", "value": ["om"], **cited},
        {"name": "ky_luat_trong_nam", "value": "khong_anh_huong", **cited},
    ]
    put(home / "slots.yaml", {"format": "thidua-local-slots/1", "slots": slots})
    assert folders(tmp_path) == ["local/ubnd-tinh-thu-nghiem/quy-che-2025"]
    assert law.main(["check", str(tmp_path)]) == 0
    capsys.readouterr()

    rb = load_rulebook([tmp_path])
    on = date(2025, 12, 1)
    eight, seven = worker("2025-05-01"), worker("2025-06-01")
    assert ask(rb, eight, on=on) == "needs_decision"  # nobody's choice is set without a body
    assert ask(rb, eight, on=on, scope="ubnd-tinh-thu-nghiem") == "eligible"
    assert ask(rb, seven, on=on, scope="ubnd-tinh-thu-nghiem") == "not_eligible"


def test_an_amendment_is_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "national" / "nd-thu-nghiem"
    put(
        home / "instrument.yaml",
        {
            **HEAD,
            "key": "nd-thu-nghiem",
            "number": "00/2025/NĐ-CP",
            "title": "Nghị định sửa đổi (hư cấu)",
            "short": "NĐ thử nghiệm",
            "kind": "nghi_dinh",
            "issuer": "Chính phủ",
            "signed": date(2025, 10, 1),
            "in_force": date(2025, 11, 15),
            "amends": ["luat-06-2022-qh15"],
        },
    )
    cited = {"citation": "Điều 1", "confidence": "K"}
    condition = {
        "id": "xep-loai",
        "statement": "Được xếp loại hoàn thành xuất sắc nhiệm vụ",
        "statement_en": "Rated excellent",
        "is": {"rating": {"at_least": "hoan_thanh_xuat_sac"}},
        **cited,
    }
    route = {
        "id": "mot-duong",
        "statement": "Người lao động",
        "statement_en": "Workers",
        "opening": "by_record",
        "for": {"kinds": ["individual"]},
        "conditions": [condition],
        **cited,
    }
    entry = {
        "award": "ldtt",
        "status": "loaded",
        "recipients": ["individual"],
        "cycle": "annual",
        "authority": {"text": "Thủ trưởng cơ quan", **cited},
        "posthumous": {"allowed": False, **cited},
        "routes": [route],
        **cited,
    }
    put(home / "awards" / "titles.yaml", {"format": "thidua-awards/1", "awards": [entry]})
    assert folders(tmp_path) == ["national/nd-thu-nghiem", "national/nd-thu-nghiem/awards"]
    assert law.main(["check", str(tmp_path)]) == 0
    capsys.readouterr()

    rb = load_rulebook([tmp_path])
    good, best = worker("2010-01-01"), worker("2010-01-01", "hoan_thanh_xuat_sac")
    before, after = date(2025, 11, 14), date(2025, 11, 15)
    assert ask(rb, good, on=before) == "eligible"
    assert ask(rb, good, on=after) == "not_eligible"
    assert ask(rb, best, on=after) == "eligible"
    changed = {change.part for change in diff(rb, award="ldtt", received_on=(before, after))}
    assert {"text", "route", "route_condition"} <= changed
    # Nothing else moved, and the program's own rulebook is as it was.
    assert diff(rb, award="tt-ldtt", received_on=(before, after)) == []
    assert ask(load_rulebook(), good, on=after) == "eligible"


def test_a_department_falls_back_on_its_province(tmp_path: Path) -> None:
    """`within:` names the body above; what the department sets itself stands."""
    common = {**HEAD, "kind": "quy_che", "signed": date(2025, 8, 1), "in_force": date(2025, 9, 1)}
    cited = {"citation": "Điều 5", "confidence": "K"}
    for body, above, slots in (
        ("tinh-a", None, {"so_thang_cong_tac_toi_thieu": 6, "ky_luat_trong_nam": "khong_xet"}),
        ("so-b", "tinh-a", {"so_thang_cong_tac_toi_thieu": 9}),
    ):
        home = tmp_path / "local" / body / "quy-che"
        head = {**common, "key": f"{body}/quy-che", "number": "1", "issuer": body}
        names = {"title": "Quy chế", "short": f"Quy chế {body}"}
        within = {"within": above} if above else {}
        put(home / "instrument.yaml", {**head, **names, **within})
        filled = [{"name": name, "value": value, **cited} for name, value in slots.items()]
        put(home / "slots.yaml", {"format": "thidua-local-slots/1", "slots": filled})
    rb, on = load_rulebook([tmp_path]), date(2025, 12, 1)
    own = slot(rb, "so_thang_cong_tac_toi_thieu", scope="so-b", on=on)
    assert own.value == 9
    above = slot(rb, "ky_luat_trong_nam", scope="so-b", on=on)
    assert (above.value, above.status) == ("khong_xet", "set")
    assert above.instrument is not None
    assert above.instrument.scope == "tinh-a"
    assert slot(rb, "so_thang_cong_tac_toi_thieu", scope="tinh-a", on=on).value == 6
    assert not slot(rb, "ky_luat_trong_nam", scope="so-b", on=date(2025, 8, 31)).known
