"""Django app scoring."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "thidua.scoring"
