"""Django app eligibility; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "thidua.eligibility"

    def ready(self) -> None:
        from thidua.eligibility.actions.following import follow_person
        from thidua.kit import events

        events.person_moved.subscribe(follow_person)
