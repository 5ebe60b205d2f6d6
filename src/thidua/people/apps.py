"""Django app people; posts follow bodies that are merged, divided or closed."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "thidua.people"

    def ready(self) -> None:
        from thidua.kit import events
        from thidua.people.actions.succession import follow_bodies, restore_bodies

        events.bodies_replaced.subscribe(follow_bodies)
        events.bodies_restored.subscribe(restore_bodies)
