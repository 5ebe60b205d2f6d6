"""Answers that 0006 put into an open urn get codes of their own.

There the digits 0 and 1 are in no alphabet of receipts, so that some answers of a motion got the
same code; the recount after closing would have reported them as a fault.
"""

import json
import secrets

from django.db import migrations

from thidua.councils.recount import ALPHABET
from thidua.people.identity import seal, unseal


def forwards(apps, schema_editor):
    urns = apps.get_model("councils", "Urn")
    for urn in urns.objects.filter(box__state="open").select_related("box"):
        if not json.loads(urn.box.frozen).get("before_files"):
            continue
        about = f"urn:{urn.box_id}"
        answers = json.loads(unseal(bytes(urn.sealed), about=about))
        codes = set()
        while len(codes) < len(answers):
            codes.add("".join(secrets.choice(ALPHABET) for _ in range(10)))
        content = sorted(
            [number, code, answer] for (number, _, answer), code in zip(answers, codes, strict=True)
        )
        text = json.dumps(content, separators=(",", ":")).encode()
        urns.objects.filter(pk=urn.pk).update(sealed=seal(text, about=about))


class Migration(migrations.Migration):
    dependencies = [("councils", "0009_show_of_hands")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
