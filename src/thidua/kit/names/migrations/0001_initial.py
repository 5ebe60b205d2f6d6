"""The tables of distinct names, each laid out as its database reads it best."""

from django.db import migrations, models

TABLES = {
    "names_name": ("shelf", "text"),
    "names_word": ("shelf", "word"),
    "names_posting": ("shelf", "key", "text"),
}


def make(apps, schema_editor):
    for table, columns in TABLES.items():
        key = ", ".join(columns)
        texts = columns[1:]
        if schema_editor.connection.vendor == "sqlite":
            body = ", ".join(f"{c} text NOT NULL" for c in texts)
            schema_editor.execute(
                f"CREATE TABLE {table} (shelf integer NOT NULL, {body}, PRIMARY KEY ({key}))"
                " WITHOUT ROWID"
            )
        else:
            # Byte order, so that both databases rank alike; no unique key: see models.py.
            body = ", ".join(f'{c} text COLLATE "C" NOT NULL' for c in texts)
            schema_editor.execute(f"CREATE TABLE {table} (shelf bigint NOT NULL, {body})")
            schema_editor.execute(f"CREATE INDEX {table}_key ON {table} ({key})")


def drop(apps, schema_editor):
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


def model(name, *columns):
    return migrations.CreateModel(
        name=name,
        fields=[
            ("pk", models.CompositePrimaryKey("shelf", *columns, blank=True, editable=False, primary_key=True, serialize=False)),
            ("shelf", models.BigIntegerField()),
            *[(column, models.TextField()) for column in columns],
        ],
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[
                model("Name", "text"),
                model("Word", "word"),
                model("Posting", "key", "text"),
            ],
        ),
    ]
