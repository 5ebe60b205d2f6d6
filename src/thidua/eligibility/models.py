"""Rounds, the facts each answer stood on, the answers, and findings of people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

ONE_SUBJECT = Q(person=None, collective__isnull=False) | Q(person__isnull=False, collective=None)


class Round(models.Model):
    """A yearly round of a body (đợt xét): the day files are received selects the law."""

    class State(models.TextChoices):
        OPEN = "open", "Đang xét"
        CLOSED = "closed", "Đã đóng"

    department = models.ForeignKey(
        "organisations.Body", on_delete=models.PROTECT, related_name="rounds"
    )
    year = models.PositiveSmallIntegerField("năm")
    name = models.CharField("tên đợt xét", max_length=200)
    received_on = models.DateField("ngày nhận hồ sơ để thẩm định")
    # Codes of the awards considered; empty: the usual ones of the rulebook.
    awards = models.JSONField("khen thưởng đưa vào xét", default=list, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    screened_at = models.DateTimeField("quét lúc", null=True, blank=True)
    created_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["department", "year", "name"], name="round_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class Subject(models.Model):
    """A person or a collective inside a round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="%(class)s_set")
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    collective = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        abstract = True


class FactsSnapshot(Subject):
    """The facts file (thidua-facts/1) as it was when the law was asked, with undecided claims."""

    facts = models.JSONField()
    claims = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_SUBJECT, name="snapshot_one_subject")]

    def __str__(self) -> str:
        return self.digest[:12]


class Assessment(Subject):
    """One answer of the law about one subject and award. Never changed; a newer one replaces it."""

    snapshot = models.ForeignKey(FactsSnapshot, on_delete=models.PROTECT, related_name="answers")
    award_code = models.CharField(max_length=40)
    verdict = models.CharField(max_length=30)
    # Verdict by the last known text, when the text of the day is not loaded (tạm tính).
    provisional = models.CharField(max_length=30, blank=True)
    unmet = models.PositiveSmallIntegerField(default=0)
    to_confirm = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    tree = models.JSONField()
    instruments = models.JSONField(default=list)
    assessed_at = models.DateTimeField(auto_now_add=True)
    assessed_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_current = models.BooleanField(default=True)
    # Of the facts and the whole answer: an equal one is not written again.
    fingerprint = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="assessment_one_subject"),
            models.UniqueConstraint(
                fields=["round", "person", "award_code"],
                condition=Q(is_current=True, person__isnull=False),
                name="one_current_answer_person",
            ),
            models.UniqueConstraint(
                fields=["round", "collective", "award_code"],
                condition=Q(is_current=True, collective__isnull=False),
                name="one_current_answer_collective",
            ),
        ]
        indexes = [models.Index(fields=["round", "is_current", "award_code", "verdict"])]

    def __str__(self) -> str:
        return f"{self.award_code}: {self.verdict}"


class Finding(Subject):
    """What only people can judge, recorded: who found it, when, on what evidence."""

    about = models.CharField("về điều kiện", max_length=120)
    statement = models.CharField(max_length=500)
    holds = models.BooleanField("đạt")
    evidence = models.CharField("căn cứ, minh chứng", max_length=500)
    decided_by = models.CharField("người, hội đồng kết luận", max_length=200)
    decided_on = models.DateField("ngày kết luận")
    recorded_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="finding_one_subject"),
            models.UniqueConstraint(
                fields=["round", "person", "about"],
                condition=Q(withdrawn_at=None, person__isnull=False),
                name="one_finding_person",
            ),
            models.UniqueConstraint(
                fields=["round", "collective", "about"],
                condition=Q(withdrawn_at=None, collective__isnull=False),
                name="one_finding_collective",
            ),
        ]

    def __str__(self) -> str:
        return self.about


class KeptColumns(models.Model):
    """The facts of the people of a body as columns (eligibility.columns), beside the rows they
    came from. Each use compares them with the rows and reads anew what changed."""

    department = models.OneToOneField(
        "organisations.Body", on_delete=models.CASCADE, related_name="+"
    )
    content = models.BinaryField()
    people = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.department_id}: {self.people}"
