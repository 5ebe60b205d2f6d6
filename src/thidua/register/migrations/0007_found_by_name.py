"""The names of the book on their shelves, and the way from a name to its newest lines."""

from django.db import migrations, models

from thidua.kit.names.named import NameIndex
from thidua.kit.names.upkeep import fill

INDEX = NameIndex(2, "recipient_name", "recipient_folded", "department_id", "sequence")


def note(apps, _editor):
    fill(apps.get_model("register", "RegisterEntry"), INDEX)


class Migration(migrations.Migration):

    dependencies = [
        ("names", "0001_initial"),
        ("register", "0006_places_fixed"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(
                fields=["department", "recipient_folded", "-sequence"], name="register_found"
            ),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
