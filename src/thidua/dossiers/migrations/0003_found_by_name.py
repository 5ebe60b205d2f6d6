"""The titles of dossiers on their shelves."""

from django.db import migrations, models

from thidua.kit.names.named import NameIndex
from thidua.kit.names.upkeep import fill

INDEX = NameIndex(5, "title", "folded_title", "department_id")


def note(apps, _editor):
    fill(apps.get_model("dossiers", "Dossier"), INDEX)


class Migration(migrations.Migration):

    dependencies = [
        ("names", "0001_initial"),
        ("dossiers", "0002_submitted_by"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["department", "folded_title"], name="dossier_by_title"),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
