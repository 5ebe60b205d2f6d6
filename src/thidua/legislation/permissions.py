"""Who may load or confirm an official text: the legal officer of a body."""

from __future__ import annotations

from typing import Any

from thidua.kit.errors import NotAllowed
from thidua.organisations.scopes import Role, scope_of


def check_may_keep_texts(by: Any) -> None:
    """A text holds for every body of the installation; `by=None` is the program itself."""
    if by is not None and not may_keep_texts(by):
        raise NotAllowed(
            "Chỉ cán bộ pháp chế được nạp hoặc xác nhận văn bản. Gửi văn bản cho cán bộ pháp chế, "
            "hoặc đề nghị quản trị cấp vai trò này."
        )


def may_keep_texts(by: Any) -> bool:
    return scope_of(by).has(Role.LEGAL_OFFICER)
