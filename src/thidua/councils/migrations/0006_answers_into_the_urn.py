"""Answers kept row by row go into a tally file (closed boxes) or into the sealed urn (open ones)."""

import hashlib
import json

from django.db import migrations

from thidua.councils.recount import code_of, count
from thidua.people.identity import seal


def _asked(motions):
    return [
        {
            "number": number,
            "id": m.pk,
            "title": m.title,
            "subtitle": m.subtitle,
            "question": m.question,
            "award": m.award_code,
            "reference": m.reference,
            "options": "bieu_quyet",
            "criteria": [],
            "threshold": m.threshold,
            "citation": m.threshold_citation,
            "base": m.base,
            "out_of_base": 0,
            "written_counts": True,
            "recused": [],
        }
        for number, m in enumerate(motions, start=1)
    ]


def forwards(apps, schema_editor):
    box_model = apps.get_model("councils", "BallotBox")
    ballot = apps.get_model("councils", "Ballot")
    has_voted = apps.get_model("councils", "HasVoted")
    urn = apps.get_model("councils", "Urn")
    tally_file = apps.get_model("councils", "TallyFile")
    attendance = apps.get_model("councils", "Attendance")
    for box in box_model.objects.select_related("sitting__council"):
        motions = list(box.sitting.motions.order_by("order", "pk"))
        asked = _asked(motions)
        frozen = {
            # The fingerprint of that time was made of another text, which nobody kept.
            "before_files": True,
            "council": box.sitting.council.name,
            "sitting": box.sitting.title,
            "round": 1,
            "codes": "apart",
            "motions": asked,
        }
        box.frozen = json.dumps(frozen, ensure_ascii=False, sort_keys=True)
        box.save(update_fields=["frozen"])
        answers = {m.pk: [] for m in motions}
        for motion, choice in ballot.objects.filter(box=box).values_list("motion_id", "choice"):
            answers[motion].append(choice)
        rows = attendance.objects.filter(sitting=box.sitting)
        if box.state == "open":
            content = []
            for entry in asked:
                for row, choice in enumerate(sorted(answers[entry["id"]])):
                    code = code_of(f"{entry['number']}{row}", box.fingerprint, entry["number"])
                    content.append((entry["number"], code, choice.ljust(48)))
            text = json.dumps(sorted(content), separators=(",", ":")).encode()
            urn.objects.create(box=box, sealed=seal(text, about=f"urn:{box.pk}"))
            continue
        voters = has_voted.objects.filter(box=box).select_related("member")
        voted = [
            v.member.full_name for v in sorted(voters, key=lambda v: (v.member.order, v.member_id))
        ]
        present = rows.filter(status="co_mat").count()
        content = {
            "format": "thidua-ballot/1",
            "fingerprint": box.fingerprint,
            "frozen": frozen,
            "issued": rows.exclude(status="vang").count(),
            "returned": len(voted),
            "invalid_sheets": 0,
            "voted": voted,
            "motions": [
                {
                    "number": entry["number"],
                    "base": box.members_total if m.base == "all_members" else present,
                    "in_writing": 0,
                    "not_voting": [],
                    "counted": count(answers[m.pk]),
                    "result": m.result,
                    "codes": [],
                    "answers": sorted(answers[m.pk]),
                }
                for entry, m in zip(asked, motions, strict=True)
            ],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        digest = hashlib.sha256(text.encode()).hexdigest()
        tally_file.objects.create(box=box, content=text, sha256=digest)
        box.sitting.motions.filter(blank=None).update(blank=0, invalid=0)


class Migration(migrations.Migration):
    dependencies = [("councils", "0005_sealed_urn")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
