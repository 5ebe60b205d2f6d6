"""Shared ground of the tests: a small department with people, units and one user per role."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import pytest_django
from tests import databases


@cache
def hash_once() -> str:
    """The hash of "mat-khau-thu-nghiem": a third of a second, so once per process is enough."""
    from django.contrib.auth.hashers import make_password

    return make_password("mat-khau-thu-nghiem")


def pytest_configure() -> None:
    """A slow hash protects real passwords; those of tests would only cost time."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="tests that ask the database")


# What the second engine need not repeat: pages, papers and sentences are made above the database.
SAME_ABOVE = re.compile(
    r"(test_views|test_pages|_pages?|test_permissions|test_doors|test_bad_\w+|_papers?"
    r"|test_exports|test_certificates)\.py$|/(documents|architecture)/"
)
VARIANTS = 2  # of a test with many parameters, on the second engine


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --only-database, for the second engine: leave out what would be the same test again.

    What starts the program in a process of its own finds the database by itself and stays; so does
    what counts queries. Of a parametrised test the first variants stay.
    """
    if not config.getoption("--only-database"):
        return
    asks = {"db", "transactional_db", "live_server"}
    kept, left, variants = [], [], Counter[str]()
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        apart = {"cli", "engines"}.intersection(item.path.parts) or "subprocess" in vars(
            getattr(item, "module", item)
        )
        chosen = apart or asks & fixtures or item.get_closest_marker("django_db")
        if chosen and SAME_ABOVE.search(item.path.as_posix()):
            chosen = any("assert_max_num_queries" in name for name in fixtures)
        if chosen:
            name = item.nodeid.partition("[")[0]
            variants[name] += 1
            chosen = variants[name] <= VARIANTS or {"engines"}.intersection(item.path.parts)
        (kept if chosen else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes may hold the time they were made at: two processes would see two different tests."""
    return f"{len(val)}-bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the SQLite test database in a file, as in use: threads share no connection.

    Only the disk is not waited for: what that is for, a power cut, no test can make.
    """
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"] == "django.db.backends.sqlite3":
        default["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
        folder = tmp_path_factory.mktemp("database")
        default.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session")
def built_database(
    django_db_modify_db_settings: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[SimpleNamespace]:
    """Start from a copy of what the migrations built before, or be the one who builds it."""
    from django.db import connection

    with ExitStack() as held, django_db_blocker.unblock():
        held.enter_context(databases.alone(connection.vendor))
        test = connection.settings_dict["TEST"]
        if connection.vendor == "sqlite":
            copied = databases.copy_file(Path(test["NAME"]))
        else:
            test["TEMPLATE"] = databases.template(connection)
            copied = test["TEMPLATE"] is not None
        if copied:
            held.close()
        yield SimpleNamespace(copied=copied, release=held.close)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, built_database: SimpleNamespace) -> bool:
    """A copied SQLite file is taken as it is: only what it lacks is migrated."""
    from django.db import connection

    reuse: bool = request.config.getoption("reuse_db")
    return reuse or (built_database.copied and connection.vendor == "sqlite")


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    built_database: SimpleNamespace,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """After the migrations: keep a copy for the processes to come."""
    from django.db import connection

    if not built_database.copied:
        with django_db_blocker.unblock():
            keep = databases.keep_file if connection.vendor == "sqlite" else databases.keep_template
            keep(connection)
        built_database.release()


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    """A department with three units, seven people, a user per role, and a foreign department.

    `world.users` holds one signed-in-able user per role (password "mat-khau-thu-nghiem"), plus
    "stranger": an officer of another department, and "nobody": an account without any role.
    """
    from thidua.accounts.models import Role, RoleAssignment, User
    from thidua.kit.text import fold, name_order
    from thidua.organisations.models import Body
    from thidua.people.models import Person, Post, Rating

    def body(name: str, code: str, kind: str, parent: Body | None = None, **more: object) -> Body:
        return Body.objects.create(
            name=name,
            code=code,
            kind=kind,
            parent=parent,
            folded_name=fold(name),
            short_name=more.pop("short_name", name),
            **more,
        )

    province = body("UBND tỉnh Lam Giang", "ubnd-lam-giang", "ubnd_tinh", symbol="UBND")
    department = body(
        "Sở Nội vụ",
        "so-noi-vu",
        "so",
        province,
        short_name="SNV",
        symbol="SNV",
        place="Lam Giang",
        rulebook_scope="so-noi-vu-lam-giang",
    )
    foreign = body(
        "Sở Xây dựng",
        "so-xay-dung",
        "so",
        province,
        short_name="SXD",
        symbol="SXD",
        place="Lam Giang",
    )
    units = [
        body("Văn phòng Sở", "van-phong-so", "van_phong", department, order=1),
        body("Phòng Công chức, viên chức", "phong-ccvc", "phong", department, order=2),
        body("Trung tâm Lưu trữ lịch sử", "tt-luu-tru", "trung_tam", department, order=3),
    ]
    foreign_unit = body("Phòng Quản lý nhà", "phong-qln", "phong", foreign, order=1)

    posts: list[Post] = []

    def person(name: str, unit: Body, code: str, gender: str, **more: object) -> Person:
        made = Person.objects.create(
            department=unit.parent,
            unit=unit,
            code=code,
            full_name=name,
            folded_name=fold(name),
            sort_key=name_order(name),
            gender=gender,
            position=more.pop("position", "Chuyên viên"),
            group=more.pop("group", "direct_worker"),
            employment="cong_chuc",
            born_on=(born := more.pop("born_on", dt.date(1985, 3, 12))),
            born_year=born.year,
            recruited_on=dt.date(2010, 8, 1),
            joined_on=dt.date(2012, 1, 1),
            **more,
        )
        posts.append(
            Post(
                person=made,
                unit=unit,
                title=made.position,
                group=made.group,
                from_date=dt.date(2012, 1, 1),
            )
        )
        return made

    people = [
        person("Nguyễn Thị Minh Châu", units[0], "CB0001", "female"),
        person("Trần Đức Anh", units[0], "CB0002", "male"),
        person("Đặng Thùy Dương", units[1], "CB0003", "female"),
        person(
            "Lê Quốc Bảo",
            units[1],
            "CB0004",
            "male",
            position="Trưởng phòng",
            group="head_of_division",
        ),
        person("Lầu Mí Lử", units[2], "CB0005", "male"),
        person("Phạm Thị Hoà", units[2], "CB0006", "female"),
        person(
            "Ngô Đức Vinh",
            units[0],
            "CB0007",
            "male",
            position="Giám đốc Sở",
            group="head_of_department",
        ),
    ]
    foreign_person = person("Vũ Ngọc Ánh", foreign_unit, "XD0001", "female")
    Post.objects.bulk_create(posts)
    Rating.objects.bulk_create(
        Rating(person=someone, year=year, grade="hoan_thanh_tot")
        for someone in [*people, foreign_person]
        for year in range(2019, 2027)
    )

    password = hash_once()
    roles: list[RoleAssignment] = []

    def user(name: str, full_name: str, role: str | None, at: Body, **more: object) -> User:
        made = User.objects.create(username=name, full_name=full_name, password=password, **more)
        if role:
            roles.append(RoleAssignment(user=made, body=at, role=role))
        return made

    users = SimpleNamespace(
        officer=user("chuyenvien", "Trần Thu Hà", Role.OFFICER, department),
        head=user("truongphong", "Lê Quốc Bảo", Role.HEAD_OF_UNIT, units[1], person=people[3]),
        member=user("uyvien", "Đặng Thùy Dương", Role.COUNCIL_MEMBER, department, person=people[2]),
        secretary=user("thuky", "Hoàng Văn Huy", Role.SECRETARY, department),
        director=user("giamdoc", "Ngô Đức Vinh", Role.DIRECTOR, department, person=people[6]),
        administrator=user("quantri", "Phan Văn Ẩn", Role.ADMINISTRATOR, department),
        stranger=user("nguoila", "Vũ Ngọc Ánh", Role.OFFICER, foreign, person=foreign_person),
        nobody=user("khongvaitro", "Bùi Thị Lan", None, department),
    )
    RoleAssignment.objects.bulk_create(roles)
    return SimpleNamespace(
        province=province,
        department=department,
        units=units,
        foreign=foreign,
        foreign_unit=foreign_unit,
        people=people,
        foreign_person=foreign_person,
        users=users,
    )
