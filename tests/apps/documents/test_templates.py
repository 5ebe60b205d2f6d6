"""A body's own template: what is refused and where, versions, use, return; who may."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from thidua.audit.models import AuditRow
from thidua.documents import actions
from thidua.documents.building import shipped
from thidua.documents.checking import check
from thidua.documents.models import PaperTemplate
from thidua.documents.queries import press_of, version_in_use
from thidua.documents.sheet import sheets
from thidua.kit.errors import NotAllowed, WrongState

FORM = sheets()["thong-bao"]


def changed(*, add: str = "", instead: tuple[str, str] | None = None) -> bytes:
    """The shipped letter with a paragraph added at the end, or words replaced."""
    document = Document(BytesIO(shipped("thong-bao")))
    if instead:
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace(*instead)
    if add:
        document.add_paragraph(add)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The package with parts put in or replaced; names with `__` for `/`."""
    buffer = BytesIO()
    given = {name.replace("__", "/").replace("_dot_", "."): raw for name, raw in parts.items()}
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w") as new:
        for info in old.infolist():
            if info.filename not in given:
                new.writestr(info.filename, old.read(info))
        for name, raw in given.items():
            new.writestr(name, raw)
    return buffer.getvalue()


def body_with(xml: bytes) -> bytes:
    with ZipFile(BytesIO(shipped("thong-bao"))) as package:
        raw = package.read("word/document.xml")
    return repacked(
        shipped("thong-bao"),
        word__document_dot_xml=raw.replace(b"<w:sectPr", xml + b"<w:sectPr", 1),
    )


def test_words_around_the_fields_may_change() -> None:
    report = check(changed(add="Đề nghị {{ kinh_gui|hoa }} đến nhận."), FORM)
    assert report.faults == []


@pytest.mark.parametrize(
    ("add", "sentence"),
    [
        (
            "{{ kinh_guy }}",
            "Không có trường “kinh_guy” ở đoạn 17. Có phải “kinh_gui” (Người, tập thể được khen)?",
        ),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }} ở đoạn 17 dùng phép tính không được phép."),
        ("{{ ''.__class__ }}", "{{ ''.__class__ }} ở đoạn 17 dùng phép tính không được phép."),
        ("{{ kinh_gui.__class__ }}", "Không có trường “kinh_gui.__class__” ở đoạn 17."),
        ("{{ kinh_gui|upper }}", "{{ kinh_gui|upper }} ở đoạn 17: không có phép “|upper”."),
        ("{{ kinh_gui }", "Ngoặc của trường điền chưa đóng ở đoạn 17"),
        ("{%p for x in kinh_gui %}", "“kinh_gui” không phải danh sách nên không lặp được"),
        ("{%p if tien %}", "Vòng lặp hoặc điều kiện chưa khép"),
        ("{{ lipsum(1) }}", "dùng phép tính không được phép"),
        ("{% import 'os' as o %}", "Không đọc được {% import 'os' as o %} ở đoạn 17."),
    ],
)
def test_a_wrong_placeholder_is_named_with_its_place(add: str, sentence: str) -> None:
    faults = check(changed(add=add), FORM).faults
    assert any(sentence in fault for fault in faults), faults


def test_a_place_inside_a_table_is_named_by_row_and_cell() -> None:
    document = Document(BytesIO(shipped("thong-bao")))
    document.tables[0].rows[0].cells[1].add_paragraph("{{ la_lung }}")
    buffer = BytesIO()
    document.save(buffer)
    faults = check(buffer.getvalue(), FORM).faults
    assert any("“la_lung” ở bảng 1, dòng 1, ô 2." in fault for fault in faults), faults


def test_a_required_field_must_stay() -> None:
    faults = check(changed(instead=("{{ quyet_dinh }}", "Quyết định")), FORM).faults
    assert faults == [
        "Thiếu trường bắt buộc “quyet_dinh” (Quyết định khen thưởng). Thêm {{ quyet_dinh }} vào "
        "chỗ của nó."
    ]


def test_macros_objects_and_links_to_the_outside_are_refused() -> None:
    plain = shipped("thong-bao")
    assert "macro" in check(repacked(plain, word__vbaProject_dot_bin=b"x"), FORM).faults[0]
    embedded = repacked(plain, word__embeddings__a_dot_xlsx=b"x")
    assert "đối tượng nhúng" in check(embedded, FORM).faults[0]
    with ZipFile(BytesIO(plain)) as package:
        rels = package.read("word/_rels/document.xml.rels")
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://vi-du.vn/x.dotm" TargetMode="External"/>'
    )
    linked = repacked(
        plain, word___rels__document_dot_xml_dot_rels=rels.replace(b"</Rel", link + b"</Rel")
    )
    fault = check(linked, FORM).faults[0]
    assert "liên kết ra ngoài ở thân văn bản: “http://vi-du.vn/x.dotm”" in fault


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        (b"<w:p><w:r><w:pict/></w:r></w:p>", "đường kẻ vẽ tay"),
        (b"<w:p><w:pPr><w:numPr/></w:pPr></w:p>", "đánh số tự động"),
        (b'<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>x</w:t></w:r></w:ins></w:p>', "Track"),
        (b"<w:p><w:r><w:instrText> DATE </w:instrText></w:r></w:p>", "trường tự động “DATE”"),
    ],
)
def test_what_the_pdf_cannot_draw_is_refused(xml: bytes, what: str) -> None:
    faults = check(body_with(xml), FORM).faults
    assert any(what in fault for fault in faults), faults


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"PK\x03\x04", shipped("thong-bao")[:3000]],
    ids=["empty", "another kind", "four bytes of a zip", "cut in the middle"],
)
def test_a_broken_file_is_reported_not_raised(content: bytes) -> None:
    assert check(content, FORM).faults[0].startswith("Không mở được tệp như một văn bản Word")


def test_an_entity_bomb_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'
    report = check(repacked(shipped("thong-bao"), word__document_dot_xml=bomb), FORM)
    assert not report.accepted


def load(world: SimpleNamespace, content: bytes, by: object = None) -> PaperTemplate:
    return actions.load_template(
        body=world.department,
        form="thong-bao",
        content=content,
        file_name="mau.docx",
        by=by or world.users.officer,
    )


def test_a_version_is_used_only_when_said_and_the_shipped_one_comes_back(
    world: SimpleNamespace,
) -> None:
    first = load(world, changed(add="Bản một"))
    assert version_in_use(world.department, "thong-bao") == 0
    actions.use_template(template=first, by=world.users.officer)
    second = load(world, changed(add="Bản hai"))
    assert (second.version, version_in_use(world.department, "thong-bao")) == (2, 1)
    actions.use_template(template=second, by=world.users.officer)
    now = press_of(world.department, "thong-bao").fill(FORM.sample)
    then = press_of(world.department, "thong-bao", 1).fill(FORM.sample)
    assert Document(BytesIO(now)).paragraphs[-1].text == "Bản hai"
    assert Document(BytesIO(then)).paragraphs[-1].text == "Bản một"
    actions.return_to_shipped(body=world.department, form="thong-bao", by=world.users.officer)
    assert version_in_use(world.department, "thong-bao") == 0
    assert PaperTemplate.objects.count() == 2
    with pytest.raises(WrongState, match="đang dùng mẫu gốc"):
        actions.return_to_shipped(body=world.department, form="thong-bao", by=world.users.officer)
    words = list(AuditRow.objects.order_by("sequence").values_list("action", flat=True))
    assert words == [
        "documents.load_template",
        "documents.use_template",
        "documents.load_template",
        "documents.use_template",
        "documents.return_to_shipped",
    ]


def test_a_refused_template_stores_nothing(world: SimpleNamespace) -> None:
    with pytest.raises(actions.TemplateRefused) as refusal:
        load(world, changed(add="{{ la }} {{ lung }}"))
    assert len(refusal.value.faults) == 2
    assert not PaperTemplate.objects.exists()
    assert not AuditRow.objects.exists()


def test_the_same_file_is_not_loaded_twice(world: SimpleNamespace) -> None:
    load(world, changed(add="Bản một"))
    content = bytes(PaperTemplate.objects.get().content)
    with pytest.raises(WrongState, match="giống hệt phiên bản 1"):
        load(world, content)


@pytest.mark.parametrize("name", ["head", "member", "secretary", "director", "stranger", "nobody"])
def test_only_the_officer_of_the_body_changes_its_templates(
    world: SimpleNamespace, name: str
) -> None:
    with pytest.raises(NotAllowed):
        load(world, changed(add="Bản một"), by=getattr(world.users, name))
    row = load(world, changed(add="Bản một"))
    with pytest.raises(NotAllowed):
        actions.use_template(template=row, by=getattr(world.users, name))
    with pytest.raises(NotAllowed):
        actions.return_to_shipped(
            body=world.department, form="thong-bao", by=getattr(world.users, name)
        )


def test_another_body_uses_its_own_templates(world: SimpleNamespace) -> None:
    row = load(world, changed(add="Bản một"))
    actions.use_template(template=row, by=world.users.officer)
    assert version_in_use(world.foreign, "thong-bao") == 0
    stranger = Client()
    stranger.force_login(world.users.stranger)
    assert stranger.get("/mau-van-ban/thong-bao/1.docx").status_code == 404
    assert stranger.post("/mau-van-ban/thong-bao/1/dung/").status_code == 404


def test_the_page_lists_faults_and_keeps_a_good_one(world: SimpleNamespace) -> None:
    officer = Client()
    officer.force_login(world.users.officer)
    bad = SimpleUploadedFile("mau.docx", changed(add="{{ la }}"))
    answer = officer.post("/mau-van-ban/thong-bao/", {"file": bad})
    assert answer.status_code == 422
    assert "Không có trường “la” ở đoạn 17" in answer.content.decode()
    good = SimpleUploadedFile("mau.docx", changed(add="Bản một"))
    answer = officer.post("/mau-van-ban/thong-bao/", {"file": good, "note": "thêm"}, follow=True)
    page = answer.content.decode()
    assert "Dùng phiên bản 1" in page
    preview = officer.get("/mau-van-ban/thong-bao/1.pdf")
    assert preview.content.startswith(b"%PDF")
    assert officer.post("/mau-van-ban/thong-bao/1/dung/").status_code == 302
    assert version_in_use(world.department, "thong-bao") == 1
    assert officer.post("/mau-van-ban/thong-bao/0/dung/").status_code == 302
    assert version_in_use(world.department, "thong-bao") == 0


def test_the_list_of_forms_asks_the_database_once(
    world: SimpleNamespace, django_assert_max_num_queries: object
) -> None:
    officer = Client()
    officer.force_login(world.users.officer)
    officer.get("/mau-van-ban/")
    with django_assert_max_num_queries(6):
        page = officer.get("/mau-van-ban/").content.decode()
    assert page.count("Mẫu gốc") == len(sheets())
