"""Django app councils; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "thidua.councils"

    def ready(self) -> None:
        from thidua.councils.actions.following import follow_person
        from thidua.kit import events

        events.person_moved.subscribe(follow_person)
