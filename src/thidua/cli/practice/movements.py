"""Movements and the call to register of the practice department, through the actions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

PLEDGES = """Chấp hành kỷ luật, kỷ cương hành chính, giờ làm việc
Giải quyết hồ sơ đúng hạn, không để người dân chờ
Tham gia đầy đủ các phong trào của cơ quan, công đoàn"""
LAST: dict[str, Any] = {
    "name": "Cải cách hành chính, nâng cao mức độ hài lòng của người dân năm 2025",
    "theme": "Đúng hẹn, đúng việc, đúng luật",
    "kind": "chuyen_de",
    "reach": "don_vi",
    "starts": dt.date(2025, 1, 6),
    "ends": dt.date(2025, 12, 31),
    "objectives": "Không còn hồ sơ quá hạn\nRút ngắn thời gian giải quyết thủ tục hành chính",
    "content": "Thi đua tiếp nhận và trả kết quả đúng hẹn\nThi đua số hóa hồ sơ lưu trữ",
    "criteria": "Tỷ lệ hồ sơ đúng hạn từ 98%\nMỗi đơn vị có ít nhất một giải pháp",
    "participants": "Toàn thể công chức, viên chức, người lao động của Sở",
    "stages": "Quý I: phát động\nTháng 7: sơ kết\nTháng 12: tổng kết",
    "measures": "Văn phòng Sở tổng hợp hằng tháng, báo cáo tại giao ban",
    "propaganda": "Đăng trên trang thông tin điện tử của Sở",
    "legal_basis": "Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022",
    "rewards": "Giám đốc Sở tặng giấy khen tập thể, cá nhân tiêu biểu",
    "reward_quota": 12,
    "budget": 25_000_000,
}
NOW: dict[str, Any] = LAST | {
    "name": "Thi đua chuyển đổi số, xây dựng chính quyền số giai đoạn 2026-2030",
    "theme": "Mỗi việc một dữ liệu, mỗi dữ liệu nhập một lần",
    "starts": dt.date(2026, 1, 5),
    "ends": dt.date(2030, 12, 31),
    "objectives": "Mọi hồ sơ công việc được xử lý trên môi trường số\nDữ liệu dùng chung một nguồn",
    "content": "Thi đua số hóa hồ sơ\nThi đua đề xuất giải pháp dùng chung dữ liệu",
    "criteria": "Tỷ lệ hồ sơ công việc xử lý trên môi trường số từ 95%",
    "stages": "2026-2027: nền dữ liệu\n2028-2029: dùng chung\n2030: tổng kết",
    "reward_quota": 20,
    "budget": 60_000_000,
}
NEXT: dict[str, Any] = {
    "name": "Thi đua lập thành tích chào mừng 82 năm ngày thành lập ngành Nội vụ",
    "kind": "chuyen_de",
    "reach": "don_vi",
    "objectives": "Hoàn thành sớm chỉ tiêu sáu tháng đầu năm 2027",
}
RESULTS = {
    "results": "Cả năm tiếp nhận 48.216 hồ sơ, 48.019 hồ sơ đúng hạn, bằng 99,6%.",
    "effect": "Thời gian giải quyết trung bình giảm 1,4 ngày so với năm 2024.",
    "limits": "Còn 197 hồ sơ quá hạn, tập trung ở lĩnh vực người có công.",
    "causes": "Hồ sơ giấy cũ chưa số hóa hết nên phải xác minh nhiều lần.",
    "lessons": "Giao chỉ tiêu đến từng người và công khai kết quả hằng tuần.",
    "examples": "Trung tâm Lưu trữ lịch sử: trả kết quả trong ngày với 92% yêu cầu.",
    "next_steps": "Chuyển thành phong trào chuyển đổi số giai đoạn 2026-2030.",
}


def make_movements(department: Any, *, officer: Any, director: Any) -> Any:
    """One movement reviewed and ended, one that runs for five years, a draft; the running one."""
    from thidua.movements import actions
    from thidua.movements.actions import ResultRow, TargetRow

    def launched(plan: dict[str, Any], targets: list[TargetRow], number: str, on: dt.date) -> Any:
        made = actions.draft_movement(department=department, plan=plan, targets=targets, by=officer)
        actions.submit_plan(movement=made, by=officer)
        actions.approve_plan(movement=made, by=director)
        return actions.launch_movement(movement=made, number=number, launched_on=on, by=director)

    last = launched(
        LAST,
        [
            TargetRow("Hồ sơ giải quyết đúng hạn", "%", Decimal(98), responsible="Văn phòng Sở"),
            TargetRow("Số hồ sơ quá hạn", "hồ sơ", Decimal(150), less_is_better=True),
            TargetRow("Giải pháp cải cách được áp dụng", "giải pháp", Decimal(21)),
        ],
        "04/KH-SNV",
        dt.date(2025, 1, 8),
    )  # fmt: skip
    reached = (Decimal("99.6"), Decimal(197), Decimal(26))
    actions.record_review(
        movement=last, kind="tong_ket", held_on=dt.date(2025, 12, 26), words=RESULTS, by=officer,
        results=[
            ResultRow(target.pk, value)
            for target, value in zip(last.targets.all(), reached, strict=True)
        ],
    )  # fmt: skip
    running = launched(
        NOW,
        [
            TargetRow("Hồ sơ công việc xử lý trên môi trường số", "%", Decimal(95)),
            TargetRow("Hồ sơ lưu trữ được số hóa", "hồ sơ", Decimal(120_000)),
            TargetRow("Cơ sở dữ liệu dùng chung đưa vào khai thác", "cơ sở dữ liệu", Decimal(6)),
        ],
        "02/KH-SNV",
        dt.date(2026, 1, 9),
    )
    actions.record_review(
        movement=running, kind="so_ket", held_on=dt.date(2026, 7, 10), by=officer,
        words={"results": "Sáu tháng: 91,2% hồ sơ công việc xử lý trên môi trường số; số hóa "
                          "31.400 hồ sơ lưu trữ.",
               "limits": "Một số đơn vị còn in giấy để trình ký.",
               "lessons": "Lãnh đạo ký số trước thì đơn vị làm theo."},
        results=[
            ResultRow(target.pk, value)
            for target, value in zip(
                running.targets.all(), (Decimal("91.2"), Decimal(31_400), Decimal(2)), strict=True
            )
        ],
    )  # fmt: skip
    actions.draft_movement(department=department, plan=NEXT, targets=[], by=officer)
    return running


def make_registrations(
    department: Any, *, officer: Any, head: Any, movement: Any, member: Any
) -> None:
    """The call for the next year: one unit approved, one waiting, one person sent back."""
    from thidua.movements import actions
    from thidua.movements.actions import Work
    from thidua.movements.models import Registration, RegistrationSheet
    from thidua.movements.queries.calls import people_called
    from thidua.organisations.queries import units_of
    from thidua.people.models import Person

    today = timezone.localdate()
    call = actions.open_call(
        department=department, year=2027, opens_on=today - dt.timedelta(days=12),
        due_on=today + dt.timedelta(days=18), pledges=PLEDGES, movement=movement, by=officer,
        note="Mỗi người đăng ký ít nhất một danh hiệu; sáng kiến nhỏ cũng ghi.",
    )  # fmt: skip
    units = list(units_of(department)[:8])
    done, waiting = units[1], units[2]
    before = dict(
        Registration.objects.filter(department=department, year=2026).values_list(
            "person", "award_code"
        )
    )
    titles = {one.pk: [before.get(one.pk, "ldtt")] for one in people_called(call, done)}
    actions.register_unit(call=call, unit=done, titles=titles, by=officer)
    heads_unit = head.roles.get().body
    for number, unit in enumerate((waiting, heads_unit, units[4])):
        for person in list(people_called(call, unit))[: 5 - number]:
            _sent(call, person, by=officer)
    sent = RegistrationSheet.objects.filter(call=call, person__unit=heads_unit).order_by("pk")
    first, *rest = list(sent)
    actions.refuse_sheet(
        sheet=first, reason="Ghi thêm sáng kiến để đủ căn cứ xét CSTĐ cơ sở.", by=head
    )
    actions.confirm_sheets(call=call, sheets=[one.pk for one in rest[:2]], by=head)
    own = Person.objects.get(pk=member.person_id)
    if not call.sheets.filter(person=own).exists():
        actions.save_sheet(
            call=call, person=own, titles=["ldtt", "cstd-co-so"], by=member,
            works=[Work("Bảng theo dõi giải ngân dùng chung", "giảm 30% thời gian tổng hợp")],
            pledges=PLEDGES.splitlines()[:2],
        )  # fmt: skip
    actions.remind_units(call=call, units=[units[4].pk], by=officer)


def _sent(call: Any, person: Any, *, by: Any) -> None:
    from thidua.movements import actions

    actions.save_sheet(
        call=call, person=person, titles=["ldtt"], pledges=PLEDGES.splitlines(), by=by, send=True
    )
