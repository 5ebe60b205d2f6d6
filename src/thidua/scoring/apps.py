"""Django app scoring; its rankings hang on the pages of clusters."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "thidua.scoring"

    def ready(self) -> None:
        from thidua.organisations.queries.clusters import show_on_clusters
        from thidua.scoring.queries.panels import ranking_panel

        show_on_clusters(ranking_panel)
