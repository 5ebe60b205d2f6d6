"""Django app accounts; its rows follow persons whose records are merged."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "thidua.accounts"

    def ready(self) -> None:
        from thidua.accounts.actions.following import follow_person
        from thidua.kit import events

        events.person_moved.subscribe(follow_person)
