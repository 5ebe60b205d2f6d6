"""Bodies (cơ quan, đơn vị) and what is known of a collective for one year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Body(models.Model):
    """A public body or one of its units; a unit's parent is the body that manages its staff."""

    class Kind(models.TextChoices):
        PROVINCE = "ubnd_tinh", "UBND tỉnh"
        DEPARTMENT = "so", "Sở, ban, ngành"
        LEADERSHIP = "lanh_dao", "Lãnh đạo cơ quan"
        OFFICE = "van_phong", "Văn phòng"
        DIVISION = "phong", "Phòng chuyên môn"
        BRANCH = "chi_cuc", "Chi cục"
        CENTRE = "trung_tam", "Trung tâm"
        SCHOOL = "truong", "Trường"
        FUND = "quy", "Quỹ"
        BOARD = "ban", "Ban"
        OTHER = "khac", "Đơn vị khác"

    class Level(models.TextChoices):
        CENTRAL = "trung_uong", "Trung ương"
        PROVINCE = "tinh", "Cấp tỉnh"
        DISTRICT = "huyen", "Cấp huyện (đến 30/6/2025)"
        COMMUNE = "xa", "Cấp xã"

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)
    folded_name = models.CharField(max_length=200, db_index=True, editable=False)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    level = models.CharField("cấp", max_length=20, choices=Level, default=Level.PROVINCE)
    # Symbol in document numbers (SNV in 12/QĐ-SNV) and the place named beside the date.
    symbol = models.CharField("ký hiệu", max_length=20, blank=True)
    place = models.CharField("địa danh", max_length=80, blank=True)
    # Key of the body's own regulation in the rulebook's `local` folder.
    rulebook_scope = models.CharField(max_length=80, blank=True)
    order = models.PositiveIntegerField("thứ tự", default=0)
    founded_on = models.DateField("ngày thành lập", null=True, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)
    # When a fact of the collective last changed; answers of the law before it may be stale.
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], condition=Q(closed_on=None), name="body_name_in_parent"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(founded_on=None)
                | Q(closed_on__gte=models.F("founded_on")),
                name="body_closed_after_founded",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def department(self) -> Body:
        """The body that keeps the records: the unit's parent, or the body itself."""
        if self.kind in {self.Kind.DEPARTMENT, self.Kind.PROVINCE} or self.parent is None:
            return self
        return self.parent


class BodyName(models.Model):
    """A name that a body bore or is known by in old papers, with its dates where known."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "folded_name"], name="body_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class CollectiveYear(models.Model):
    """Facts of a collective for one year: rating, head counts, rank in its cluster."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    rating = models.CharField("xếp loại", max_length=30, blank=True)
    members = models.PositiveIntegerField("số người", null=True, blank=True)
    members_completing = models.PositiveIntegerField(
        "số người hoàn thành nhiệm vụ", null=True, blank=True
    )
    worst_discipline = models.CharField("kỷ luật nặng nhất", max_length=30, blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="collective_year_once"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.year}"
