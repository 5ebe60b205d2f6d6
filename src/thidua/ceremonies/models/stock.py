"""Objects that a body keeps to hand over, and every movement of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StockItem(models.Model):
    """One kind of object; the balance is what the movements leave, kept beside them."""

    class Kind(models.TextChoices):
        BLANK = "blank", "Phôi bằng"
        FRAME = "frame", "Khung"
        MEDAL = "medal", "Huân chương, huy chương, kỷ niệm chương"
        BADGE = "badge", "Huy hiệu"
        BOX = "box", "Hộp"
        OTHER = "other", "Hiện vật khác"

    body = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="stock_items"
    )
    kind = models.CharField("loại", max_length=20, choices=Kind)
    name = models.CharField("tên", max_length=160)
    folded_name = models.CharField(max_length=160, editable=False)
    unit = models.CharField("đơn vị tính", max_length=30, default="cái")
    balance = models.PositiveIntegerField("tồn", default=0)
    low_at = models.PositiveIntegerField("báo khi còn dưới", default=0)
    # Award code, kind of awards, "*" for every award, empty where it belongs to none.
    target = models.CharField("đi kèm", max_length=60, blank=True)
    per_award = models.PositiveSmallIntegerField("số lượng mỗi trường hợp", default=1)

    class Meta:
        ordering = ["kind", "folded_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "name"], name="stock_item_name"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="stock_never_below_nought"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def low(self) -> bool:
        return self.balance < self.low_at


class StockMove(models.Model):
    """One movement; never changed, undone only by its opposite."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "Nhập"
        ISSUE = "issue", "Xuất"
        SPOILED = "spoiled", "Hỏng"
        RETURNED = "returned", "Nhập lại"

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    quantity = models.PositiveIntegerField("số lượng")
    balance_after = models.PositiveIntegerField("tồn sau đó")
    on = models.DateField("ngày")
    reason = models.CharField("lý do, chứng từ", max_length=300, blank=True)
    decision = models.ForeignKey(
        "decisions.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["item", "-id"], name="stock_moves_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="stock_move_moves_something")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.quantity} {self.item}"

    @property
    def adds(self) -> bool:
        return self.kind in {self.Kind.RECEIPT, self.Kind.RETURNED}

    @property
    def signed(self) -> int:
        return self.quantity if self.adds else -self.quantity
