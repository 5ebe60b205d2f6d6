"""Django app bonuses."""

from django.apps import AppConfig


class BonusesConfig(AppConfig):
    name = "thidua.bonuses"
