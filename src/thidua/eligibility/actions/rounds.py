"""Opening, closing and reopening a yearly round (đợt xét)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from thidua.audit.actions import record
from thidua.eligibility.models import Round
from thidua.eligibility.permissions import check_may_open_round, check_may_run_round
from thidua.eligibility.queries.awards import awards_by_kind
from thidua.kit.dates import short_date
from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.law import load_rulebook
from thidua.law.index import award_index
from thidua.organisations.models import Body

FIRST_YEAR = 2004  # Luật Thi đua, khen thưởng 2003 took effect on 01/07/2004
FURTHEST_AHEAD = dt.timedelta(days=366)


@transaction.atomic
def open_round(
    *,
    department: Body,
    year: int,
    name: str,
    received_on: dt.date,
    by: Any,
    awards: Iterable[str] = (),
) -> Round:
    """Open a round; the day files are received for appraisal selects the law of its answers.

    `awards` are the codes considered, the usual ones where none is named. Refuses anyone but the
    officer, a name already used in the year, a year or a day that cannot be meant (before the
    first law, far ahead, files received before the year or two years after), an unknown award.
    """
    check_may_open_round(by, department=department)
    name = squeeze(name)
    _check(department, year, name, received_on)
    try:
        with transaction.atomic():
            opened = Round.objects.create(
                department=department,
                year=year,
                name=name,
                received_on=received_on,
                awards=_codes(awards, received_on),
                created_by=by,
            )
    except IntegrityError:  # opened by somebody else since the check
        raise _name_taken(year, name) from None
    record(
        by=by,
        action="eligibility.open_round",
        text=f"Mở đợt xét “{name}”, nhận hồ sơ ngày {short_date(received_on)}",
        subject=opened,
        body=department,
        detail={"year": year, "received_on": received_on.isoformat()},
    )
    return opened


@transaction.atomic
def choose_awards(
    *,
    round: Round,
    awards: Iterable[str],
    by: Any,
) -> Round:
    """Set which awards the round considers; none means the usual ones.

    Answers for an award left out stay until the next screening, which retires them. Refuses a
    closed round and a code that the law of its day does not speak of.
    """
    locked = lock_open(round, by=by, to_do="chọn khen thưởng đưa vào xét")
    chosen = _codes(awards, locked.received_on)
    if chosen == locked.awards:
        return locked
    locked.awards = chosen
    locked.save(update_fields=["awards"])
    names = [load_rulebook().info(code).short_name for code in chosen]
    record(
        by=by,
        action="eligibility.choose_awards",
        text=f"Chọn khen thưởng đưa vào đợt xét “{locked.name}”: "
        + (", ".join(names) if names else "các danh hiệu, hình thức thường xét hằng năm"),
        subject=locked,
        body=locked.department,
        detail={"awards": chosen},
    )
    return locked


@transaction.atomic
def close_round(*, round: Round, by: Any) -> Round:
    """Close a round: its answers and findings stay as they are. Refuses a round already closed."""
    locked = lock(round, by=by, to_do="đóng đợt xét")
    if locked.state == Round.State.CLOSED:
        raise WrongState("Đợt xét này đã đóng rồi.")
    return _set_state(locked, Round.State.CLOSED, by=by, verb="Đóng", action="close_round")


@transaction.atomic
def reopen_round(*, round: Round, by: Any) -> Round:
    """Open a closed round again, so that it can be screened. Refuses a round that is open."""
    locked = lock(round, by=by, to_do="mở lại đợt xét")
    if locked.state == Round.State.OPEN:
        raise WrongState("Đợt xét này đang mở.")
    return _set_state(locked, Round.State.OPEN, by=by, verb="Mở lại", action="reopen_round")


def lock(round_: Round, *, by: Any, to_do: str) -> Round:
    """The row of the round, held until the transaction ends, so that writers follow one another."""
    check_may_run_round(by, round=round_, to_do=to_do)
    return (
        Round.objects.select_for_update(of=("self",)).select_related("department").get(pk=round_.pk)
    )


def lock_open(round_: Round, *, by: Any, to_do: str) -> Round:
    locked = lock(round_, by=by, to_do=to_do)
    if locked.state != Round.State.OPEN:
        raise WrongState(f"Đợt xét đã đóng. Mở lại đợt xét rồi mới {to_do}.")
    return locked


def _set_state(round_: Round, state: str, *, by: Any, verb: str, action: str) -> Round:
    round_.state = state
    round_.save(update_fields=["state"])
    record(
        by=by,
        action=f"eligibility.{action}",
        text=f"{verb} đợt xét “{round_.name}”",
        subject=round_,
        body=round_.department,
    )
    return round_


def _codes(awards: Iterable[str], on: dt.date) -> list[str]:
    """The codes in the order of the rulebook; exactly the usual ones are kept as none."""
    asked = set(awards)
    known = {info.code: info for kind in awards_by_kind(on) for info in kind[1]}
    if unknown := sorted(asked - set(known)):
        raise WrongState(
            f"Văn bản áp dụng ngày {short_date(on)} không có khen thưởng mã {', '.join(unknown)}. "
            "Chọn trong danh mục.",
            field="awards",
        )
    usual = {code for code, info in known.items() if info.usual}
    return [] if asked == usual else [code for code in award_index() if code in asked]


def _check(department: Body, year: int, name: str, received_on: dt.date) -> None:
    today = timezone.localdate()
    if not name:
        raise WrongState("Ghi tên đợt xét, ví dụ: Tổng kết năm 2026.", field="name")
    if len(name) > 200:
        raise WrongState("Tên đợt xét dài quá 200 ký tự. Rút gọn tên.", field="name")
    if not FIRST_YEAR <= year <= today.year + 1:
        raise WrongState(
            f"Năm xét phải từ {FIRST_YEAR} đến {today.year + 1}. Kiểm tra lại năm.", field="year"
        )
    if received_on.year < year:
        raise WrongState(
            f"Ngày nhận hồ sơ {short_date(received_on)} trước năm xét {year}. "
            f"Hồ sơ năm {year} được nhận từ 01/01/{year}.",
            field="received_on",
        )
    if received_on.year > year + 1:
        raise WrongState(
            f"Ngày nhận hồ sơ {short_date(received_on)} muộn hơn năm xét {year} quá một năm. "
            "Kiểm tra lại ngày, hoặc mở đợt xét cho năm sau.",
            field="received_on",
        )
    if received_on > today + FURTHEST_AHEAD:
        raise WrongState(
            f"Ngày nhận hồ sơ {short_date(received_on)} còn hơn một năm nữa, chưa biết văn bản "
            "nào sẽ áp dụng. Kiểm tra lại ngày.",
            field="received_on",
        )
    if Round.objects.filter(department=department, year=year, name=name).exists():
        raise _name_taken(year, name)


def _name_taken(year: int, name: str) -> WrongState:
    return WrongState(
        f"Năm {year} đã có đợt xét “{name}”. Đặt tên khác hoặc mở đợt đã có.", field="name"
    )
