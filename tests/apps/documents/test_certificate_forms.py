"""Forms of certificates: faults named, text that fits, versions, pictures, who may change them."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from tests.apps.documents.papers_for_tests import certificate

from thidua.documents import actions
from thidua.documents.certificate_layout import (
    Field,
    Layout,
    LayoutFaultError,
    layout_from,
    shipped_layout,
)
from thidua.documents.certificate_pages import certificate_page
from thidua.documents.certificate_pictures import PictureFaultError, picture_from
from thidua.documents.certificates import PrintForm, certificates_stream
from thidua.documents.drawing.fitting import fit
from thidua.documents.drawing.fonts import SANS, SERIF, Face, face_for, has_every_letter
from thidua.documents.drawing.marks import POINTS, QrMark, TextMark
from thidua.documents.models import CertificateForm
from thidua.documents.queries.certificates import chooser, form_for, forms_in_use
from thidua.kit.errors import NotAllowed, WrongState

BOLD = Face(SANS, 700, False)
LETTERS = "abcđêơưỳẫŏêA HKY'’-ƀñč"


def picture(width: int = 1755, height: int = 1240, kind: str = "PNG", mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, (width, height), "white").save(out, kind)
    return out.getvalue()


@given(
    text=st.text(LETTERS, min_size=1, max_size=160),
    width=st.floats(10, 250),
    height=st.floats(4, 40),
    size=st.floats(6, 60),
    lines=st.integers(1, 4),
)
@settings(max_examples=150, deadline=None)
def test_a_text_never_leaves_its_box_unless_it_says_so(
    text: str, width: float, height: float, size: float, lines: int
) -> None:
    wide, tall = width * POINTS, height * POINTS
    found = fit(text, BOLD, width=wide, height=tall, size=size, smallest=6, lines=lines)
    assert found.size <= size
    said = " ".join(word.text for line in found.lines for word in line.words)
    assert said.split() == text.split()
    if found.lines and not found.spills:
        assert max(line.width for line in found.lines) * found.size / 1000 <= wide + 0.01
        assert found.height <= tall + 0.01
        assert found.tight or (found.size >= min(6, size) - 0.01 and len(found.lines) <= lines)


def test_names_of_minorities_are_set_with_letters_that_exist() -> None:
    for name in ("Y Krông Niê Kđăm", "H'Hen Niê", "ơ̆ ê̆ ŏ ŭ ĭ", "Hʼmông", "Nguyễn"):
        face = face_for(name.replace("ʼ", "’"), BOLD)
        assert face.family == SANS
        assert has_every_letter(name.replace("ʼ", "’"), face)
    other = face_for("Ƀuôn Ma ƀuôn", BOLD)
    assert (other.family, has_every_letter("Ƀuôn ƀuôn", other)) == (SERIF, True)
    page = certificate_page(certificate("H'Ƀuôn"), shipped_layout())
    assert any("Tinos" in note for note in page.notes)
    foreign = certificate_page(certificate("漢字"), shipped_layout())
    assert any("phông của chương trình không có" in note for note in foreign.notes)


def test_what_is_written_is_read_back_from_the_pdf() -> None:
    names = ["Y Krông Niê Kđăm", "H'Hen Niê", "Ƀuôn Ĕban", "Đỗ Ngọc Ơ"]
    content = b"".join(certificates_stream([certificate(name) for name in names]))
    texts = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    for name, text in zip(names, texts, strict=True):
        assert name in " ".join(text.split())


def test_fields_lie_where_the_form_puts_them() -> None:
    layout = Layout(
        200, 100, (Field("ho_ten", 20, 30, 100, 10, size=12, align="left", upright="top"),
                   Field("qr", 150, 50, 40, 30)),
    )  # fmt: skip
    name, code = certificate_page(certificate("Vàng A Sử"), layout).marks
    assert isinstance(name, TextMark)
    assert isinstance(code, QrMark)
    assert (name.x, round(name.y, 1)) == (20, round(30 + 12 * 0.96 / POINTS, 1))
    # The code is square, as large as the box lets it be, in its middle.
    assert (code.x, code.y, code.side) == (155, 50, 30)


def test_the_correction_of_a_printer_moves_every_mark_and_no_background() -> None:
    form = PrintForm(shipped_layout())
    plain = b"".join(certificates_stream([certificate("Vàng A Sử")], form))
    moved = b"".join(certificates_stream([certificate("Vàng A Sử")], form, shift=(2.0, -1.0)))
    places = [
        [tuple(map(float, pair)) for pair in re.findall(rb"1 0 0 1 ([\d.]+) ([\d.]+) Tm", drawn)]
        for drawn in (
            PdfReader(BytesIO(one)).pages[0].get_contents().get_data() for one in (plain, moved)
        )
    ]
    assert len(places[0]) == len(places[1]) > 5
    for (x, y), (to_x, to_y) in zip(*places, strict=True):
        assert to_x - x == pytest.approx(2 * POINTS, abs=0.01)
        assert to_y - y == pytest.approx(1 * POINTS, abs=0.01)


def name_box(**changes: Any) -> dict[str, Any]:
    field = {"source": "ho_ten", "x": 1, "y": 1, "width": 20, "height": 5, **changes}
    return {"fields": [field]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"width": "x"}, "Chiều rộng tờ"),
        ({"width": 5000}, "không nằm trong khoảng"),
        ({"fields": []}, "chưa có trường nào"),
        (name_box(source="nham"), "không có nội dung"),
        (name_box(source="ma"), "thiếu trường"),
        (name_box(x=290), "ra ngoài"),
        (name_box(colour="red;"), "màu chữ"),
        (name_box(family="Comic"), "phông chữ"),
        (name_box(x="nan"), "cách trái"),
        (name_box(source="qr", width=9), "khó đọc"),
    ],
)
def test_a_fault_is_a_sentence_that_names_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(LayoutFaultError) as caught:
        layout_from({**shipped_layout().as_dict(), **change})
    assert said in " ".join(caught.value.faults)


def test_a_layout_survives_being_kept() -> None:
    assert layout_from(shipped_layout().as_dict()) == shipped_layout()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rỗng"),
        (b"%PDF-1.7 no picture", "không phải ảnh"),
        (picture()[:900], "không phải ảnh"),
        (b"<svg onload=alert(1)>", "không phải ảnh"),
        (picture(600, 424), "in sẽ vỡ"),
        (picture(1000, 1000), "không cùng tỷ lệ"),
        (picture(9000, 7000, mode="1"), "lớn quá"),
        (picture(kind="GIF"), "không phải ảnh"),
    ],
)
def test_a_picture_is_looked_at_before_it_is_taken(content: bytes, said: str) -> None:
    with pytest.raises(PictureFaultError, match=said):
        picture_from(content, width=297, height=210)


def test_a_picture_is_made_anew_and_coarse_ones_are_remarked() -> None:
    secret = picture(kind="JPEG") + b"<script>alert(1)</script>"
    kept = picture_from(secret, width=297, height=210)
    assert b"script" not in kept.content
    assert "điểm mỗi inch" in kept.remark
    assert picture_from(picture(3508, 2480), width=297, height=210).remark == ""


def test_a_version_in_use_stays_as_it_is(world: SimpleNamespace) -> None:
    officer, body = world.users.officer, world.department
    draft = actions.start_form(body=body, target="giay-khen", by=officer)
    assert actions.start_form(body=body, target="giay-khen", by=officer) == draft
    raw = {**shipped_layout().as_dict(), "ornament": False}
    actions.save_form(form=draft, layout=raw, prints_background=False, note="phôi", by=officer)
    used = actions.use_form(form=draft, by=officer)
    with pytest.raises(WrongState, match="đã chốt"):
        actions.save_form(form=used, layout=raw, prints_background=True, by=officer)
    with pytest.raises(WrongState, match="đã chốt"):
        actions.discard_form(form=used, by=officer)
    second = actions.start_form(body=body, target="giay-khen", by=officer)
    assert (second.version, second.prints_background) == (2, False)
    actions.use_form(form=second, by=officer)
    assert list(CertificateForm.objects.filter(in_use=True).values_list("version", flat=True)) == [
        2
    ]


def test_the_nearest_form_prints(world: SimpleNamespace) -> None:
    officer, body = world.users.officer, world.department
    made = {}
    for target in ("", "giay_khen", "cstd-co-so"):
        draft = actions.start_form(body=body, target=target, by=officer)
        made[target] = actions.use_form(form=draft, by=officer)
    forms = forms_in_use(body)
    assert form_for("cstd-co-so", forms) == made["cstd-co-so"]
    assert form_for("giay-khen", forms) == made["giay_khen"]
    assert form_for("ldtt", forms) == made[""]
    actions.return_to_shipped_form(body=body, target="", by=officer)
    choose = chooser(body)
    assert form_for("ldtt", forms_in_use(body)) is None
    assert choose(certificate(award_code="ldtt")).layout == shipped_layout()


def test_a_blank_prints_no_background_and_an_own_picture_lies_there_once(
    world: SimpleNamespace,
) -> None:
    officer, body = world.users.officer, world.department
    draft = actions.start_form(body=body, target="", by=officer)
    draft, remark = actions.set_background(
        form=draft, content=picture(), file_name="nen.png", by=officer
    )
    assert "điểm mỗi inch" in remark
    actions.use_form(form=draft, by=officer)
    papers = [certificate(f"Người {n}") for n in range(4)]
    content = b"".join(certificates_stream(papers, chooser(body)))
    assert content.count(b"/Subtype/Image/Width 1755") == 1
    assert all(b"/B0 Do" in p.get_contents().get_data() for p in PdfReader(BytesIO(content)).pages)
    again = actions.start_form(body=body, target="", by=officer)
    actions.save_form(form=again, layout=again.layout, prints_background=False, by=officer)
    actions.use_form(form=again, by=officer)
    blank = b"".join(certificates_stream(papers, chooser(body)))
    assert b"/Subtype/Image/Width" not in blank


def test_only_the_officer_of_the_body_designs(world: SimpleNamespace) -> None:
    users, body = world.users, world.department
    for user in (users.director, users.head, users.stranger, users.nobody):
        with pytest.raises(NotAllowed):
            actions.start_form(body=body, target="", by=user)
        with pytest.raises(NotAllowed):
            actions.keep_printer(body=body, name="M", right=Decimal(1), down=Decimal(0), by=user)
    draft = actions.start_form(body=body, target="", by=users.officer)
    for user in (users.director, users.stranger):
        with pytest.raises(NotAllowed):
            actions.save_form(form=draft, layout=draft.layout, prints_background=True, by=user)
        with pytest.raises(NotAllowed):
            actions.use_form(form=draft, by=user)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(layout: Layout, **changes: str) -> dict[str, str]:
    """What the page of the designer would send for this layout."""
    data = {"width": f"{layout.width:g}", "height": f"{layout.height:g}", "ornament": "on"}
    data["fields"] = str(len(layout.fields))
    for place, one in enumerate(layout.fields):
        for name, value in one.as_dict().items():
            if value is True:
                data[f"f{place}-{name}"] = "on"
            elif value is not False:
                data[f"f{place}-{name}"] = str(value)
    return data | changes


def test_the_designer_keeps_adds_drops_and_uses(world: SimpleNamespace) -> None:
    client = signed_in(world.users.officer)
    page = client.post("/mau-van-ban/bang/thiet-ke/", {"muc": "giay_khen"})
    address = page["Location"]
    assert client.get(address).status_code == 200
    data = sent(shipped_layout(), add="so_vao_so", **{"f3-drop": "on"})
    assert client.post(address, data).status_code == 302
    kept = CertificateForm.objects.get()
    sources = [one["source"] for one in kept.layout["fields"]]
    assert len(sources) == len(shipped_layout().fields)
    assert "so_vao_so" in sources
    assert "dong_tu" not in sources
    bad = client.post(address, sent(shipped_layout(), **{"f0-x": "900"}))
    assert bad.status_code == 422
    assert "không nằm trong khoảng" in bad.content.decode()
    shown = client.post(f"{address}xem/", sent(shipped_layout(), mau="dan-toc"))
    text = shown.content.decode()
    assert text.count("data-box=") == len(shipped_layout().fields)
    assert 'aria-label="Ông Y Krông Niê Kđăm,' in text
    assert CertificateForm.objects.get().layout == kept.layout
    assert client.post(address, sent(shipped_layout(), lam="dung")).status_code == 302
    assert CertificateForm.objects.get().in_use


def test_markup_in_a_field_is_drawn_and_not_run(world: SimpleNamespace) -> None:
    client = signed_in(world.users.officer)
    address = client.post("/mau-van-ban/bang/thiet-ke/", {"muc": "chung"})["Location"]
    data = sent(shipped_layout(), **{"f0-text": '<script>alert(1)</script>"><img src=x>'})
    for text in (
        client.post(f"{address}xem/", data).content.decode(),
        client.post(address, data, follow=True).content.decode(),
    ):
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_test_print_has_ruler_boxes_and_the_correction(world: SimpleNamespace) -> None:
    client = signed_in(world.users.officer)
    address = client.post("/mau-van-ban/bang/thiet-ke/", {"muc": "chung"})["Location"]
    client.post("/mau-van-ban/bang/", {"name": "Máy tầng 2", "right": "1,5", "down": "-2"})
    printer = world.department.printer_corrections.get()
    assert (printer.right, printer.down) == (Decimal("1.5"), Decimal("-2"))

    def drawn(query: str) -> str:
        content = client.get(f"{address}in-thu.pdf{query}").content
        return PdfReader(BytesIO(content)).pages[0].get_contents().get_data().decode("latin-1")

    plain, moved = drawn(""), drawn(f"?may-in={printer.pk}")
    assert plain.count(" l S") == 4 * 15 + 298 + 211 + 8
    first = [float(re.search(r"d ([\d.]+) ", one)[1]) for one in (plain, moved)]
    assert first[1] - first[0] == pytest.approx(1.5 * POINTS, abs=0.01)


def test_a_picture_is_put_and_taken_away_over_the_page(world: SimpleNamespace) -> None:
    client = signed_in(world.users.officer)
    address = client.post("/mau-van-ban/bang/thiet-ke/", {"muc": "chung"})["Location"]
    client.post(f"{address}nen/", {"file": SimpleUploadedFile("n.png", picture())})
    assert CertificateForm.objects.get().background_name == "n.png"
    shown = client.get(f"{address}nen.jpg")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert signed_in(world.users.stranger).get(f"{address}nen.jpg").status_code in {403, 404}
    bad = client.post(f"{address}nen/", {"file": SimpleUploadedFile("n.png", b"xyz")}, follow=True)
    assert "không phải ảnh" in bad.content.decode()
    client.post(f"{address}nen/", {"bo": "1"})
    assert not CertificateForm.objects.get().background
