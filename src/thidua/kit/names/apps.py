"""Django app of the distinct names."""

from django.apps import AppConfig


class NamesConfig(AppConfig):
    name = "thidua.kit.names"
    label = "names"
