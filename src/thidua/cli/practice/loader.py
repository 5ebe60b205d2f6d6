"""Loads the practice department step by step, through the same actions that a user's clicks call.

Nothing is written behind the back of the apps: the log of the practice department reads as if an
officer had worked there. The result is the same every time but for the times of the acts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command

from thidua.cli.practice.accounts import COUNCIL, PASSWORD, SIGN_INS, SignIn
from thidua.cli.practice.clusters import make_clusters
from thidua.cli.practice.movements import make_movements, make_registrations
from thidua.cli.practice.place import Unusable
from thidua.cli.practice.refusing import PRACTICE, refuse_real_records
from thidua.cli.practice.scoring import make_scoring
from thidua.cli.practice.tables import make_tables
from thidua.cli.practice.targets import make_targets
from thidua.cli.practice.units import (
    ENLARGED_ON,
    FROM_LABOUR,
    LABOUR,
    LEADERS,
    RESOLUTION,
    UNITS,
)

Say = Callable[[str], None]

FILES = Path(__file__).resolve().parent
STAFF_LIST = "danh-sach-can-bo-2026-mau.xlsx"
REGISTER = "so-khen-thuong-2011-2025.xlsx"
CODE = f"{PRACTICE}so-noi-vu-lam-giang"
YEAR = 2026
RECEIVED_ON = dt.date(2026, 9, 15)
ROUND = "Xét danh hiệu thi đua, khen thưởng năm 2026"


def is_loaded() -> bool:
    """True when the database in use holds the practice department."""
    from thidua.organisations.models import Body

    return Body.objects.filter(code=CODE).exists()


def update_tables() -> None:
    """Bring an older practice database up to the tables of this version; quick when up to date."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        make_tables()


def check_may_load(*, reset: bool) -> None:
    """Refuse a database that holds anything but the practice department; used for a given address.

    With `reset` the practice department in it is emptied, so that it is loaded again.
    """
    from django.db.utils import OperationalError

    try:
        update_tables()
    except OperationalError as error:
        raise Unusable(
            f"Không mở được cơ sở dữ liệu của THIDUA_DATABASE_URL: {error}",
            "The database of THIDUA_DATABASE_URL cannot be opened.",
        ) from error
    refuse_real_records()
    if reset:
        call_command("flush", verbosity=0, interactive=False)


def load(*, say: Say, start_empty: bool = False) -> None:
    """Make the tables and all that is in them; `start_empty` clears an unfinished loading first."""
    from thidua.organisations.actions import load_catalogue

    say("Tạo bảng dữ liệu…")
    make_tables()
    if start_empty and is_loaded():
        call_command("flush", verbosity=0, interactive=False)
    say("Lập cơ quan và 21 đơn vị…")
    department = make_department()
    officer = enrol_officer(department)
    bring_files(department, say, by=officer)
    say("Nạp danh mục tỉnh, bộ, ngành qua sắp xếp năm 2025…")
    load_catalogue(by=None)
    say("Tạo tài khoản cho từng vai trò…")
    accounts = {SIGN_INS[0].username: officer}
    accounts |= {s.username: make_account(s, department) for s in SIGN_INS[1:]}
    say("Lập Hội đồng Thi đua - Khen thưởng 9 thành viên…")
    make_council(department, accounts, by=officer)
    say("Phát động phong trào, mở đợt đăng ký thi đua…")
    movement = make_movements(department, officer=officer, director=accounts["giamdoc"])
    make_registrations(
        department,
        officer=officer,
        head=accounts["truongphong"],
        movement=movement,
        member=accounts["uyvien"],
    )
    say("Giao 36 chỉ tiêu, ghi kết quả từng quý…")
    make_targets(department, accounts, by=officer)
    say("Lập cụm, khối thi đua, ký giao ước…")
    make_clusters(
        department, officer=officer, director=accounts["giamdoc"], head=accounts["truongphong"]
    )
    say("Ban hành bảng chấm điểm, chấm và chấm chéo các đơn vị…")
    make_scoring(department, by=officer)
    say(f"Mở đợt xét năm {YEAR} và xét điều kiện mọi người, mọi đơn vị…")
    make_round(department, by=officer)


def make_department() -> Any:
    """The department as the resolution of 2025 left it: another joined it with its units."""
    from thidua.organisations.actions import Basis, absorb_bodies, add_name, create_body
    from thidua.organisations.models import Body

    province = create_body(
        parent=None,
        name="Ủy ban nhân dân tỉnh Lam Giang",
        short_name="UBND tỉnh",
        kind=Body.Kind.PROVINCE,
        code=f"{PRACTICE}ubnd-tinh-lam-giang",
        symbol="UBND",
        place="Lam Giang",
        by=None,
    )
    department = create_body(
        parent=province,
        name="Sở Nội vụ tỉnh Lam Giang",
        short_name="Sở Nội vụ",
        kind=Body.Kind.DEPARTMENT,
        code=CODE,
        symbol="SNV",
        place="Lam Giang",
        rulebook_scope="so-noi-vu-lam-giang",
        by=None,
    )
    labour = create_body(
        parent=province,
        name=LABOUR,
        kind=Body.Kind.DEPARTMENT,
        code=f"{PRACTICE}so-ldtbxh",
        place="Lam Giang",
        by=None,
    )
    for order, (name, kind) in enumerate((LEADERS, *UNITS)):
        parent = labour if name in FROM_LABOUR else department
        create_body(parent=parent, name=name, kind=kind, order=order, by=None)
    basis = Basis(*RESOLUTION)
    absorb_bodies(bodies=[labour], into=department, effective_on=ENLARGED_ON, basis=basis, by=None)
    add_name(body=department, name="Sở Nội vụ", by=None)
    return department


def make_round(department: Any, *, by: Any) -> None:
    from thidua.eligibility.actions import open_round, screen_round

    opened = open_round(
        department=department, year=YEAR, name=ROUND, received_on=RECEIVED_ON, by=by
    )
    screen_round(round=opened, by=by)


def make_council(department: Any, accounts: dict[str, Any], *, by: Any) -> None:
    from thidua.councils.actions import add_member, create_council

    council = create_council(
        body=department,
        name="Hội đồng Thi đua - Khen thưởng Sở Nội vụ tỉnh Lam Giang",
        established_by="12/QĐ-SNV",
        established_on=dt.date(2026, 1, 20),
        by=by,
    )
    for seat in COUNCIL:
        add_member(
            council=council,
            full_name=seat.full_name,
            duty=seat.duty,
            user=accounts[seat.username],
            office=seat.office,
            from_date=dt.date(2026, 1, 20),
            by=by,
        )


def make_account(sign_in: SignIn, department: Any) -> Any:
    """The account of a person of the staff list, with the roles of the table."""
    from thidua.accounts.actions import create_account
    from thidua.organisations.queries import find_unit
    from thidua.people.models import Person

    person = Person.objects.get(department=department, code=sign_in.person_code)
    body: Any = find_unit(department, sign_in.unit) if sign_in.unit else department
    user, _ = create_account(
        department=department,
        username=sign_in.username,
        full_name=person.full_name,
        person=person,
        roles=[(role, body) for role in sign_in.roles],
        password=PASSWORD,
        by=None,
    )
    return user


def enrol_officer(department: Any) -> Any:
    """The officer who brings the files is there before them: a name, a code and an account."""
    from thidua.organisations.queries import find_unit
    from thidua.people.actions import save_person

    officer = SIGN_INS[0]
    save_person(
        department=department,
        code=officer.person_code,
        full_name=officer.full_name,
        unit=find_unit(department, "Phòng Thi đua - Khen thưởng"),
        by=None,
    )
    return make_account(officer, department)


def bring_files(department: Any, say: Say, *, by: Any) -> None:
    """The two workbooks, previewed and confirmed as the officer would."""
    from django.core.files.base import File

    from thidua.exchange.actions import (
        confirm_import,
        decide_alike,
        preview_register,
        preview_staff_list,
    )

    say("Nhập danh sách cán bộ (240 người, 15 năm xếp loại)…")
    with (FILES / STAFF_LIST).open("rb") as handle:
        staff = preview_staff_list(
            body=department, file=File(handle, name=STAFF_LIST), year=YEAR, by=by
        )
    decide_alike(batch=staff, alike="", choice="keep", by=by)
    confirm_import(batch=staff, by=by)
    say("Nhập sổ khen thưởng 2011–2025…")
    with (FILES / REGISTER).open("rb") as handle:
        book = preview_register(body=department, file=File(handle, name=REGISTER), by=by)
    decide_alike(batch=book, alike="", choice="wait", by=by)
    confirm_import(batch=book, by=by)
