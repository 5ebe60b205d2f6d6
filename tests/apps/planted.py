"""A department where everything exists at once, full of secrets and of texts that would be code.

Every text a person may type holds markup; a page that shows it as markup is caught by
`test_every_address`. The secrets must never reach anybody outside their scope.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.apps.exchange.samples import person as line
from tests.apps.exchange.samples import staff_list
from tests.apps.movements.samples import called
from tests.apps.planted_clusters import plant_clusters
from tests.apps.planted_scoring import plant_scoring

NAME = 'Mật Văn Bí "><img src=x onerror=alert(1)>'
IDENTITY = "001085777777"
OTHER_IDENTITY = "001085888888"
BORN = dt.date(1977, 7, 17)
TITLE = "Hồ sơ mật <script>alert(2)</script>"
REASON = "Lý do kín '><svg onload=alert(3)>"
POST = '=HYPERLINK("http://x","y")<b>chức</b>'
FILE = "giay-to-mat<script>.pdf"
NUMBER = 4711
MINUTES = "Bàn kín <iframe src=x>"
MARKUP = ("<img src=x", "<script>alert", "<svg onload", "<iframe src", "<b>chức", "mat<script>")
# What a stranger must not meet anywhere: parts that survive any way of writing them.
SECRETS = ("Mật Văn Bí", "Mật Văn", IDENTITY, "Hồ sơ mật", "Lý do kín", f"{NUMBER}/", "Bàn kín",
           "giay-to-mat", "17/07/1977", "1977-07-17", OTHER_IDENTITY, "Phiên mật")  # fmt: skip


def plant(world: SimpleNamespace, folder: Path) -> SimpleNamespace:
    """Round, dossiers in three states, an open and a closed ballot, a decision, an import."""
    from thidua.dossiers import actions as dossiers
    from thidua.eligibility import actions as eligibility
    from thidua.eligibility.queries.judged import judged_conditions
    from thidua.kit.text import fold, name_order
    from thidua.movements.actions import register_for
    from thidua.people.actions import save_person
    from thidua.register.actions import record_years_loaded

    users, officer = world.users, world.users.officer
    person = world.people[0]
    save_person(
        department=world.department, by=officer, person=person, full_name=NAME, position=POST,
        born_on=BORN, identity_number=IDENTITY, note=REASON,
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.full_name, person.folded_name) == (NAME, fold(NAME))
    assert person.sort_key == name_order(NAME)
    record_years_loaded(
        department=world.department, years=list(range(2011, 2026)), source="sổ", by=None
    )
    for one in world.people:
        register_for(department=world.department, year=2026, award_code="ldtt", person=one, by=None)
    round_ = eligibility.open_round(
        department=world.department, year=2026, name="Xét năm 2026 <b>chức</b>",
        received_on=dt.date(2026, 9, 15), by=officer,
    )  # fmt: skip
    about = next(iter(judged_conditions(round_, award_code="bk-cap-tinh")))
    finding = eligibility.record_finding(
        round=round_, person=person, about=about, statement=REASON, holds=True, evidence=REASON,
        decided_by=NAME[:100], decided_on=dt.date(2026, 9, 1), by=officer,
    )  # fmt: skip
    eligibility.screen_round(round=round_, by=officer)

    def draft(chosen: list[Any]) -> Any:
        made = dossiers.create_dossier(
            round=round_, unit=world.department, title=TITLE,
            selection=[(one, "ldtt") for one in chosen], by=officer,
        )  # fmt: skip
        made.refresh_from_db()
        return made

    def complete(dossier: Any) -> None:
        for document in dossier.documents.filter(required=True):
            upload = SimpleUploadedFile(FILE, b"%PDF-1.7\n", "text/html")
            dossiers.attach_document(document=document, upload=upload, by=officer)
        dossiers.confirm_conditions(
            dossier=dossier, confirmed_by=REASON, confirmed_on=timezone.localdate(), by=officer
        )
        dossier.refresh_from_db()

    through, at_council, first = (
        draft([person, world.people[1]]), draft([world.people[2]]), draft([world.people[4]])
    )  # fmt: skip
    for dossier in (through, at_council):
        complete(dossier)
        dossiers.submit(dossier=dossier, by=officer)
        dossiers.accept(dossier=dossier, by=users.secretary)
    complete(first)
    bench = _council(world)
    closed, running = _sitting(world, bench, through), _sitting(world, bench, at_council)
    _vote(world, closed)
    decision, batch = _decision(world, through), _batch(world, folder)
    fund = _fund(world, person.unit)
    movement, from_above = _movements(world)
    aims = _aims(world, person)
    festive = _festive(world, decision)
    sheet = called(world, person, REASON)
    cancellation, reissue = _after(world, decision)
    _facts(person, officer)
    handover, recognition = _past(world)
    records = _records(world, person)
    scanned, extract = _extract(world, person)
    clusters = plant_clusters(world, title=TITLE, reason=REASON, file=FILE)
    scoring = plant_scoring(world, clusters.block, title=TITLE, reason=REASON, file=FILE)
    return SimpleNamespace(records=records, clusters=clusters, scoring=scoring,
        world=world, users=users, person=person, round=round_, finding=finding, draft=first,
        through=through, at_council=at_council, bench=bench, closed=closed, running=running,
        decision=decision, cancellation=cancellation, reissue=reissue, batch=batch,
        handover=handover, recognition=recognition, fund=fund, movement=movement,
        from_above=from_above, sheet=sheet, aims=aims,
        scanned=scanned, extract=extract, festive=festive,
    )  # fmt: skip


def _movements(world: SimpleNamespace) -> tuple[Any, Any]:
    """A draft of a plan, full of secrets; a running movement of the body above."""
    from thidua.movements.actions import TargetRow, draft_movement
    from thidua.movements.models import Movement, MovementReview

    plan = {"name": TITLE, "kind": "chuyen_de", "reach": "don_vi", "objectives": REASON}
    draft = draft_movement(
        department=world.department, plan=plan, targets=[TargetRow(NAME)], by=world.users.officer
    )
    MovementReview.objects.create(
        movement=draft, kind="so_ket", held_on=dt.date(2026, 6, 30), results=REASON
    )
    above = Movement.objects.create(
        department=world.department.parent, name="Phong trào của tỉnh", folded_name="phong trao",
        kind="chuyen_de", reach="bo_nganh_tinh", state="phat_dong", launched_on=dt.date(2026, 1, 5),
    )  # fmt: skip
    return draft, above


def _aims(world: SimpleNamespace, person: Any) -> SimpleNamespace:
    """A unit's targets of this year with a result and its file, a draft, a project."""
    from decimal import Decimal

    from thidua.targets import actions

    officer, today = world.users.officer, timezone.localdate()
    draft = actions.open_set(body=world.department, year=today.year + 1, title=TITLE, by=officer)
    of = actions.open_set(body=person.unit, year=today.year, title=TITLE, by=officer)
    target = actions.save_target(
        of=of, by=officer,
        values={"code": "A1", "text": NAME, "unit": "hồ sơ", "plan": Decimal(5), "heading": REASON},
    )  # fmt: skip
    actions.submit_set(of=of, by=officer)
    of = actions.approve_set(of=of, by=world.users.director)
    actions.report_result(
        target=target, period=1, value=Decimal(NUMBER), note=REASON, reference=TITLE, by=officer,
        upload=SimpleUploadedFile(FILE, b"%PDF-1.7\n", "text/html"),
    )  # fmt: skip
    project = actions.save_programme(
        body=person.unit, by=officer, steps=[actions.Step(REASON, today)],
        values={"kind": "du_an", "name": TITLE, "number": NAME, "starts": today, "ends": today},
    )  # fmt: skip
    step = actions.finish_milestone(
        milestone=project.milestones.get(), done_on=today, reference=REASON, by=officer,
        upload=SimpleUploadedFile(FILE, b"%PDF-1.7\n", "text/html"),
    )  # fmt: skip
    return SimpleNamespace(draft=draft, of=of, target=target, project=project, step=step)


def _records(world: SimpleNamespace, person: Any) -> SimpleNamespace:
    """One record merged into the planted one, one told apart from it, one of somebody gone."""
    from thidua.people import actions
    from thidua.people.queries import differences

    officer = world.users.officer

    def somebody(name: str) -> Any:
        return actions.save_person(
            department=world.department, by=officer, full_name=name, unit=person.unit
        )[0]

    gone, twin, left = (somebody(f"Mật Văn {word}") for word in ("Bảy", "Tám", "Chín"))
    sides = {line.key: "survivor" for line in differences(person, gone)}
    merge = actions.merge_people(
        survivor=person, absorbed=gone, choices=sides, reason=REASON, by=officer
    )
    pair = actions.tell_apart(one=person, other=twin, reason=REASON, by=officer)
    departure = actions.record_departure(
        person=left, kind="chuyen_di", from_date=dt.date(2026, 1, 5), destination=REASON, by=officer
    )
    from thidua.movements.actions import register_for

    member = world.users.member
    correction = actions.ask_correction(
        person=member.person, sort="person", act="change", field="ethnicity", by=member,
        values={"ethnicity": POST[:40]}, reason=REASON,
        upload=SimpleUploadedFile(FILE, b"%PDF-1.7\n", "text/html"),
    )  # fmt: skip
    register_for(
        department=world.department, person=member.person, award_code="ldtt", year=2025, by=officer
    )
    return SimpleNamespace(
        merge=merge, pair=pair, twin=twin, departure=departure, correction=correction
    )


def _extract(world: SimpleNamespace, person: Any) -> tuple[Any, Any]:
    """An award of another body with its scan, and a certified extract about a unit."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from thidua.register.actions import issue_extract, record_paper_decision

    officer, unit = world.users.officer, person.unit
    scanned = record_paper_decision(
        department=world.department, by=officer, person=None, collective=unit,
        award_code="giay-khen", award_name="Giấy khen", year=2020, decision_number="9/QĐ",
        decided_on=dt.date(2020, 5, 5), authority=TITLE, merit="dot_xuat", source="other",
        evidence=SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.7 " + REASON.encode()),
    )  # fmt: skip
    extract = issue_extract(
        department=world.department, by=officer, collective=unit, purpose=REASON,
        signatory_name=TITLE, signatory_powers=["Giám đốc"],
    )  # fmt: skip
    return scanned, extract


def _facts(person: Any, officer: Any) -> None:
    """A matter under review, an initiative that waits, a year of the unit: all kept by hand."""
    from thidua.initiatives.actions import record_initiative
    from thidua.organisations.actions import record_collective_year
    from thidua.people.actions import record_pending

    record_pending(
        person=person, kind="khieu_nai", from_date=dt.date(2026, 10, 1), note=REASON, by=officer
    )
    record_initiative(
        person=person, year=2026, kind="sang_kien", name=TITLE, state="waiting", by=officer
    )
    record_collective_year(
        body=person.unit, year=2025, rating="hoan_thanh_tot", source=REASON, by=officer
    )


def _past(world: SimpleNamespace) -> tuple[Any, Any]:
    """Tasks that one unit handed to another, and a decision about its history."""
    from thidua.organisations import actions

    giver, receiver = world.units[1], world.units[0]
    basis = actions.Basis("7/QĐ <script>alert(5)</script>", REASON, dt.date(2025, 2, 20))
    event = actions.move_function(
        giver=giver, receiver=receiver, function=TITLE, effective_on=dt.date(2025, 3, 1),
        basis=basis, by=world.users.officer,
    )  # fmt: skip
    decision = actions.recognise_history(
        body=receiver, predecessor=giver, up_to=dt.date(2025, 2, 28), decided_by=NAME[:100],
        decided_on=dt.date(2025, 4, 1), document_number="8/TB", basis=REASON,
        by=world.users.officer,
    )  # fmt: skip
    return event, decision


def _council(world: SimpleNamespace) -> SimpleNamespace:
    from thidua.councils import actions

    users = world.users
    council = actions.create_council(
        body=world.department, name=f"Hội đồng {REASON}"[:200], by=users.officer
    )
    seats = [(users.director, "chu_tich"), (users.secretary, "thu_ky"), (users.member, "uy_vien")]
    members = [
        actions.add_member(
            council=council, full_name="", office=POST, duty=duty, user=user, by=users.officer
        )
        for user, duty in seats
    ]
    return SimpleNamespace(council=council, members=members, users=[user for user, _ in seats])


def _sitting(world: SimpleNamespace, bench: SimpleNamespace, dossier: Any) -> Any:
    from thidua.councils import actions
    from thidua.dossiers import actions as dossiers

    secretary = world.users.secretary
    sitting = actions.create_sitting(
        council=bench.council, title="Phiên mật <script>alert(4)</script>", place=REASON,
        held_on=dt.date(2026, 9, 25), received_on=dt.date(2026, 9, 15), by=secretary,
    )  # fmt: skip
    dossier.refresh_from_db()
    dossiers.put_to_council(dossiers=[dossier], sitting=sitting, by=secretary)
    motion = sitting.motions.first()
    actions.recuse(
        sitting=sitting, motions=[motion], member=bench.members[2], ground="khac", note=REASON,
        by=secretary,
    )  # fmt: skip
    actions.add_paper(
        sitting=sitting, title=TITLE, motion=motion,
        upload=SimpleUploadedFile(FILE, b"%PDF-1.7\n", "text/html"), by=secretary,
    )  # fmt: skip
    actions.convene(sitting=sitting, by=secretary)
    marks = {member.pk: ("co_mat", REASON) for member in bench.members}
    actions.set_attendance(sitting=sitting, marks=marks, by=secretary)
    actions.open_ballot(sitting=sitting, by=secretary)
    texts = {"dien_bien": MINUTES, "ket_luan": MINUTES}
    actions.write_record(sitting=sitting, kind="bien_ban_hop", texts=texts, by=secretary)
    sitting.refresh_from_db()
    return sitting


def _vote(world: SimpleNamespace, sitting: Any) -> None:
    from thidua.councils import actions

    for user in (world.users.director, world.users.secretary, world.users.member):
        choices = {
            motion.pk: "dong_y"
            for motion in sitting.motions.all()
            if not motion.recusals.filter(member__user=user).exists()
        }
        actions.cast(sitting=sitting, choices=choices, by=user)
    actions.close_ballot(sitting=sitting, by=world.users.secretary)
    actions.release_results(sitting=sitting, by=world.users.director)
    actions.send_record(
        sitting=sitting, kind="bien_ban_kiem_phieu", number=str(NUMBER), by=world.users.secretary
    )
    sitting.refresh_from_db()


def _decision(world: SimpleNamespace, dossier: Any) -> Any:
    from thidua.decisions import actions

    users = world.users
    nominees = list(dossier.nominees.order_by("pk"))
    decision = actions.draft_decision(nominees=nominees, title=TITLE, by=users.officer)
    for award in decision.awards.all():
        actions.set_merit(award=award, merit=REASON, by=users.officer)
    actions.send_to_sign(decision=decision, by=users.officer)
    return actions.issue_decision(
        decision=decision, number=NUMBER, decided_on=timezone.localdate(), by=users.director
    )


def _after(world: SimpleNamespace, decision: Any) -> tuple[Any, Any]:
    """A line of the decision cancelled by another, an application for the other's certificate."""
    from thidua.decisions import actions
    from thidua.decisions.models import DecisionSigner

    users, today = world.users, timezone.localdate()
    chief, *_, other = decision.awards.order_by("pk")
    cancellation = actions.draft_cancellation(
        decision=decision, awards=[other.pk], ground="ke-khai-gian-doi", reason=REASON,
        conclusion_number="1/KL <b>chức", conclusion_on=today, conclusion_by=TITLE,
        return_by=today, by=users.officer,
    )  # fmt: skip
    agency = actions.SignerRow(DecisionSigner.Purpose.AGENCY, TITLE)
    actions.set_signers(decision=cancellation, signers=[agency], by=users.officer)
    actions.send_to_sign(decision=cancellation, by=users.officer)
    cancellation = actions.issue_decision(
        decision=cancellation, decided_on=today, by=users.director
    )
    reissue = actions.apply_for_reissue(
        award=chief, kind="reissue", reason=REASON, applicant=TITLE, applied_on=today,
        by=users.officer,
    )  # fmt: skip
    return cancellation, reissue


def _fund(world: SimpleNamespace, unit: Any) -> Any:
    """A fund that took in the decision, with a source and its scan, a share and a spending."""
    from thidua.bonuses import actions

    day, officer = timezone.localdate(), world.users.officer
    fund = actions.open_fund(
        department=world.department, kind="commendation", year=day.year, by=officer
    )
    paper = {"document_number": f"{NUMBER}/QĐ", "day": day, "fund": fund, "by": officer}
    actions.add_income(
        item="budget", amount=50_000_000, text=REASON, **paper,
        upload=SimpleUploadedFile(FILE, b"%PDF-1.7\n", "text/html"),
    )  # fmt: skip
    actions.allocate(item="council", amount=3_000_000, unit=unit, text=REASON, **paper)
    actions.spend(item="council", amount=1_000_000, unit=unit, text=REASON, **paper)
    return fund


def _batch(world: SimpleNamespace, folder: Path) -> Any:
    from thidua.exchange import actions

    path = staff_list(
        folder / "ds.xlsx",
        line(name=NAME, identity=IDENTITY, post=f"{POST[1:]}, Phòng Hành chính", notes=REASON),
        line(name="Mật Văn Bốn", identity=OTHER_IDENTITY, born="17/07/1977"),
        line(name="Mật Văn Năm", identity=OTHER_IDENTITY, born="18/07/1977"),
    )
    upload = SimpleUploadedFile(FILE.replace(".pdf", ".xlsx"), path.read_bytes())
    return actions.preview_staff_list(body=world.department, file=upload, by=world.users.officer)


def _festive(world: SimpleNamespace, decision: Any) -> SimpleNamespace:
    """A form of certificates in the making, a printer, a ceremony with seats, blanks in stock."""
    import io
    from decimal import Decimal

    from PIL import Image

    from thidua.ceremonies import actions as ceremonies
    from thidua.documents import actions as documents

    officer, body, today = world.users.officer, world.department, timezone.localdate()
    picture = io.BytesIO()
    Image.new("RGB", (1755, 1240), "white").save(picture, "PNG")
    form = documents.start_form(body=body, target="", by=officer)
    fields = [*form.layout["fields"]]
    fields[0] = {**fields[0], "text": TITLE[:60]}
    form = documents.save_form(
        form=form, layout={**form.layout, "fields": fields}, prints_background=True, note=REASON,
        by=officer,
    )  # fmt: skip
    form, _ = documents.set_background(
        form=form, content=picture.getvalue(), file_name=FILE, by=officer
    )
    printer = documents.keep_printer(
        body=body, name=POST[:80], right=Decimal(1), down=Decimal(0), by=officer
    )
    ceremony = ceremonies.save_ceremony(
        body=body, title=TITLE, held_on=today, place=REASON, decisions=[decision], by=officer
    )
    presenter = ceremonies.add_presenter(ceremony=ceremony, name=NAME, post=POST, by=officer)
    ceremonies.assign_presenter(ceremony=ceremony, group=0, presenter=presenter, by=officer)
    turn = ceremony.turns.first()
    ceremonies.change_turn(turn=turn, attendance="represented", receiver=NAME, by=officer)
    ceremonies.give_seats(ceremony=ceremony, per_row=10, by=officer)
    item = ceremonies.save_item(
        body=body, kind="blank", name=f"Phôi {NAME}", target="ldtt", low_at=500, by=officer
    )
    move = ceremonies.move_stock(
        item=item, kind="receipt", quantity=40, on=today, reason=REASON, by=officer
    )
    return SimpleNamespace(
        form=form, printer=printer, ceremony=ceremony, presenter=presenter, item=item, move=move
    )
