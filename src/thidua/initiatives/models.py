"""Initiatives, scientific topics and works with their level of recognition."""

from __future__ import annotations

from django.db import models


class Initiative(models.Model):
    """One initiative of one person; only `recognised` ones are facts for the law."""

    class Level(models.TextChoices):
        GRASSROOTS = "co_so", "Cơ sở"
        PROVINCE = "bo_nganh_tinh", "Bộ, ban, ngành, tỉnh"
        NATIONAL = "toan_quoc", "Toàn quốc"

    class Kind(models.TextChoices):
        INITIATIVE = "sang_kien", "Sáng kiến"
        TOPIC = "de_tai_khoa_hoc", "Đề tài khoa học"
        PROJECT = "de_an_khoa_hoc", "Đề án khoa học"
        WORK = "cong_trinh_khcn", "Công trình khoa học và công nghệ"
        COMBAT = "muu_tri_sang_tao", "Mưu trí, sáng tạo trong chiến đấu"

    class State(models.TextChoices):
        RECOGNISED = "recognised", "Đã công nhận"
        WAITING = "waiting", "Chờ công nhận"
        DOUBTFUL = "doubtful", "Cấp công nhận chưa rõ"

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="initiatives"
    )
    year = models.PositiveSmallIntegerField("năm")
    level = models.CharField("cấp công nhận", max_length=20, choices=Level, blank=True)
    kind = models.CharField("loại", max_length=20, choices=Kind)
    name = models.CharField("tên", max_length=300)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    recognised_on = models.DateField("ngày công nhận", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=20, choices=State)
    # What the initiative council said once its results were released; the head recognises.
    council_result = models.CharField("hội đồng xét", max_length=20, blank=True)
    council_score = models.CharField("điểm trung bình", max_length=20, blank=True)
    council_on = models.DateField("ngày họp hội đồng", null=True, blank=True)
    used_for = models.JSONField("đã dùng cho", default=list, blank=True)

    class Meta:
        ordering = ["-year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year", "name", "decision_number"], name="initiative_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def council_said(self) -> str:
        """`Hội đồng chấm 24,3/30, đạt`; empty before the council's results were released."""
        words = {"passed": "đạt", "failed": "không đạt", "undecided": "chưa có điểm đạt"}
        if not self.council_result:
            return ""
        score = f" {self.council_score}" if self.council_score else ""
        return f"Hội đồng chấm{score}, {words.get(self.council_result, 'chưa kết luận')}"
