"""Clusters, blocks and pledges of the practice department, through the actions.

Two blocks of its units (nine divisions; twelve affiliated units, nine of which came in 2025), one
of the province's bodies that it heads this year, and one that ended.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from thidua.cli.practice.refusing import PRACTICE
from thidua.cli.practice.units import ENLARGED_ON, FROM_LABOUR, UNITS

DIVISIONS = tuple(name for name, kind in UNITS if kind in ("phong", "van_phong"))
AFFILIATED = tuple(name for name, kind in UNITS if kind not in ("phong", "van_phong"))
# The unit of the practice head of unit: it heads the block of divisions this year.
HEAD_UNIT = "Phòng Công chức, viên chức"
SISTERS = (
    ("Văn phòng Đoàn đại biểu Quốc hội và HĐND tỉnh", "VPĐBQH"),
    ("Trường Chính trị tỉnh", "TCT"),
    ("Báo và Phát thanh, truyền hình tỉnh", "BPTTH"),
    ("Ban Quản lý Khu kinh tế cửa khẩu", "BQLKKT"),
    ("Viện Nghiên cứu phát triển tỉnh", "VNCPT"),
)
LEADERS_OF_SISTERS = ("Hoàng Thị Mai", "Trần Quốc Toản", "Lý A Sò", "Vũ Thị Hạnh", "Đỗ Minh Quân")
CONTENT = """Hoàn thành đúng hạn mọi nhiệm vụ được giao trong chương trình công tác năm
Chấp hành kỷ luật, kỷ cương hành chính; không để xảy ra khiếu nại do chậm giải quyết
Mỗi đơn vị đăng ký và áp dụng ít nhất một sáng kiến
Tham gia đầy đủ phong trào do cụm, khối phát động; chấm điểm công khai, đúng thực chất"""
RULES = """Điều 1. Khối hoạt động theo nguyên tắc tự nguyện, dân chủ, công khai, luân phiên.
Điều 2. Trưởng khối do các thành viên bầu hoặc luân phiên, nhiệm kỳ một năm.
Điều 3. Bằng phiếu thì bầu lại giữa các đơn vị bằng phiếu; vẫn bằng phiếu thì bốc thăm.
Điều 4. Chấm điểm chéo trong tháng 11, tổng kết trong tháng 12."""
PAPERS = """Quyết định thành lập và quy chế hoạt động, 01 bộ
Giao ước thi đua, bảng điểm và biên bản bình xét của năm, 01 bộ
Sổ theo dõi hoạt động của khối, 01 quyển"""
WITNESS: dict[str, Any] = {
    "name": "Ngô Đức Vinh", "post": "Giám đốc Sở Nội vụ",
    "occasion": "Hội nghị ký giao ước thi đua năm 2026", "place": "Hội trường Sở Nội vụ",
    "held_on": dt.date(2026, 1, 15),
}  # fmt: skip


def make_clusters(department: Any, *, officer: Any, director: Any, head: Any) -> None:
    """The blocks year by year, then what they pledged and launched."""
    units = _units(department)
    affiliated = _affiliated(department, units, officer)
    divisions = _divisions(department, units, officer)
    province = _province(department, officer)
    _ended(department, units, officer)
    _pledges(department, units, affiliated, divisions, province, officer, director, head)
    _launch(department, province, officer, director)


def _units(department: Any) -> dict[str, Any]:
    from thidua.organisations.queries import units_of

    return {unit.name: unit for unit in units_of(department)}


def _block(department: Any, name: str, number: str, *, by: Any, **more: Any) -> Any:
    from thidua.organisations.actions import clusters

    given = {
        "kind": "khoi", "set_up_by": department, "decision_date": dt.date(2024, 1, 12),
        "first_year": 2024, **more,
    }  # fmt: skip
    return clusters.save_cluster(
        keeper=department, name=name, decision_number=number, by=by, **given
    )


def _affiliated(department: Any, units: dict[str, Any], officer: Any) -> Any:
    """Three affiliated units in 2024; nine came with the labour department in 2025; twelve now."""
    from thidua.organisations.actions import clusters

    made = _block(department, "Khối thi đua số 2: chi cục, đơn vị sự nghiệp", "08/QĐ-SNV",
                  by=officer)  # fmt: skip
    clusters.add_regulation(
        cluster=made, number="02/QC-KTĐ2", issued_on=dt.date(2024, 2, 1), text=RULES, by=officer
    )
    own = [units[name] for name in AFFILIATED if name not in FROM_LABOUR]
    clusters.set_members(cluster=made, year=2024, bodies=own, by=officer)
    _lead(made, 2024, own[0], "luan_phien", officer)
    clusters.carry_over(cluster=made, year=2025, by=officer)
    for name in AFFILIATED:
        if name in FROM_LABOUR:
            clusters.join_cluster(
                cluster=made, year=2025, body=units[name], from_date=ENLARGED_ON, by=officer
            )
    _lead(made, 2025, units["Trung tâm Dịch vụ việc làm tỉnh"], "luan_phien", officer)
    clusters.set_members(
        cluster=made, year=2026, bodies=[units[name] for name in AFFILIATED], by=officer
    )
    school, centre = (
        units["Trường Bồi dưỡng cán bộ, công chức"], units["Trung tâm Thông tin và Chuyển đổi số"],
    )  # fmt: skip
    for turn, (one, other) in enumerate(((6, 6), (7, 5)), start=1):
        clusters.record_election(
            cluster=made, year=2026, office="truong", held_on=dt.date(2025, 12, 18), voters=12,
            votes=[(school, one), (centre, other)], needs_majority=True, by=officer,
            note_text="Bầu lại giữa hai đơn vị bằng phiếu." if turn == 2 else "",
        )  # fmt: skip
    clusters.give_duty(
        cluster=made, year=2026, body=centre, duty="pho", way="chi_dinh", by=officer,
        since=dt.date(2026, 1, 5),
    )  # fmt: skip
    for year, day in ((2024, dt.date(2024, 12, 24)), (2025, dt.date(2025, 12, 26))):
        minutes = _hand_over(made, year, day, officer)
        for side in ("giao", "nhan"):
            clusters.confirm_handover(handover=minutes, side=side, digest=minutes.digest, by=None)
    _programme(made, 2026, school, officer)
    return made


def _divisions(department: Any, units: dict[str, Any], officer: Any) -> Any:
    """Nine divisions and the office; the last hand-over waits for the one that receives."""
    from thidua.organisations.actions import clusters

    made = _block(department, "Khối thi đua số 1: văn phòng, phòng chuyên môn", "07/QĐ-SNV",
                  by=officer)  # fmt: skip
    own = [units[name] for name in DIVISIONS if name not in FROM_LABOUR]
    clusters.set_members(cluster=made, year=2024, bodies=own, by=officer)
    _lead(made, 2024, units["Văn phòng Sở"], "luan_phien", officer)
    clusters.carry_over(cluster=made, year=2025, by=officer)
    for name in DIVISIONS:
        if name in FROM_LABOUR:
            clusters.join_cluster(
                cluster=made, year=2025, body=units[name], from_date=ENLARGED_ON, by=officer
            )
    _lead(made, 2025, units["Phòng Kế hoạch - Tài chính"], "luan_phien", officer)
    clusters.carry_over(cluster=made, year=2026, by=officer)
    _lead(made, 2026, units[HEAD_UNIT], "luan_phien", officer)
    clusters.give_duty(
        cluster=made, year=2026, body=units["Văn phòng Sở"], duty="pho", way="luan_phien",
        by=officer, since=dt.date(2026, 1, 5),
    )  # fmt: skip
    minutes = _hand_over(made, 2024, dt.date(2024, 12, 25), officer)
    for side in ("giao", "nhan"):
        clusters.confirm_handover(handover=minutes, side=side, digest=minutes.digest, by=None)
    waiting = _hand_over(made, 2025, dt.date(2025, 12, 29), officer)
    clusters.confirm_handover(handover=waiting, side="giao", digest=waiting.digest, by=None)
    _programme(made, 2026, None, officer)
    return made


def _province(department: Any, officer: Any) -> Any:
    """A block of the province's bodies, kept and this year headed by the department."""
    from thidua.organisations.actions import clusters, create_body
    from thidua.organisations.models import Body

    sisters = [
        create_body(
            parent=department.parent, name=name, kind=Body.Kind.DEPARTMENT, symbol=symbol,
            code=f"{PRACTICE}{symbol.lower().replace('đ', 'd')}", place="Lam Giang", by=None,
            order=100 + order,
        )
        for order, (name, symbol) in enumerate(SISTERS)
    ]  # fmt: skip
    made = _block(
        department, "Khối thi đua các cơ quan tổng hợp tỉnh", "215/QĐ-UBND",
        set_up_by=department.parent, by=officer,
    )  # fmt: skip
    for year, leading in ((2024, sisters[1]), (2025, sisters[0]), (2026, department)):
        clusters.set_members(
            cluster=made, year=year, bodies=[sisters[0], department, *sisters[1:]], by=officer
        )
        _lead(made, year, leading, "luan_phien", officer)
    clusters.close_year(cluster=made, year=2024, by=officer)
    minutes = _hand_over(made, 2025, dt.date(2025, 12, 30), officer)
    clusters.confirm_handover(handover=minutes, side="giao", digest=minutes.digest, by=None)
    clusters.confirm_handover(handover=minutes, side="nhan", digest=minutes.digest, by=officer)
    _programme(made, 2026, department, officer)
    return made


def _ended(department: Any, units: dict[str, Any], officer: Any) -> None:
    from thidua.organisations.actions import clusters

    made = _block(
        department, "Cụm thi đua các phòng (cũ)", "03/QĐ-SNV", kind="cum",
        decision_date=dt.date(2021, 1, 8), first_year=2021, by=officer,
    )  # fmt: skip
    own = [units[name] for name in DIVISIONS[:4]]
    clusters.set_members(cluster=made, year=2023, bodies=own, by=officer)
    _lead(made, 2023, own[2], "chi_dinh", officer)
    clusters.end_cluster(
        cluster=made, last_year=2023, reason="Quyết định số 07/QĐ-SNV sắp xếp lại các khối",
        by=officer,
    )  # fmt: skip


def _lead(cluster: Any, year: int, body: Any, way: str, by: Any) -> None:
    from thidua.organisations.actions import clusters

    clusters.give_duty(
        cluster=cluster, year=year, body=body, duty="truong", way=way, by=by,
        since=dt.date(year, 1, 5),
    )  # fmt: skip


def _hand_over(cluster: Any, year: int, day: dt.date, by: Any) -> Any:
    from thidua.organisations.actions import clusters
    from thidua.organisations.queries.clusters import head

    giver, receiver = head(cluster, year), head(cluster, year + 1)
    gives, takes = _leader(giver, cluster.keeper), _leader(receiver, cluster.keeper)
    words = clusters.HandoverWords(
        held_on=day, place="Hội trường Sở Nội vụ",
        giver_person=gives[0], giver_post=gives[1],
        receiver_person=takes[0], receiver_post=takes[1],
        papers=PAPERS,
        unfinished=f"Gửi kết quả bình xét năm {year} lên Hội đồng trước ngày 15/01/{year + 1}",
    )  # fmt: skip
    return clusters.save_handover(cluster=cluster, year=year, words=words, by=by)


def _programme(cluster: Any, year: int, responsible: Any, by: Any) -> None:
    from thidua.organisations.actions import clusters

    lines = (
        ((1, 15), "Hội nghị ký giao ước thi đua", "Các thành viên dự đủ; ký giao ước năm."),
        ((3, 10), "Hội thảo về chuyển đổi số trong công tác lưu trữ", "Có 7 tham luận."),
        ((7, 8), "Sơ kết sáu tháng, kiểm tra chéo", ""),
        ((11, 27), "Chấm điểm chéo giữa các thành viên", ""),
        ((12, 18), "Tổng kết, bình xét, bầu trưởng khối năm sau", ""),
    )
    for (month, day), text, result in lines:
        planned = dt.date(year, month, day)
        made = clusters.save_activity(
            cluster=cluster, year=year, planned_on=planned, text=text,
            place="Hội trường Sở Nội vụ", responsible=responsible, by=by,
        )  # fmt: skip
        if result:
            clusters.mark_done(activity=made, done_on=planned, result=result, by=by)


def _pledges(
    department: Any, units: dict[str, Any], affiliated: Any, divisions: Any, province: Any,
    officer: Any, director: Any, head: Any,
) -> None:  # fmt: skip
    """One signed by all twelve, one half signed with a refusal, one that is signed anew."""
    from thidua.movements import actions
    from thidua.movements.actions import TargetRow
    from thidua.organisations.queries.clusters import members

    targets = [
        TargetRow("Nhiệm vụ hoàn thành đúng hạn", "%", Decimal(98)),
        TargetRow("Sáng kiến được áp dụng", "sáng kiến", Decimal(1), responsible="Mỗi đơn vị"),
        TargetRow("Hồ sơ quá hạn", "hồ sơ", Decimal(5), less_is_better=True),
    ]

    def drafted(title: str, by: Any, bodies: list[Any], **whose: Any) -> Any:
        made = actions.draft_pledge(
            year=2026, title=title, content=CONTENT, targets=targets, by=by,
            sides=[_side(body, department) for body in bodies], **whose,
        )  # fmt: skip
        return made, actions.send_pledge(pledge=made, by=by)

    def bodies(cluster: Any) -> list[Any]:
        return [one.body for one in members(cluster, 2026)]

    done, version = drafted(
        "Giao ước thi đua Khối số 2 năm 2026", None, bodies(affiliated), cluster=affiliated
    )
    for side in version.sides.all():
        actions.record_paper_signature(
            side=side, said="Bản giấy lưu tại Trường Bồi dưỡng cán bộ, công chức", by=None
        )
    actions.record_witness(pledge=done, by=None, **WITNESS)

    _, version = drafted(
        "Giao ước thi đua Khối số 1 năm 2026", head, bodies(divisions), cluster=divisions
    )
    others = [one for one in version.sides.select_related("body") if one.body.name != HEAD_UNIT]
    for side in others[:4]:
        actions.record_paper_signature(
            side=side, said="Bản giấy lưu tại Phòng Công chức, viên chức", by=head
        )
    actions.refuse_pledge(
        side=others[-1], reason="Chỉ tiêu hồ sơ quá hạn chưa tính hồ sơ phải xác minh ngoài tỉnh",
        by=None,
    )  # fmt: skip

    first, version = drafted(
        "Giao ước thi đua Khối các cơ quan tổng hợp tỉnh năm 2026", officer, bodies(province),
        cluster=province,
    )  # fmt: skip
    kept = "Bản giấy lưu tại Sở Nội vụ"
    for side in version.sides.exclude(body=department)[:3]:
        actions.record_paper_signature(side=side, said=kept, by=officer)
    for side in version.sides.filter(body=department):
        actions.sign_pledge(side=side, digest=version.digest, by=director)
    actions.revise_pledge(
        pledge=first, reason="Bổ sung chỉ tiêu về chuyển đổi số theo ý kiến hội nghị", by=officer
    )
    actions.save_pledge(
        pledge=first, title=first.title, content=CONTENT, by=officer,
        targets=[*targets, TargetRow("Hồ sơ xử lý trên môi trường số", "%", Decimal(95))],
        sides=[_side(body, department) for body in bodies(province)],
    )  # fmt: skip
    again = actions.send_pledge(pledge=first, by=officer)
    for side in again.sides.exclude(body=department)[:3]:
        actions.record_paper_signature(side=side, said=kept, by=officer)

    _, own = drafted(
        "Giao ước thi đua giữa Giám đốc Sở và các đơn vị năm 2026", officer,
        [department, *list(units.values())[1:8]], body=department,
    )  # fmt: skip
    for side in own.sides.filter(body=department):
        actions.sign_pledge(side=side, digest=own.digest, by=director)


def _side(body: Any, department: Any) -> Any:
    from thidua.movements.actions import SideRow

    return SideRow(body, *_leader(body, department))


def _leader(body: Any, department: Any) -> tuple[str, str]:
    """Who heads a body, and the post: from its people, or as the sister bodies are invented."""
    if body == department:
        return "Ngô Đức Vinh", "Giám đốc Sở"
    holder = body.role_holders.filter(role="head_of_unit").select_related("user").first()
    if holder is not None:
        return holder.user.full_name, "Trưởng phòng"
    person = body.people.filter(group="head_of_division").order_by("pk").first()
    if person is not None:
        return person.full_name, person.position
    return LEADERS_OF_SISTERS[body.pk % len(LEADERS_OF_SISTERS)], "Thủ trưởng cơ quan"


def _launch(department: Any, province: Any, officer: Any, director: Any) -> None:
    """A movement of the province's block: it waits at its members."""
    from thidua.movements import actions
    from thidua.movements.actions import TargetRow

    plan = {
        "name": "Khối tổng hợp thi đua đổi mới lề lối làm việc năm 2026",
        "theme": "Họp ít, làm nhanh, rõ kết quả", "kind": "chuyen_de", "reach": "cum_khoi",
        "cluster": province, "starts": dt.date(2026, 1, 15), "ends": dt.date(2026, 12, 20),
        "objectives": "Giảm số cuộc họp, rút ngắn thời gian xử lý văn bản",
        "content": "Thi đua xử lý văn bản đúng hạn\nThi đua họp trực tuyến, không giấy",
        "criteria": "Tỷ lệ văn bản xử lý đúng hạn từ 98%",
        "participants": "Các cơ quan thành viên của khối",
        "measures": "Trưởng khối tổng hợp kết quả hằng quý",
        "legal_basis": "Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022",
    }  # fmt: skip
    made = actions.draft_movement(
        department=department, plan=plan, by=officer,
        targets=[TargetRow("Văn bản xử lý đúng hạn", "%", Decimal(98))],
    )  # fmt: skip
    actions.submit_plan(movement=made, by=officer)
    actions.approve_plan(movement=made, by=director)
    actions.launch_movement(
        movement=made, launched_on=dt.date(2026, 1, 15), number="09/KH-SNV", by=director
    )
