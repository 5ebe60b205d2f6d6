"""Django app legislation."""

from django.apps import AppConfig


class LegislationConfig(AppConfig):
    name = "thidua.legislation"
