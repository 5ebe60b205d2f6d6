"""Django app of the shared parts."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "thidua.kit"
