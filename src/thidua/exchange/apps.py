"""Django app exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "thidua.exchange"
