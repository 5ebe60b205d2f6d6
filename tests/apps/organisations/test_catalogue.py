"""The catalogue that comes with the program: what the sources say, once, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest

from thidua.cli.main import main
from thidua.kit.errors import NotAllowed, WrongState
from thidua.organisations import actions, queries
from thidua.organisations.levels import REFERENCE, last_day_of, levels_on
from thidua.organisations.models import Body, BodyEvent

pytestmark = pytest.mark.django_db


def provinces(day: dt.date) -> list[str]:
    return [node.name for node in queries.tree_on(day) if node.kind == "dia_phuong"]


def test_63_provinces_became_34_and_three_became_cities() -> None:
    actions.load_catalogue(by=None)
    assert len(provinces(dt.date(2024, 12, 31))) == 63
    assert len(provinces(dt.date(2025, 6, 30))) == 63
    assert len(provinces(dt.date(2025, 7, 1))) == 34
    now = provinces(dt.date(2026, 9, 20))
    assert (len(now), sum(name.startswith("Thành phố") for name in now)) == (34, 9)
    assert "Tỉnh Thừa Thiên Huế" in provinces(dt.date(2024, 12, 31))
    assert "Thành phố Huế" in provinces(dt.date(2025, 1, 1))
    phu_tho = Body.objects.get(code="dm-tinh-phu-tho-2025")
    before = queries.Succession.read().predecessors(phu_tho.pk)
    assert set(Body.objects.filter(pk__in=before).values_list("name", flat=True)) == {
        "Tỉnh Vĩnh Phúc", "Tỉnh Hòa Bình", "Tỉnh Phú Thọ",
    }  # fmt: skip
    assert queries.Forest.read().faults() == []


def test_ministries_and_tasks_of_a_department() -> None:
    actions.load_catalogue(by=None)
    after = queries.Succession.read().successors(
        Body.objects.get(code="dm-bo-lao-dong-thuong-binh-va-xa-hoi").pk
    )
    assert [Body.objects.get(pk=pk).name for pk in after] == ["Bộ Nội vụ"]
    giver = Body.objects.get(name="Sở Lao động - Thương binh và Xã hội tỉnh Hà Tĩnh")
    handed = queries.events_of([giver.pk])
    assert {event.kind for event in handed} == {"chuyen_chuc_nang"}
    assert {part.name for event in handed for part in event.parts.all()} > {
        "Sở Y tế tỉnh Hà Tĩnh", "Sở Giáo dục và Đào tạo tỉnh Hà Tĩnh",
    }  # fmt: skip
    assert giver.closed_on is None  # no source says that and when it ended


def test_loading_twice_changes_nothing() -> None:
    first = actions.load_catalogue(by=None)
    assert (first.bodies, first.events, first.waiting) == (109, 38, [])
    again = actions.load_catalogue(by=None)
    assert (again.bodies, again.events, again.same) == (0, 0, 109 + 38)


def test_every_line_says_where_it_is_said() -> None:
    for name in ("bodies.csv", "events.csv", "levels.csv"):
        with (REFERENCE / name).open(encoding="utf-8", newline="") as handle:
            for line in csv.DictReader(handle):
                assert line["citation"], line
                assert line["confidence"] in {"V", "V2", "K"}, line
                marks = line["citation"].rpartition("[")[2]
                if "K" in marks and "]" in marks:
                    assert line["confidence"] == "K", line


def test_the_district_level_ended() -> None:
    assert "huyen" in levels_on(dt.date(2025, 6, 30))
    assert set(levels_on(dt.date(2025, 7, 1))) == {"trung_uong", "tinh", "xa"}
    assert (last_day_of("huyen"), last_day_of("xa")) == (dt.date(2025, 6, 30), None)


def test_only_the_program_loads_it(world: SimpleNamespace) -> None:
    for user in vars(world.users).values():
        with pytest.raises(NotAllowed):
            actions.load_catalogue(by=user)
    assert not Body.objects.filter(in_catalogue=True).exists()


HEADS = "code,name,kind,level,parent,formed_by,citation,confidence\n"
EVENT = (
    "key,kind,effective_on,before,after,name,function,document_number,document_issuer,"
    "document_date,citation,confidence\n"
)
TWO = "a,Sở A,so,tinh,,,QĐ 1,V\nb,Sở B,so,tinh,,,QĐ 1,V\n"


@pytest.mark.parametrize(
    ("bodies", "events", "match"),
    [
        ("code,name\n", EVENT, "bodies.csv thiếu cột kind"),
        (HEADS + "a,Sở A,so,tinh,,,,V\n", EVENT, "bodies.csv dòng 2: Ghi căn cứ"),
        (HEADS + "a,Sở A,so,tinh,,,QĐ,X\n", EVENT, "độ tin cậy"),
        (HEADS + "a,Sở A,so,tinh,z,,QĐ,V\n", EVENT, "mang mã “z”"),
        (HEADS + "a,Sở A,so,quan,,,QĐ,V\n", EVENT, "Cấp “quan”"),
        (HEADS + TWO, EVENT + "k,doi_ten,1/3/2025,a,,A2,,1/QĐ,,,QĐ,V\n", "dòng 2: Ngày “1/3/2025”"),
        (HEADS + TWO, EVENT + "k,xoa,2025-03-01,a,,,,1/QĐ,,,QĐ,V\n", "Việc “xoa” không có"),
        (HEADS + TWO, EVENT + "k,sap_nhap,2025-03-01,a,a,,,1/QĐ,,,QĐ,V\n", "chính nó"),
        (HEADS + TWO, EVENT + "k,sap_nhap,2025-03-01,a,b,,,,,,QĐ,V\n", "Ghi số, ký hiệu"),
        (
            HEADS + TWO,
            EVENT + "k,sap_nhap,2025-03-01,a,b,,,1/QĐ,,,QĐ,V\nl,doi_ten,2025-04-01,a,,C,,1,,,Q,V\n",
            "events.csv dòng 3: Sở A đã kết thúc",
        ),
    ],
)
def test_a_file_of_ones_own_is_loaded_whole_or_not_at_all(
    tmp_path: Path, bodies: str, events: str, match: str
) -> None:
    (tmp_path / "bodies.csv").write_text(bodies, encoding="utf-8")
    (tmp_path / "events.csv").write_text(events, encoding="utf-8")
    with pytest.raises(WrongState, match=match):
        actions.load_catalogue(folder=tmp_path, by=None)
    assert not Body.objects.exists()
    assert not BodyEvent.objects.exists()


def test_the_command_loads_prints_and_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    formed = "c,Sở C,so,tinh,,k,QĐ 2,V\n"
    (tmp_path / "bodies.csv").write_text("\ufeff" + HEADS + TWO + formed, encoding="utf-8")
    event = "k,hop_nhat,2025-03-01,a b,c,,,1/QĐ,UBND tỉnh,2025-02-20,QĐ 2,V\n"
    late = "l,doi_ten,2999-01-01,c,,Sở D,,2/QĐ,,,QĐ,V\n"
    (tmp_path / "events.csv").write_text(EVENT + event + late, encoding="utf-8")
    assert main(["organisations", "load", str(tmp_path)]) == 0
    assert "Đã nạp 3 cơ quan, 1 việc sắp xếp" in capsys.readouterr().out
    assert main(["organisations", "load", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "0 cơ quan, 0 việc" in out
    assert "Chưa tới ngày, nạp lại sau: l." in out
    assert main(["organisations", "tree", "--on", "2025-02-28"]) == 0
    assert set(capsys.readouterr().out.split("\n")) == {"Sở A  [a]", "Sở B  [b]", ""}
    assert main(["organisations", "tree"]) == 0
    assert capsys.readouterr().out == "Sở C  [c]\n"
    assert main(["organisations", "check"]) == 0
    Body.objects.filter(code="c").update(parent=None, closed_on=dt.date(2026, 1, 1))
    child = Body.objects.create(name="Phòng", folded_name="phong", code="d", kind="phong")
    child.placements.create(parent=Body.objects.get(code="c"), kind="phong", level="tinh")
    assert main(["organisations", "check"]) == 1
    assert "parent_gone: Phòng thuộc Sở C" in capsys.readouterr().out
    assert main(["organisations", "load", str(tmp_path / "none")]) == 1
    assert "Không đọc được" in capsys.readouterr().err
