"""Number books of the decisions numbered so far; numbers skipped then were used elsewhere."""

from django.db import migrations


def fill(apps, _editor):
    books = apps.get_model("decisions", "NumberBook").objects
    slots = apps.get_model("decisions", "DecisionNumber").objects
    decisions = apps.get_model("decisions", "Decision").objects
    numbered = decisions.filter(number__isnull=False, year__isnull=False)
    pairs = numbered.order_by().values_list("department_id", "year").distinct()
    for department, year in sorted(pairs):
        held = {
            one.number: one
            for one in numbered.filter(department_id=department, year=year).only("number", "state")
        }
        first, last = min(held), max(held)
        book = books.create(department_id=department, year=year, first=first, last=last)
        model = slots.model
        slots.bulk_create(
            [
                model(
                    book=book,
                    number=number,
                    decision=held.get(number),
                    state="elsewhere"
                    if number not in held
                    else "used"
                    if held[number].state == "issued"
                    else "reserved",
                )
                for number in range(first, last + 1)
            ],
            batch_size=500,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("decisions", "0004_numbers_signing_amending"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
