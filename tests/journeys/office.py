"""An office on the first day: units, accounts for every role and a council, but no person yet."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

PASSWORD = "mat-khau-thu-nghiem"
MEMBERS = (
    ("giamdoc", "Ngô Đức Vinh", "director", "chu_tich", "Giám đốc Sở"),
    ("phogiamdoc", "Nguyễn Thị Kim Vân", "", "pho_thuong_truc", "Phó Giám đốc Sở"),
    ("thuky", "Nguyễn Thị Trang", "secretary", "thu_ky", "Trưởng phòng Thi đua - Khen thưởng"),
    ("uyvien1", "Phan Trọng Đạt", "", "uy_vien", "Trưởng phòng Kế hoạch - Tài chính"),
    ("uyvien2", "Nguyễn Văn Sơn", "", "uy_vien", "Chánh Văn phòng Sở"),
)


def open_office() -> SimpleNamespace:
    """Make the body, its accounts and its council through the program's own actions."""
    from thidua.accounts.actions import create_account
    from thidua.councils.actions import add_member, create_council
    from thidua.organisations.actions import create_body
    from thidua.organisations.models import Body
    from thidua.organisations.scopes import Role

    province = create_body(
        parent=None, name="Ủy ban nhân dân tỉnh Lam Giang", kind=Body.Kind.PROVINCE, by=None
    )
    department = create_body(
        parent=province,
        name="Sở Nội vụ tỉnh Lam Giang",
        short_name="Sở Nội vụ",
        kind=Body.Kind.DEPARTMENT,
        symbol="SNV",
        place="Lam Giang",
        rulebook_scope="so-noi-vu-lam-giang",
        by=None,
    )

    def account(username: str, full_name: str, *roles: str) -> Any:
        user, _ = create_account(
            department=department,
            username=username,
            full_name=full_name,
            roles=[(role, department) for role in roles],
            password=PASSWORD,
            by=None,
        )
        return user

    officer = account("chuyenvien", "Trần Thu Hà", Role.OFFICER)
    council = create_council(
        body=department,
        name="Hội đồng Thi đua - Khen thưởng Sở Nội vụ",
        established_by="12/QĐ-SNV",
        established_on=dt.date(2026, 1, 20),
        by=officer,
    )
    for username, full_name, role, duty, office in MEMBERS:
        roles = [Role.COUNCIL_MEMBER, *([role] if role else [])]
        add_member(
            council=council,
            full_name=full_name,
            duty=duty,
            office=office,
            user=account(username, full_name, *roles),
            from_date=dt.date(2026, 1, 20),
            by=officer,
        )
    return SimpleNamespace(department=department, council=council)
