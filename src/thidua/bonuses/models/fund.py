"""Funds of a body by year, and their ledger that only grows."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

LARGEST = 10**15


class Fund(models.Model):
    """One fund of a body for one year; the two kinds have ledgers of their own.

    NĐ 152/2025/NĐ-CP Điều 46 to 48. The bonus fund of Nghị định 73/2024/NĐ-CP (10 percent of the
    salary fund) is outside the emulation and commendation fund.
    """

    class Kind(models.TextChoices):
        COMMENDATION = "commendation", "Quỹ thi đua, khen thưởng"
        SALARY_BONUS = "salary_bonus", "Quỹ tiền thưởng (Nghị định 73/2024/NĐ-CP)"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="award_funds"
    )
    kind = models.CharField("loại quỹ", max_length=20, choices=Kind)
    year = models.PositiveSmallIntegerField("năm")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_on = models.DateField("ngày khóa sổ", null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["department", "kind", "year"], name="one_fund_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} năm {self.year}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class LedgerQuerySet(models.QuerySet["FundEntry"]):
    """Reads and adds; a written line is never changed or taken out."""

    def update(self, **_: Any) -> NoReturn:
        raise TypeError("a ledger is corrected by reversing entries, never changed")

    def delete(self) -> NoReturn:
        raise TypeError("a ledger is corrected by reversing entries, never shortened")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a ledger is corrected by reversing entries, never changed")


class FundEntry(models.Model):
    """One line of the ledger of a fund, a link of its hash chain; money is whole đồng.

    Income, allocations, commitments and spending count upwards with a positive amount; a line that
    takes back an earlier one has the same amount with the other sign.
    """

    class Sort(models.TextChoices):
        INCOME = "income", "Nguồn"
        ALLOCATION = "allocation", "Phân bổ"
        COMMITMENT = "commitment", "Cam kết chi"
        SPENDING = "spending", "Chi"
        CLOSING = "closing", "Kết chuyển"

    class Item(models.TextChoices):
        # income
        BUDGET = "budget", "Ngân sách nhà nước"
        CONTRIBUTION = "contribution", "Đóng góp của cá nhân, tổ chức"
        CARRIED_IN = "carried_in", "Số dư năm trước chuyển sang"
        RECOVERED = "recovered", "Thu hồi tiền thưởng"
        OTHER_INCOME = "other_income", "Nguồn khác"
        # allocations and spending
        REWARD = "reward", "Tiền thưởng"
        OBJECTS = "objects", "In, làm hiện vật: bằng, khung, huy hiệu, cờ"
        LAUNCH = "launch", "Phát động, tổ chức phong trào"
        PROPAGANDA = "propaganda", "Tuyên truyền, nhân điển hình"
        REVIEW = "review", "Sơ kết, tổng kết"
        INSPECTION = "inspection", "Kiểm tra, giám sát"
        COUNCIL = "council", "Họp hội đồng"
        STUDY = "study", "Học tập, trao đổi kinh nghiệm"
        SALARY_BONUS = "salary_bonus", "Thưởng định kỳ, đột xuất theo Nghị định 73/2024/NĐ-CP"
        # year's end
        CARRIED_OUT = "carried_out", "Chuyển số dư sang năm sau"
        GIVEN_BACK = "given_back", "Nộp trả ngân sách"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="entries")
    # The kind of the fund again, so that the data base itself keeps the two apart.
    fund_kind = models.CharField(max_length=20, choices=Fund.Kind, editable=False)
    sequence = models.PositiveIntegerField("số thứ tự")
    day = models.DateField("ngày")
    sort = models.CharField("loại", max_length=20, choices=Sort)
    item = models.CharField("khoản", max_length=20, choices=Item)
    amount = models.BigIntegerField("số tiền")
    unit = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.ForeignKey(
        "decisions.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="fund_entries",
    )
    text = models.CharField("nội dung", max_length=300)
    document_number = models.CharField("số chứng từ, văn bản", max_length=120, blank=True)
    document_on = models.DateField("ngày chứng từ", null=True, blank=True)
    file = models.FileField("tệp chứng từ", upload_to="quy/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    previous_hash = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["fund", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "sequence"], name="fund_entry_place_once"),
            models.CheckConstraint(
                condition=~Q(amount=0) & Q(amount__lt=LARGEST) & Q(amount__gt=-LARGEST),
                name="fund_entry_amount",
            ),
            models.CheckConstraint(
                condition=Q(fund_kind="commendation", sort__in=["income", "allocation",
                    "commitment", "spending", "closing"])
                & ~Q(item="salary_bonus")
                | Q(fund_kind="salary_bonus", decision=None)
                & Q(sort__in=["income", "spending", "closing"])
                & Q(item__in=["budget", "other_income", "carried_in", "salary_bonus",
                    "carried_out", "given_back"]),
                name="funds_are_never_mixed",
            ),
            models.CheckConstraint(
                condition=Q(
                    sort="income",
                    item__in=["budget", "contribution", "carried_in", "recovered", "other_income"],
                )
                | Q(sort="commitment", item="reward", decision__isnull=False)
                | Q(sort="closing", item__in=["carried_out", "given_back"])
                | Q(
                    sort__in=["allocation", "spending"],
                    item__in=["reward", "objects", "launch", "propaganda", "review", "inspection",
                        "council", "study", "salary_bonus"],
                ),
                name="fund_entry_sort_and_item",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["decision", "sort"], name="fund_entry_of_decision")]

    def __str__(self) -> str:
        return f"{self.fund} {self.sequence}: {self.amount}"

    def save(self, *args: Any, **more: Any) -> None:
        if not self._state.adding:
            raise TypeError("a ledger is corrected by reversing entries, never changed")
        more["force_insert"] = True
        super().save(*args, **more)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a ledger is corrected by reversing entries, never shortened")
