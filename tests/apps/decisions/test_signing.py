"""Signing: what a signature holds to, who signs in which order, nothing of a key is kept."""

from __future__ import annotations

import logging
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.apps.decisions.keys import PASSPHRASE, key_file, root_file
from tests.apps.decisions.passed import awaiting, nominee

from thidua.audit.models import AuditRow
from thidua.decisions import actions
from thidua.decisions.models import Decision, DecisionSigner, SignedPaper
from thidua.decisions.queries.signatures import seals_of
from thidua.documents.signatures import KeyFile, sign, signatures_of
from thidua.kit.errors import NotAllowed, WrongState
from thidua.register.models import RegisterEntry

DIRECTOR = "Ngô Đức Vinh"
P = DecisionSigner.Purpose


def key(holder: str = DIRECTOR, **more: Any) -> KeyFile:
    return KeyFile(key_file(holder, **more), PASSPHRASE)


def waiting(world: SimpleNamespace) -> Decision:
    return awaiting(world, [nominee(world.people[0], "ldtt")])


def test_signature_and_issue_are_one_act(world: SimpleNamespace) -> None:
    done = actions.issue_decision(
        decision=waiting(world), decided_on=timezone.localdate(), key=key(), by=world.users.director
    )
    paper = SignedPaper.objects.get(decision=done)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(bytes(paper.content))).pages)
    assert "01/QĐ-SNV" in text
    assert "DỰ THẢO" not in text
    (facts,) = signatures_of(bytes(paper.content))
    assert (facts.subject, facts.intact, facts.trusted) == (DIRECTOR, True, None)
    row = done.signers.get()
    assert (row.purpose, row.method, row.subject) == (P.AUTHORITY, "pkcs12", DIRECTOR)
    assert AuditRow.objects.get(action="decisions.issue").detail["signed"] == "pkcs12"


def test_an_altered_paper_is_seen(world: SimpleNamespace) -> None:
    done = actions.issue_decision(
        decision=waiting(world), decided_on=timezone.localdate(), key=key(), by=world.users.director
    )
    paper = SignedPaper.objects.get(decision=done)
    content = bytearray(paper.content)
    spot = content.index(b"/MediaBox")
    content[spot + 12] ^= 1
    paper.content = bytes(content)
    paper.save()
    assert [seal.tone for seal in seals_of(paper)] == ["danger"]


def test_trust_comes_from_the_roots_of_the_installation(
    world: SimpleNamespace, settings: Any, tmp_path: Path
) -> None:
    settings.TRUSTED_ROOTS = (root_file(tmp_path),)
    with pytest.raises(WrongState, match="không do tổ chức được tin cậy cấp"):
        actions.issue_decision(
            decision=waiting(world), decided_on=timezone.localdate(), by=world.users.director,
            key=key(by="CA lạ"),
        )  # fmt: skip
    decision = Decision.objects.get()
    done = actions.issue_decision(
        decision=decision, decided_on=timezone.localdate(), key=key(), by=world.users.director
    )
    (seal,) = seals_of(done.signed_paper)
    assert (seal.facts.trusted, seal.tone) == (True, "ok")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (KeyFile(key_file(DIRECTOR), "sai"), "Sai mật khẩu"),
        (KeyFile(b"khong phai p12", "x"), "Sai mật khẩu, hoặc tệp không phải"),
        (KeyFile(b"", ""), "Chọn tệp chứng thư số"),
        (KeyFile(b"x" * 300_000, ""), "không quá 200 KB"),
        (KeyFile(key_file("Người Khác"), PASSPHRASE), "đứng tên “Người Khác”"),
        (KeyFile(key_file(DIRECTOR, from_day=-100, days=50), PASSPHRASE), "Gia hạn rồi ký lại"),
    ],
    ids=["passphrase", "no-key", "empty", "large", "another", "expired"],
)
def test_a_key_that_will_not_do_stores_nothing(
    world: SimpleNamespace, given: KeyFile, sentence: str
) -> None:
    decision = waiting(world)
    with pytest.raises(WrongState, match=sentence) as refusal:
        actions.issue_decision(
            decision=decision, decided_on=timezone.localdate(), key=given, by=world.users.director
        )
    assert refusal.value.field == "key"
    decision.refresh_from_db()
    assert (decision.state, decision.number) == (Decision.State.AWAITING, None)
    assert not SignedPaper.objects.exists()
    assert not RegisterEntry.objects.exists()


def test_nothing_of_a_key_is_kept_or_logged(
    world: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    decision = waiting(world)
    client = Client()
    client.force_login(world.users.director)
    upload = SimpleUploadedFile("a.p12", key_file(DIRECTOR))
    here = f"/quyet-dinh/{decision.pk}/ky-so/ban-hanh/"
    wrong = client.post(here, {"key": upload, "passphrase": "khong-dung-dau", "seen": "on"})
    assert wrong.status_code == 422
    assert "khong-dung-dau" not in wrong.content.decode()
    upload = SimpleUploadedFile("a.p12", key_file(DIRECTOR))
    today = timezone.localdate().strftime("%d/%m/%Y")
    given = {"key": upload, "passphrase": PASSPHRASE, "seen": "on", "decided_on": today}
    done = client.post(here, given, follow=True)
    assert "Đã ký số và ban hành Quyết định số" in done.content.decode()
    everything = caplog.text + str(list(AuditRow.objects.values_list("text", "detail")))
    everything += str(list(DecisionSigner.objects.values()))
    for secret in (PASSPHRASE, "khong-dung-dau"):
        assert secret not in everything
    content = bytes(SignedPaper.objects.get().content)
    assert PASSPHRASE.encode() not in content
    assert key_file(DIRECTOR)[:60] not in content
    assert PASSPHRASE not in repr(key())


def several(world: SimpleNamespace) -> Decision:
    draft = actions.draft_decision(
        nominees=[nominee(world.people[0], "ldtt")], by=world.users.officer
    )
    rows = [
        actions.SignerRow(P.REVIEWER, "Trần Thu Hà", "Chuyên viên"),
        actions.SignerRow(P.AGENCY, "Sở Nội vụ"),
    ]
    actions.set_signers(decision=draft, signers=rows, by=world.users.officer)
    return actions.send_to_sign(decision=draft, by=world.users.officer)


def test_several_sign_in_their_order_on_one_paper(world: SimpleNamespace) -> None:
    decision = several(world)
    reviewer, chief, agency = decision.signers.order_by("order")
    assert [one.purpose for one in (reviewer, chief, agency)] == [P.REVIEWER, P.AUTHORITY, P.AGENCY]
    paper = actions.prepare_paper(decision=decision, by=world.users.officer)
    first = bytes(paper.content)
    with pytest.raises(WrongState, match="Chưa có chữ ký của Trần Thu Hà"):
        actions.issue_decision(decision=decision, key=key(), by=world.users.director)
    with pytest.raises(WrongState, match="thêm sau khi quyết định ban hành"):
        actions.sign_paper(signer=agency, key=key("Sở Nội vụ"), by=world.users.officer)
    actions.sign_paper(signer=reviewer, key=key("Trần Thu Hà"), by=world.users.officer)
    with pytest.raises(WrongState, match="Bản để ký đã ghi số"):
        actions.issue_decision(decision=decision, number=9, key=key(), by=world.users.director)
    done = actions.issue_decision(decision=decision, key=key(), by=world.users.director)
    with pytest.raises(WrongState, match="đã ký lúc"):
        actions.sign_paper(signer=reviewer, key=key("Trần Thu Hà"), by=world.users.officer)
    actions.sign_paper(signer=agency, key=key("Sở Nội vụ"), by=world.users.officer)
    last = bytes(SignedPaper.objects.get(decision=done).content)
    assert last.startswith(first)
    found = signatures_of(last)
    assert [one.subject for one in found] == ["Trần Thu Hà", DIRECTOR, "Sở Nội vụ"]
    assert all(one.intact and one.only_signatures_after for one in found)


def test_a_paper_signed_elsewhere_comes_back_whole_or_not_at_all(world: SimpleNamespace) -> None:
    decision = several(world)
    reviewer = decision.signers.get(purpose=P.REVIEWER)
    prepared = bytes(actions.prepare_paper(decision=decision, by=world.users.officer).content)
    signed = sign(prepared, key("Trần Thu Hà"), name="Khac", reason="", place="")
    bad = {
        "không phải bản để ký": b"%PDF-1.7 khac",
        "không phải bản để ký vừa": prepared,
        "Chọn tệp PDF": b"PK",
        "đứng tên “Ai Đó”": sign(prepared, key("Ai Đó"), name="Khac", reason="", place=""),
    }
    for sentence, content in bad.items():
        with pytest.raises(WrongState, match=sentence):
            actions.attach_signed(signer=reviewer, content=content, by=world.users.officer)
    row = actions.attach_signed(signer=reviewer, content=signed, by=world.users.officer)
    assert (row.method, row.subject) == ("elsewhere", "Trần Thu Hà")
    done = actions.issue_decision(decision=decision, key=key(), by=world.users.director)
    assert len(signatures_of(bytes(done.signed_paper.content))) == 2


def test_a_paper_given_back_is_signed_by_nobody(world: SimpleNamespace) -> None:
    decision = several(world)
    reviewer = decision.signers.get(purpose=P.REVIEWER)
    actions.prepare_paper(decision=decision, by=world.users.officer)
    actions.sign_paper(signer=reviewer, key=key("Trần Thu Hà"), by=world.users.officer)
    actions.return_draft(decision=decision, reason="Sửa căn cứ", by=world.users.director)
    reviewer.refresh_from_db()
    assert reviewer.signed_at is None
    assert not SignedPaper.objects.exists()


def test_a_paper_that_would_say_something_else_is_not_issued(world: SimpleNamespace) -> None:
    decision = waiting(world)
    actions.prepare_paper(decision=decision, by=world.users.officer)
    decision.awards.update(office="Chức vụ khác")
    with pytest.raises(WrongState, match="đã khác bản để ký"):
        actions.issue_decision(decision=decision, key=key(), by=world.users.director)
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize("name", ["head", "member", "stranger", "nobody", "administrator"])
def test_only_those_of_the_department_sign(world: SimpleNamespace, name: str) -> None:
    decision = several(world)
    actions.prepare_paper(decision=decision, by=world.users.officer)
    reviewer = decision.signers.get(purpose=P.REVIEWER)
    user = getattr(world.users, name)
    with pytest.raises(NotAllowed):
        actions.sign_paper(signer=reviewer, key=key("Trần Thu Hà"), by=user)
    with pytest.raises(NotAllowed):
        actions.issue_decision(decision=decision, key=key(), by=user)
    with pytest.raises(NotAllowed):
        actions.give_up_paper(decision=decision, by=user)


def test_a_refused_form_is_shown_again_to_whoever_may_prepare(world: SimpleNamespace) -> None:
    decision = waiting(world)
    director = Client()
    director.force_login(world.users.director)
    here = f"/quyet-dinh/{decision.pk}/ky-so/"
    given = {"decided_on": "hôm nay", "number": "mười"}
    answer = director.post(f"{here}ban-hanh/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    for sentence in (
        "Ghi ngày theo dạng dd/mm/yyyy",
        "bằng chữ số",
        "Chọn tệp chứng thư số để ký.",
    ):
        assert sentence in page
    officer = Client()
    officer.force_login(world.users.officer)
    assert officer.post(f"{here}lap-ban/", given).status_code == 302
    assert not SignedPaper.objects.exists()
    assert officer.post(f"{here}lap-ban/", {}).status_code == 302
    assert b"%PDF" in officer.get(f"/quyet-dinh/{decision.pk}/quyet-dinh.pdf").content
    assert officer.post(f"{here}bo-ban/").status_code == 302
    assert not SignedPaper.objects.exists()
