"""Every body that is there gets its first placement: where it stands today, from its beginning."""

from django.db import migrations


def place(apps, schema_editor):
    Body = apps.get_model("organisations", "Body")
    Placement = apps.get_model("organisations", "Placement")
    placed = Placement.objects.values("body")
    Placement.objects.bulk_create(
        [
            Placement(body_id=pk, parent_id=parent, kind=kind, level=level)
            for pk, parent, kind, level in Body.objects.exclude(pk__in=placed).values_list(
                "pk", "parent_id", "kind", "level"
            )
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0003_through_time"),
    ]

    operations = [
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
