"""Discussion and conclusion become the first version of the minutes; then the columns go."""

from django.db import migrations

TITLES = (
    ("khach_moi", "Khách mời"),
    ("tham_dinh", "Báo cáo thẩm định"),
    ("dien_bien", "Diễn biến, ý kiến thảo luận"),
    ("ket_luan", "Kết luận"),
    ("noi_nhan", "Nơi nhận"),
)


def keep_texts(apps, schema_editor):
    sittings = apps.get_model("councils", "Sitting")
    records = apps.get_model("councils", "Record")
    versions = apps.get_model("councils", "RecordVersion")
    for sitting in sittings.objects.exclude(discussion="", conclusion=""):
        record, new = records.objects.get_or_create(sitting=sitting, kind="bien_ban_hop")
        if not new:
            continue
        texts = {"dien_bien": sitting.discussion, "ket_luan": sitting.conclusion}
        versions.objects.create(
            record=record,
            number=1,
            sections=[
                {"key": key, "title": title, "text": texts.get(key, "")} for key, title in TITLES
            ],
        )


def texts_back(apps, schema_editor):
    records = apps.get_model("councils", "Record")
    for record in records.objects.filter(kind="bien_ban_hop"):
        version = record.versions.order_by("-number").first()
        texts = {s["key"]: s["text"] for s in version.sections} if version else {}
        sitting = record.sitting
        sitting.discussion = texts.get("dien_bien", "")
        sitting.conclusion = texts.get("ket_luan", "")
        sitting.save(update_fields=["discussion", "conclusion"])


def sittings_closed_before_releases(apps, schema_editor):
    """Results of boxes counted before there was a release had reached the apps above at once."""
    sittings = apps.get_model("councils", "Sitting")
    boxes = apps.get_model("councils", "BallotBox")
    for box in boxes.objects.filter(state="closed", sitting__released_at=None):
        sittings.objects.filter(pk=box.sitting_id).update(released_at=box.closed_at)


class Migration(migrations.Migration):
    dependencies = [("councils", "0007_no_ballot_rows")]

    operations = [
        migrations.RunPython(keep_texts, texts_back),
        migrations.RunPython(sittings_closed_before_releases, migrations.RunPython.noop),
        migrations.RemoveField("sitting", "conclusion"),
        migrations.RemoveField("sitting", "discussion"),
    ]
