"""Dated facts about persons: ratings, discipline, leave, matters under review, leaving the body."""

from __future__ import annotations

from django.db import models

from thidua.people.models.persons import Person


class Grade(models.TextChoices):
    """Yearly rating of task completion (NĐ 335/2025, NĐ 90/2020)."""

    EXCELLENT = "hoan_thanh_xuat_sac", "Hoàn thành xuất sắc nhiệm vụ"
    GOOD = "hoan_thanh_tot", "Hoàn thành tốt nhiệm vụ"
    DONE = "hoan_thanh", "Hoàn thành nhiệm vụ"
    NOT_DONE = "khong_hoan_thanh", "Không hoàn thành nhiệm vụ"


class Rating(models.Model):
    """The rating of a person for one year."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ratings")
    year = models.PositiveSmallIntegerField("năm")
    grade = models.CharField("xếp loại", max_length=30, choices=Grade)
    source = models.CharField("nguồn", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="rating_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.get_grade_display()}"


class DatedFact(models.Model):
    """Something true of a person from one day, until another or still."""

    from_date = models.DateField("từ ngày", null=True, blank=True)
    to_date = models.DateField("đến ngày", null=True, blank=True)
    decision_number = models.CharField("số quyết định, văn bản", max_length=60, blank=True)
    note = models.CharField("nội dung", max_length=300, blank=True)

    class Meta:
        abstract = True


class Discipline(DatedFact):
    """A disciplinary measure and the time it is in force."""

    class Measure(models.TextChoices):
        REPRIMAND = "khien_trach", "Khiển trách"
        WARNING = "canh_cao", "Cảnh cáo"
        SALARY_CUT = "ha_bac_luong", "Hạ bậc lương"
        DEMOTION = "giang_chuc", "Giáng chức"
        REMOVAL = "cach_chuc", "Cách chức"
        DISMISSAL = "buoc_thoi_viec", "Buộc thôi việc"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="disciplines")
    measure = models.CharField("hình thức", max_length=20, choices=Measure)

    def __str__(self) -> str:
        return self.get_measure_display()


class Leave(DatedFact):
    """An absence that may matter for the service counted in a year."""

    class Kind(models.TextChoices):
        MATERNITY = "thai_san", "Nghỉ thai sản"
        SICK = "om", "Nghỉ ốm"
        STUDY = "hoc_tap", "Đi học"
        UNPAID = "khong_luong", "Nghỉ không lương"
        INJURY = "dieu_tri_thuong_tich", "Điều trị thương tích"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaves")
    kind = models.CharField("loại", max_length=30, choices=Kind)

    def __str__(self) -> str:
        return self.get_kind_display()


class PendingMatter(DatedFact):
    """A matter not yet concluded that holds commendation (NĐ 152/2025 Điều 4 khoản 4)."""

    class Kind(models.TextChoices):
        COMPLAINT = "khieu_nai", "Khiếu nại"
        DENUNCIATION = "to_cao", "Tố cáo"
        INVESTIGATION = "dieu_tra", "Điều tra"
        INSPECTION = "thanh_tra", "Thanh tra, kiểm tra"
        DISCIPLINE = "ky_luat", "Đang xem xét kỷ luật"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pending_matters")
    kind = models.CharField("loại", max_length=20, choices=Kind)

    def __str__(self) -> str:
        return self.get_kind_display()


class Departure(DatedFact):
    """Somebody leaves the body from a day; `to_date` is the day before they came back, if ever."""

    class Kind(models.TextChoices):
        TRANSFER = Person.Status.TRANSFERRED.value, "Chuyển công tác"
        RETIREMENT = Person.Status.RETIRED.value, "Nghỉ hưu"
        RESIGNATION = Person.Status.LEFT.value, "Thôi việc"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="departures")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    destination = models.CharField("nơi đến", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(to_date=None), name="one_open_departure"
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
