"""Django app exchange; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "thidua.exchange"

    def ready(self) -> None:
        from thidua.exchange.actions.following import follow_person
        from thidua.kit import events

        events.person_moved.subscribe(follow_person)
