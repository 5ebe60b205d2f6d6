"""Django app movements; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class MovementsConfig(AppConfig):
    name = "thidua.movements"

    def ready(self) -> None:
        from thidua.kit import events
        from thidua.movements.actions import follow_person

        events.person_moved.subscribe(follow_person)
