"""Django app register; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "thidua.register"

    def ready(self) -> None:
        from thidua.kit import events
        from thidua.register.actions.following import follow_person

        events.person_moved.subscribe(follow_person)
