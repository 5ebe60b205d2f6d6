"""Django app targets; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "thidua.targets"

    def ready(self) -> None:
        from thidua.kit import events
        from thidua.targets.actions import follow_person

        events.person_moved.subscribe(follow_person)
