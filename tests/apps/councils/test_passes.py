"""Codes to the ballot: for members who still have to vote, while the box is open."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thidua.accounts.models import SignInPass
from thidua.councils import actions
from thidua.councils.models import HasVoted
from thidua.kit.errors import NotAllowed, WrongState


def test_a_member_without_a_password_votes_with_a_code(
    bench: SimpleNamespace, open_sitting: Any
) -> None:
    secretary = Client()
    secretary.force_login(bench.secretary)
    base = f"/hoi-dong/phien-hop/{open_sitting.pk}/"
    listed = secretary.get(base + "ma-vao/").content.decode()
    assert "Ủy viên Số 8" in listed
    given = secretary.post(f"{base}ma-vao/{bench.members[8].pk}/")
    assert "no-store" in given["Cache-Control"]
    shown = given.content.decode()
    code = re.search(r"<code>(\w{5}-\w{5})</code>", shown)
    assert code is not None
    assert "<svg" in shown
    member = Client()
    went = member.post("/vao/", {"ma": code[1]})
    assert went["Location"] == base + "bo-phieu/"
    sheet = member.get(went["Location"])
    receipt = re.search(r'name="phieu" value="(\w{16})"', sheet.content.decode())
    assert receipt is not None
    done = member.post(went["Location"], {"tat-ca": "1", "phieu": receipt[1], "buoc": "bo-phieu"})
    assert "Đã bỏ phiếu" in done.content.decode()
    assert HasVoted.objects.get().member == bench.members[8]
    assert member.get(base).status_code == 302
    assert "Ủy viên Số 8" not in secretary.get(base + "ma-vao/").content.decode()


def test_a_code_opens_what_there_is_to_read_about_the_motions_and_no_more(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace
) -> None:
    """Papers, files and documents of the motions are read; the way leads back to the sheet."""
    first, second, _ = sitting.motions.all()
    first.papers = [
        {"title": "Tóm tắt thành tích", "text": "Ba sáng kiến"},
        {"title": "Báo cáo", "url": "/bao-cao/mot/"},
        {"title": "Nơi khác", "url": "//x.vn/"},
    ]
    first.save()
    second.papers = []
    second.save()
    paper = actions.add_paper(
        sitting=sitting, title="", motion=second, by=bench.secretary,
        upload=SimpleUploadedFile("Báo cáo thành tích.pdf", b"%PDF-1.7\n%%EOF\n"),
    )  # fmt: skip
    tools.opened(bench, sitting)
    _, code = actions.give_pass(sitting=sitting, member=bench.members[8], by=bench.secretary)
    made = SignInPass.objects.get()
    assert "/bao-cao/mot/" in made.addresses
    assert "//x.vn/" not in made.addresses
    member, base = Client(), f"/hoi-dong/phien-hop/{sitting.pk}/"
    sheet = member.post("/vao/", {"ma": code}, follow=True).content.decode()
    for motion in (first, second):
        address = f"{base}de-nghi/{motion.pk}/"
        assert address in sheet
        read = member.get(address).content.decode()
        assert "Về phiếu bầu" in read
        assert 'id="nav"' not in read
        assert f'href="{base}"' not in read
    assert "Ba sáng kiến" in member.get(f"{base}de-nghi/{first.pk}/").content.decode()
    file = member.get(f"{base}tai-lieu/{paper.pk}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    # What is only read takes nothing, and everything else leads back to the sheet.
    assert member.post(f"{base}tai-lieu/", {"url": "https://x.vn"}).status_code == 403
    for address in (base, "/", "/hoi-dong/", f"{base}bien-ban/bien_ban_hop/"):
        assert member.get(address)["Location"] == f"{base}bo-phieu/"


def test_codes_are_refused_with_a_sentence(
    bench: SimpleNamespace, sitting: Any, tools: SimpleNamespace, vote: Callable[..., None]
) -> None:
    def give(number: int, by: Any = bench.secretary) -> Any:
        return actions.give_pass(sitting=sitting, member=bench.members[number], by=by)

    with pytest.raises(WrongState, match="khi hòm phiếu đang mở"):
        give(4)
    tools.opened(bench, sitting, absent=1)
    with pytest.raises(WrongState, match="chưa được điểm danh"):
        give(8)
    vote(sitting, 4)
    with pytest.raises(WrongState, match="đã bỏ phiếu"):
        give(4)
    for by in (bench.users[2], bench.world.users.director, bench.world.users.stranger):
        with pytest.raises(NotAllowed):
            give(5, by)
    bench.members[5].user = None
    bench.members[5].save()
    with pytest.raises(WrongState, match="chưa có tài khoản"):
        give(5)
