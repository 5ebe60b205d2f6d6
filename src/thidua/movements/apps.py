"""Django app movements; its rows follow merged persons, its cards hang on clusters' pages."""

from django.apps import AppConfig


class MovementsConfig(AppConfig):
    name = "thidua.movements"

    def ready(self) -> None:
        from thidua.kit import events
        from thidua.movements.actions import follow_person
        from thidua.movements.queries.panels import movement_panel, pledge_panel
        from thidua.organisations.queries.clusters import show_on_clusters

        events.person_moved.subscribe(follow_person)
        show_on_clusters(pledge_panel)
        show_on_clusters(movement_panel)
