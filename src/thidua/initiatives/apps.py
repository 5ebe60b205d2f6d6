"""Django app initiatives."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "thidua.initiatives"
