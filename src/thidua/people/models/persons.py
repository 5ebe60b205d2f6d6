"""Persons, the identity number kept apart and encrypted, and posts held with dates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from thidua.kit.names.named import Named, NamedManager, NameIndex


class StandingPersons(NamedManager["Person"]):
    """Records that stand for a person; those merged into another are left out of every list."""

    def get_queryset(self) -> models.QuerySet[Person]:
        return super().get_queryset().filter(merged_into=None)


class Person(Named):
    """One person, one record; `unit`, `position` and `group` repeat the present post for lists."""

    # Status of a record merged into another; it is in no list of choices.
    MERGED = "da_gop"

    class Gender(models.TextChoices):
        FEMALE = "female", "Nữ"
        MALE = "male", "Nam"

    class Group(models.TextChoices):
        DIRECT_WORKER = "direct_worker", "Người trực tiếp công tác"
        HEAD_OF_DIVISION = "head_of_division", "Lãnh đạo phòng, đơn vị"
        HEAD_OF_DEPARTMENT = "head_of_department", "Lãnh đạo Sở"

    class Employment(models.TextChoices):
        OFFICIAL = "can_bo", "Cán bộ"
        CIVIL_SERVANT = "cong_chuc", "Công chức"
        PUBLIC_EMPLOYEE = "vien_chuc", "Viên chức"
        CONTRACT = "hop_dong", "Hợp đồng lao động"
        OTHER = "khac", "Khác"

    class Status(models.TextChoices):
        WORKING = "dang_lam_viec", "Đang làm việc"
        SECONDED = "biet_phai", "Biệt phái"
        STUDYING = "di_hoc", "Đi học"
        TRANSFERRED = "chuyen_di", "Đã chuyển công tác"
        RETIRED = "nghi_huu", "Đã nghỉ hưu"
        LEFT = "thoi_viec", "Đã thôi việc"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="people_kept"
    )
    unit = models.ForeignKey(
        "organisations.Body", null=True, on_delete=models.PROTECT, related_name="people"
    )
    code = models.CharField("mã cán bộ", max_length=20)
    full_name = models.CharField("họ và tên", max_length=120)
    folded_name = models.CharField(max_length=120, db_index=True, editable=False)
    # Given name first in Vietnamese order, so that both databases sort alike (kit.text.name_order).
    sort_key = models.CharField(max_length=600, db_index=True, editable=False)
    gender = models.CharField("giới tính", max_length=10, choices=Gender, blank=True)
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    born_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    party_member = models.BooleanField("đảng viên", null=True)
    position = models.CharField("chức vụ", max_length=120, blank=True)
    group = models.CharField("nhóm", max_length=30, choices=Group, blank=True)
    employment = models.CharField("loại lao động", max_length=20, choices=Employment, blank=True)
    recruited_on = models.DateField("ngày tuyển dụng", null=True, blank=True)
    joined_on = models.DateField("ngày về cơ quan", null=True, blank=True)
    left_on = models.DateField("ngày rời cơ quan", null=True, blank=True)
    status = models.CharField("tình trạng", max_length=20, choices=Status, default=Status.WORKING)
    note = models.TextField("ghi chú", blank=True)
    # The record that stands for this person since a merge; posts and all else went over to it.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    # When a fact of this person last changed; answers of the law given before it may be stale.
    changed_at = models.DateTimeField(null=True, auto_now=True)

    objects: ClassVar[NamedManager[Person]] = StandingPersons()
    everyone = NamedManager["Person"]()
    name_index = NameIndex(1, "full_name", "folded_name", "department_id")

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["department", "code"], name="person_code_in_department")
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def honorific(self) -> str:
        """Ông or Bà as papers need it; empty when the sex is not recorded."""
        return {"female": "Bà", "male": "Ông"}.get(self.gender, "")


class IdentityNumber(models.Model):
    """The 12-digit number: encrypted, found by a keyed digest, never in a list or a public page."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    cipher = models.BinaryField()
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return "(số định danh)"


class Post(models.Model):
    """A position held at a unit between two dates."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey("organisations.Body", on_delete=models.PROTECT, related_name="posts")
    title = models.CharField("chức vụ", max_length=120, blank=True)
    group = models.CharField("nhóm", max_length=30, choices=Person.Group, blank=True)
    from_date = models.DateField("từ ngày", null=True, blank=True)
    to_date = models.DateField("đến ngày", null=True, blank=True)
    # The papers by which the post was taken up and given up.
    basis = models.CharField("căn cứ nhận", max_length=200, blank=True)
    end_basis = models.CharField("căn cứ thôi", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(from_date=None) | Q(to_date__gte=F("from_date")),
                name="post_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title
