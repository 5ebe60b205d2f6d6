"""Django app initiatives; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "thidua.initiatives"

    def ready(self) -> None:
        from thidua.initiatives.actions import follow_person
        from thidua.kit import events

        events.person_moved.subscribe(follow_person)
