"""The titles of decisions on their shelves."""

from django.db import migrations, models

from thidua.kit.names.named import NameIndex
from thidua.kit.names.upkeep import fill
from thidua.kit.text import fold

INDEX = NameIndex(6, "title", "folded_title", "department_id")


def note(apps, _editor):
    decisions = apps.get_model("decisions", "Decision").objects
    for decision in decisions.only("title").iterator():
        decisions.filter(pk=decision.pk).update(folded_title=fold(decision.title)[:300])
    fill(apps.get_model("decisions", "Decision"), INDEX)


class Migration(migrations.Migration):

    dependencies = [
        ("names", "0001_initial"),
        ("decisions", "0002_papers_and_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="folded_title",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["department", "folded_title"], name="decision_by_title"),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
