"""The table of single answers is gone: they lie in the urn, then in the tally file."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("councils", "0006_answers_into_the_urn")]

    operations = [migrations.DeleteModel(name="Ballot")]
