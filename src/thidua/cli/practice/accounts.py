"""The sign-ins of the practice department, one per role and one per seat of its council."""

from __future__ import annotations

from dataclasses import dataclass

# Printed and documented: good only for a department that nobody works for.
PASSWORD = "thuc-hanh-2026"  # noqa: S105


@dataclass(frozen=True)
class SignIn:
    """An account of the practice department and the person of the staff list behind it."""

    username: str
    full_name: str
    person_code: str
    roles: tuple[str, ...]
    role_label: str
    duty: str = ""
    office: str = ""
    # Only for a head of unit: the unit's name in the staff list.
    unit: str = ""


SIGN_INS = (
    SignIn("chuyenvien", "Nguyễn Thế Giang", "CB0047", ("officer",), "Chuyên viên"),
    SignIn(
        "truongphong",
        "Lê Thị Thơm",
        "CB0071",
        ("head_of_unit",),
        "Trưởng phòng",
        unit="Phòng Công chức, viên chức",
    ),
    SignIn(
        "uyvien",
        "Phan Trọng Đạt",
        "CB0208",
        ("council_member",),
        "Thành viên Hội đồng",
        duty="uy_vien",
        office="Trưởng phòng Phòng Kế hoạch - Tài chính",
    ),
    SignIn(
        "thuky",
        "Nguyễn Thị Trang",
        "CB0042",
        ("secretary", "council_member"),
        "Thư ký Hội đồng",
        duty="thu_ky",
        office="Trưởng phòng Phòng Thi đua - Khen thưởng",
    ),
    SignIn(
        "giamdoc",
        "Ngô Đức Vinh",
        "CB0162",
        ("director", "council_member"),
        "Giám đốc, Chủ tịch Hội đồng",
        duty="chu_tich",
        office="Giám đốc Sở",
    ),
    SignIn("quantri", "Lê Hữu Tú", "CB0181", ("administrator",), "Quản trị hệ thống"),
    SignIn("phapche", "Giàng Thị Hương", "CB0041", ("legal_officer",), "Cán bộ pháp chế"),
    SignIn(
        "phogiamdoc",
        "Thân Thế Giang",
        "CB0044",
        ("council_member",),
        "Phó Chủ tịch thường trực Hội đồng",
        duty="pho_thuong_truc",
        office="Phó Giám đốc Sở",
    ),
    SignIn(
        "uyvien2",
        "Nguyễn Văn Sơn",
        "CB0151",
        ("council_member",),
        "Thành viên Hội đồng",
        duty="uy_vien",
        office="Chánh Văn phòng Sở",
    ),
    SignIn(
        "uyvien3",
        "Nguyễn Hữu Giang",
        "CB0155",
        ("council_member",),
        "Thành viên Hội đồng",
        duty="uy_vien",
        office="Trưởng phòng Phòng Tổ chức, biên chế và Tổ chức phi chính phủ",
    ),
    SignIn(
        "uyvien4",
        "Lê Thị Hiền",
        "CB0107",
        ("council_member",),
        "Thành viên Hội đồng",
        duty="uy_vien",
        office="Chi cục trưởng Chi cục An toàn lao động",
    ),
    SignIn(
        "uyvien5",
        "Phạm Văn Hưng",
        "CB0114",
        ("council_member",),
        "Thành viên Hội đồng",
        duty="uy_vien",
        office="Giám đốc Trung tâm Dịch vụ việc làm tỉnh",
    ),
    SignIn(
        "uyvien6",
        "Đoàn Thị Hồng Thoa",
        "CB0139",
        ("council_member",),
        "Thành viên Hội đồng",
        duty="uy_vien",
        office="Trưởng phòng Phòng Xây dựng chính quyền và Công tác thanh niên",
    ),
)
COUNCIL = tuple(
    sorted(
        (s for s in SIGN_INS if s.duty),
        key=lambda s: (
            ["chu_tich", "pho_thuong_truc", "thu_ky", "uy_vien"].index(s.duty),
            s.username,
        ),
    )
)
