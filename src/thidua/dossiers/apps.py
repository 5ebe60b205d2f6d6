"""Django app dossiers; it listens to councils for results of motions."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "thidua.dossiers"

    def ready(self) -> None:
        from thidua.dossiers.actions import motion_decided
        from thidua.dossiers.actions.council_records import record_signed
        from thidua.dossiers.actions.following import follow_person
        from thidua.kit import events

        events.motion_decided.subscribe(motion_decided)
        events.record_signed.subscribe(record_signed)
        events.person_moved.subscribe(follow_person)
