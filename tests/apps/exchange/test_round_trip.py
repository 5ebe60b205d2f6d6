"""What the program writes out it reads back: the list of the register gives the same register."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.apps.exchange.office import bring_in

from thidua.exchange.actions import preview
from thidua.exchange.readers.award_names import CLEAR_NAMES
from thidua.register.actions import record_awards
from thidua.register.models import RegisterEntry

pytestmark = pytest.mark.django_db

SAME = (
    "recipient_name", "is_collective", "unit_name", "award_code", "award_name", "year",
    "period_from", "period_to", "decision_number", "decided_on", "authority", "merit", "note",
    "state",
)  # fmt: skip
letters = st.one_of(
    st.text("aăâđêôơưÁằọữ BCX,;'=-+@.()“”/0123456789", max_size=24), st.text("'=+-@ a", max_size=5)
).map(str.strip)
filled = letters.filter(lambda text: any(c.isalpha() for c in text))


@st.composite
def awards(draw: Any) -> dict[str, Any]:
    """One line of a book, every field drawn."""
    code, name = draw(st.sampled_from([*CLEAR_NAMES.items(), ("", "Danh hiệu của hội")]))
    collective = draw(st.booleans())
    start = draw(st.integers(1990, 2020))
    spans = draw(st.booleans())
    return {
        "recipient_name": draw(filled),
        "is_collective": collective,
        "unit_name": draw(letters),
        "award_code": code,
        "award_name": name,
        "year": draw(st.one_of(st.none(), st.integers(1945, 2025))),
        "period_from": start if spans else None,
        "period_to": start + draw(st.integers(0, 5)) if spans else None,
        "decision_number": draw(st.sampled_from(["", "12/QĐ-UBND", "7", "0815/QĐ-S"])),
        "decided_on": draw(
            st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2025, 12, 31)))
        ),
        "authority": draw(letters),
        "merit": draw(st.sampled_from(RegisterEntry.Merit.values)),
        "note": draw(letters),
        "source": RegisterEntry.Source.BOOK,
        "state": draw(st.sampled_from(["valid", "revoked"])),
        "match": "unmatched",
    }


def content(department: Any) -> list[tuple[Any, ...]]:
    entries = RegisterEntry.objects.filter(department=department).order_by("sequence")
    return sorted((tuple(getattr(e, name) for name in SAME) for e in entries), key=repr)


@pytest.mark.parametrize("form", ["", "?dang=csv"])
@given(rows=st.lists(awards(), min_size=1, max_size=6, unique_by=lambda row: row["recipient_name"]))
@hypothesis_settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_import_after_export_gives_the_same_register(
    world: SimpleNamespace,
    tmp_path: Path,
    settings: Any,
    form: str,
    rows: list[dict[str, Any]],
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    from django.db import transaction

    with transaction.atomic():
        record_awards(department=world.department, rows=rows, by=world.users.officer)
        client = Client()
        client.force_login(world.users.officer)
        answer = client.get(reverse("register:export") + form)
        got = b"".join(answer.streaming_content) if answer.streaming else answer.content
        other = SimpleNamespace(
            department=world.foreign, users=SimpleNamespace(officer=world.users.stranger)
        )
        name = "so.csv" if form else "so.xlsx"
        batch = preview(
            body=world.foreign,
            kind="register",
            file=SimpleUploadedFile(name, got),
            by=world.users.stranger,
        )
        assert batch.summary["lines"]["read"] == len(rows)
        bring_in(other, batch)
        assert content(world.foreign) == content(world.department)
        # Into the very same book it changes nothing.
        own = preview(
            body=world.department,
            kind="register",
            file=SimpleUploadedFile(name, got),
            by=world.users.officer,
        )
        assert set(own.rows.values_list("effect", flat=True)) == {"same"}
        transaction.set_rollback(True)


def test_the_template_of_the_program_is_read_as_a_template() -> None:
    from thidua.exchange.blank_template import blank_template
    from thidua.exchange.readers.template import is_template
    from thidua.exchange.readers.workbook import open_workbook

    assert is_template(open_workbook(io.BytesIO(blank_template(2026)).getvalue(), name="a.xlsx"))
