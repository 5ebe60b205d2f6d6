"""Every entry has its place now: from here on places are needed and unique."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0005_carry_into_chain'),
    ]

    operations = [
        migrations.AlterField(
            model_name='registerentry',
            name='place',
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AlterField(
            model_name='registerentry',
            name='form',
            field=models.PositiveSmallIntegerField(default=2),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.UniqueConstraint(fields=('department', 'place'), name='register_place'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('source_ref', ''), _negated=True), models.Q(('state', 'withdrawn'), _negated=True)), fields=('department', 'source_ref'), name='register_source_once'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.CheckConstraint(condition=models.Q(('person', None), ('is_collective', False), _connector='OR'), name='register_person_line'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.CheckConstraint(condition=models.Q(('collective', None), ('is_collective', True), _connector='OR'), name='register_collective_line'),
        ),
        migrations.AddConstraint(
            model_name='registerentry',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['valid', 'revoked', 'withdrawn'])), name='register_state'),
        ),
    ]
