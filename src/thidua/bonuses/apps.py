"""Django app bonuses: payments are made the moment a decision is issued."""

from django.apps import AppConfig


class BonusesConfig(AppConfig):
    name = "thidua.bonuses"

    def ready(self) -> None:
        from thidua.bonuses.actions import pay_for_decision
        from thidua.kit import events

        events.decision_issued.subscribe(pay_for_decision)
