"""The links of the shell per role; upper apps hang counts of waiting things on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from thidua.organisations.scopes import Role, Scope

ALL = frozenset(Role.values)
WORKERS = frozenset({Role.OFFICER, Role.SECRETARY, Role.DIRECTOR, Role.HEAD_OF_UNIT})


@dataclass(frozen=True)
class Entry:
    """One link: address name, words, icon, and the roles that may open it."""

    name: str
    label: str
    icon: str
    roles: frozenset[str]


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "Công việc",
        (
            Entry("desk:home", "Bàn làm việc", "home", ALL),
            # For whoever has a record, role or not.
            Entry("people:mine", "Hồ sơ của tôi", "user", frozenset()),
            Entry("movements:my_sheet", "Đăng ký của tôi", "flag", frozenset()),
            Entry("decisions:notices", "Thông báo", "bell", frozenset({Role.HEAD_OF_UNIT})),
        ),
    ),
    (
        "Thi đua",
        (
            Entry("movements:movements", "Phong trào thi đua", "flag", ALL),
            Entry("movements:index", "Đăng ký thi đua", "pen", WORKERS),
            Entry("movements:pledges", "Giao ước thi đua", "pen", WORKERS),
            Entry("targets:index", "Chỉ tiêu", "chart", WORKERS),
            Entry("organisations:clusters", "Cụm, khối thi đua", "users", WORKERS),
            Entry("scoring:index", "Chấm điểm thi đua", "score", WORKERS),
        ),
    ),
    (
        "Khen thưởng",
        (
            Entry("exchange:index", "Nhập dữ liệu", "upload", frozenset({Role.OFFICER})),
            Entry("eligibility:index", "Xét điều kiện", "shield", WORKERS),
            Entry("dossiers:index", "Hồ sơ khen thưởng", "folder", WORKERS),
            Entry(
                "councils:index",
                "Hội đồng và bỏ phiếu",
                "ballot",
                frozenset({Role.OFFICER, Role.SECRETARY, Role.DIRECTOR, Role.COUNCIL_MEMBER}),
            ),
            Entry(
                "decisions:index",
                "Quyết định",
                "seal",
                WORKERS,
            ),
            Entry(
                "ceremonies:index",
                "Lễ trao, hiện vật",
                "star",
                frozenset({Role.OFFICER, Role.SECRETARY, Role.DIRECTOR}),
            ),
            Entry(
                "bonuses:index",
                "Tiền thưởng",
                "medal",
                frozenset({Role.OFFICER, Role.SECRETARY, Role.DIRECTOR}),
            ),
        ),
    ),
    (
        "Tra cứu",
        (
            Entry("people:index", "Cán bộ", "users", WORKERS),
            Entry("organisations:index", "Đơn vị", "building", WORKERS),
            Entry("initiatives:index", "Sáng kiến", "bulb", WORKERS),
            Entry("register:index", "Sổ khen thưởng", "book", WORKERS),
            Entry("legislation:index", "Quy định", "scale", ALL),
        ),
    ),
    (
        "Quản trị",
        (
            Entry("accounts:users", "Tài khoản", "user", frozenset({Role.ADMINISTRATOR})),
            Entry("decisions:keys", "Khóa ký bằng", "lock", frozenset({Role.ADMINISTRATOR})),
            Entry(
                "audit:index",
                "Nhật ký",
                "clock",
                frozenset({Role.ADMINISTRATOR, Role.DIRECTOR}),
            ),
        ),
    ),
)

# Pages about the own record: for whoever is joined to one, whatever the role.
_OWN = frozenset({"people:mine", "movements:my_sheet", "decisions:notices"})
Counter = Callable[[Any], dict[str, int]]
_counters: list[Counter] = []


def count_with(counter: Counter) -> Counter:
    """Hang counts on links: `counter(user)` gives address name to number; called per page."""
    if counter not in _counters:
        _counters.append(counter)
    return counter


def groups_for(user: Any, scope: Scope, path: str) -> list[dict[str, Any]]:
    """Groups with the links that the roles may open; `current` where the page lies under one."""
    counts: dict[str, int] = {}
    for counter in _counters:
        counts |= counter(user)
    groups: list[dict[str, Any]] = []
    for title, entries in GROUPS:
        items = [
            {
                "label": entry.label,
                "icon": entry.icon,
                "url": reverse(entry.name),
                "count": counts.get(entry.name, 0),
            }
            for entry in entries
            if entry.name == "desk:home"
            or scope.has(*entry.roles)
            or (entry.name in _OWN and getattr(user, "person_id", None))
        ]
        if items:
            groups.append({"title": title, "items": items})
    urls = [str(item["url"]) for group in groups for item in group["items"]]
    # One page lies under one link: the longest address that begins the page's own.
    here = max((url for url in urls if url != "/" and path.startswith(url)), key=len, default="/")
    for group in groups:
        for item in group["items"]:
            item["current"] = item["url"] == here and (here != "/" or path == "/")
    return groups
