"""Django app eligibility."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "thidua.eligibility"
