"""Django app ceremonies: what the stock lacks is said beside a signature and before printing."""

from django.apps import AppConfig


class CeremoniesConfig(AppConfig):
    name = "thidua.ceremonies"

    def ready(self) -> None:
        from thidua.ceremonies.queries.stock import findings, print_note
        from thidua.decisions.queries.certificates import add_print_note
        from thidua.decisions.queries.checks import add_source

        add_source(findings)
        add_print_note(print_note)
