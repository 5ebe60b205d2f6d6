"""Bodies (cơ quan, đơn vị) through time, and what is known of a collective for one year.

`Placement` says under whom, of which kind and level a body stood from a day on; `BodyEvent` records
what happened to bodies, on what legal basis. `Body.parent`, `kind`, `level` and `name` are those of
the last placement and the last name, kept by the actions for lists of today.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.kit.names.named import Named, NameIndex


class Body(Named):
    """A public body or one of its units; a unit's parent is the body that manages its staff."""

    class Kind(models.TextChoices):
        MINISTRY = "bo", "Bộ, cơ quan ngang bộ"
        TERRITORY = "dia_phuong", "Tỉnh, thành phố"
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
    # Known from the catalogue that comes with the program: looked up by everyone, kept by nobody.
    in_catalogue = models.BooleanField(default=False, editable=False)
    # Key of the body's own regulation in the rulebook's `local` folder.
    rulebook_scope = models.CharField(max_length=80, blank=True)
    order = models.PositiveIntegerField("thứ tự", default=0)
    founded_on = models.DateField("ngày thành lập", null=True, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)
    # When a fact of the collective last changed; answers of the law before it may be stale.
    changed_at = models.DateTimeField(null=True, editable=False)

    # One shelf for all bodies: they are few, and who sees which is asked of the rows.
    name_index = NameIndex(3, "name", "folded_name")

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
        """The body that keeps the records: the nearest one above that is no unit, or itself."""
        body = self
        while body.kind not in NOT_UNITS and body.parent is not None:
            body = body.parent
        return body


# Kinds of bodies that keep records of their own; everything else is a unit of one of them.
NOT_UNITS = (Body.Kind.MINISTRY, Body.Kind.TERRITORY, Body.Kind.PROVINCE, Body.Kind.DEPARTMENT)


class BodyEvent(models.Model):
    """What happened to bodies on a day: renamed, joined, divided, moved, ended; with its basis."""

    class Kind(models.TextChoices):
        RENAME = "doi_ten", "Đổi tên"
        ABSORB = "sap_nhap", "Sáp nhập"
        JOIN = "hop_nhat", "Hợp nhất"
        DIVIDE = "chia", "Chia"
        SEPARATE = "tach", "Tách"
        REORGANISE = "to_chuc_lai", "Tổ chức lại"
        FUNCTION = "chuyen_chuc_nang", "Chuyển chức năng, nhiệm vụ"
        MOVE = "chuyen_co_quan", "Chuyển cơ quan quản lý"
        KIND = "doi_loai", "Đổi loại hình, cấp"
        CLOSE = "giai_the", "Giải thể, kết thúc hoạt động"

    kind = models.CharField("loại việc", max_length=20, choices=Kind)
    # First day of the new order; what ended was there until the day before.
    effective_on = models.DateField("có hiệu lực từ ngày", db_index=True)
    document_number = models.CharField("số văn bản", max_length=60)
    document_issuer = models.CharField("cơ quan ban hành", max_length=160, blank=True)
    document_date = models.DateField("ngày văn bản", null=True, blank=True)
    # The tasks handed over, in the words of the document.
    function = models.CharField("chức năng, nhiệm vụ", max_length=300, blank=True)
    citation = models.CharField("căn cứ ghi trong nguồn", max_length=300, blank=True)
    confidence = models.CharField("độ tin cậy", max_length=4, blank=True)
    # Key of the line in the catalogue, so that loading it twice changes nothing.
    catalogue_key = models.CharField(max_length=120, blank=True, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    # What the act did, in sentences, for the page that asks before it is done; not stored.
    told: tuple[str, ...] = ()

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue_key"],
                condition=~Q(catalogue_key="") & Q(undone_at=None),
                name="body_event_once_from_catalogue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"

    @property
    def parts_in_order(self) -> list[EventPart]:
        """What was there before, then what came of it."""
        order = list(EventPart.Role.values)
        return sorted(self.parts.all(), key=lambda part: order.index(part.role))


class EventPart(models.Model):
    """A body in an event, the part it plays, and its name then."""

    class Role(models.TextChoices):
        CHANGED = "thay_doi", "Thay đổi"
        ENDED = "cham_dut", "Kết thúc hoạt động"
        GAVE = "chuyen_giao", "Chuyển giao, vẫn hoạt động"
        RECEIVED = "tiep_nhan", "Tiếp nhận"
        FORMED = "thanh_lap", "Thành lập"

    event = models.ForeignKey(BodyEvent, on_delete=models.CASCADE, related_name="parts")
    # Empty only when the event was taken back and the body that it formed went with it.
    body = models.ForeignKey(Body, null=True, on_delete=models.SET_NULL, related_name="event_parts")
    role = models.CharField("vai", max_length=20, choices=Role)
    name = models.CharField("tên khi đó", max_length=200)
    # Where the people of a body that ended went, so that the event can be taken back.
    people_to = models.ForeignKey(Body, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "body"], name="body_once_in_event"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_role_display()}"


class Placement(models.Model):
    """Parent, kind and level of a body from a day until its next placement or its end.

    The first one has no day: it holds from the body's beginning. Since only beginnings are
    stored, two placements can neither overlap nor leave a gap.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="placements")
    parent = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="placements_under"
    )
    kind = models.CharField("loại", max_length=20, choices=Body.Kind)
    level = models.CharField("cấp", max_length=20, choices=Body.Level)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    event = models.ForeignKey(
        BodyEvent, null=True, on_delete=models.PROTECT, related_name="placements"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "valid_from"], name="placement_once_a_day"),
            models.UniqueConstraint(
                fields=["body"], condition=Q(valid_from=None), name="placement_one_first"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("body")),
                name="placement_not_under_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} < {self.parent_id}"


class BodyName(Named):
    """A name that a body bore or is known by in old papers, with its dates where known."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    event = models.ForeignKey(BodyEvent, null=True, on_delete=models.PROTECT, related_name="names")

    name_index = NameIndex(4, "name", "folded_name")

    class Meta:
        constraints = [
            # A body may come back to a name that it bore before: one line for each time.
            models.UniqueConstraint(
                fields=["body", "folded_name"], condition=Q(event=None), name="body_name_once"
            ),
            models.UniqueConstraint(fields=["body", "event"], name="body_name_once_an_event"),
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


class HistoryRecognition(models.Model):
    """A person's decision that awards of a predecessor count for a body, up to a day.

    Without a standing decision the predecessor's history is evidence and nothing more.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recognitions")
    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="recognised_for")
    # Awards decided on or before this day count.
    up_to = models.DateField("tính khen thưởng đến hết ngày")
    decided_by = models.CharField("người quyết định", max_length=150)
    decided_on = models.DateField("ngày quyết định")
    document_number = models.CharField("số văn bản", max_length=60)
    basis = models.CharField("căn cứ", max_length=300)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawal_reason = models.CharField("lý do rút", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "predecessor"],
                condition=Q(withdrawn_at=None),
                name="recognition_one_standing",
            ),
            models.CheckConstraint(
                condition=~Q(body=models.F("predecessor")), name="recognition_of_another_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.body_id}"
