"""Django app desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "thidua.desk"
