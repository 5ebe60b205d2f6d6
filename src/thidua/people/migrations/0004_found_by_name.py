"""The names of persons on their shelves."""

from django.db import migrations

from thidua.kit.names.named import NameIndex
from thidua.kit.names.upkeep import fill

INDEX = NameIndex(1, "full_name", "folded_name", "department_id")


def note(apps, _editor):
    fill(apps.get_model("people", "Person"), INDEX)


class Migration(migrations.Migration):

    dependencies = [
        ("names", "0001_initial"),
        ("people", "0003_correction_merge_departure"),
    ]

    operations = [
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
