"""Django app initiatives; it follows persons who are merged and hears what councils said."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "thidua.initiatives"

    def ready(self) -> None:
        from thidua.initiatives.actions import follow_person, motion_decided
        from thidua.kit import events

        events.motion_decided.subscribe(motion_decided)
        events.person_moved.subscribe(follow_person)
