"""Practice records are never laid beside real ones: what a database may hold before they come."""

from __future__ import annotations

from thidua.cli.practice.place import Unusable

# Codes of practice bodies begin so.
PRACTICE = "thuc-hanh-"


def refuse_real_records() -> None:
    """Raise Unusable where the database holds bodies or accounts that are not for practice."""
    from django.db.models import Q

    from thidua.accounts.models import User
    from thidua.organisations.models import Body

    departments = Body.objects.filter(kind=Body.Kind.DEPARTMENT)
    own = Q(code__startswith=PRACTICE) | Q(in_catalogue=True)
    foreign = departments.exclude(own).first()
    if foreign is not None or (
        not departments.filter(code__startswith=PRACTICE).exists() and User.objects.exists()
    ):
        name = foreign.name if foreign else "các tài khoản đã tạo"
        raise Unusable(
            f"Cơ sở dữ liệu này đang giữ dữ liệu thật ({name}). Đơn vị thực hành chỉ được nạp vào "
            "cơ sở dữ liệu trống; tạo một cơ sở dữ liệu mới rồi đặt lại THIDUA_DATABASE_URL.",
            "This database holds real records. Load the practice department into an empty one.",
        )
