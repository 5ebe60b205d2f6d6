"""Django app bonuses: payments are made the moment a decision is issued, and bound in the fund."""

from django.apps import AppConfig


class BonusesConfig(AppConfig):
    name = "thidua.bonuses"

    def ready(self) -> None:
        from thidua.bonuses import actions
        from thidua.bonuses.queries.findings import findings
        from thidua.bonuses.queries.payments import handed_over
        from thidua.decisions.queries.amended import ask_paymaster
        from thidua.decisions.queries.checks import add_source
        from thidua.kit import events

        events.decision_issued.subscribe(actions.pay_for_decision)
        events.awards_cancelled.subscribe(actions.drop_cancelled)
        events.reward_returned.subscribe(actions.take_in_recovered)
        add_source(findings)
        ask_paymaster(handed_over)
