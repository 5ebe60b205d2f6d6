"""Django app portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "thidua.portal"
