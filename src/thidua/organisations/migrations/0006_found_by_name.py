"""The names of bodies, past and present, on their shelves."""

from django.db import migrations

from thidua.kit.names.named import NameIndex
from thidua.kit.names.upkeep import fill


def note(apps, _editor):
    fill(apps.get_model("organisations", "Body"), NameIndex(3, "name", "folded_name"))
    fill(apps.get_model("organisations", "BodyName"), NameIndex(4, "name", "folded_name"))


class Migration(migrations.Migration):

    dependencies = [
        ("names", "0001_initial"),
        ("organisations", "0005_people_to"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
