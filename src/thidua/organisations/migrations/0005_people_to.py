"""Where the people of a body that ended went."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("organisations", "0004_first_placements"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventpart",
            name="people_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="organisations.body",
            ),
        ),
    ]
