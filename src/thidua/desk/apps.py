"""Django app desk; hangs the counts of waiting things on the links of the shell."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "thidua.desk"

    def ready(self) -> None:
        from thidua.accounts.navigation import count_with
        from thidua.desk.queries import shell_counts

        count_with(shell_counts)
