"""Where every address leads on the planted ground: the arguments of those that need some."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from tests.apps.planted_clusters import cluster_places
from tests.apps.planted_scoring import scoring_places

EXTRACT = ("extract", "extract_docx", "extract_pdf", "cancel_extract")


def places(ground: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Arguments of the addresses that need them, all of the planted department."""
    from thidua.accounts.models import RoleAssignment
    from thidua.eligibility.models import Assessment

    chief = ground.decision.awards.order_by("pk").first()
    document = ground.through.documents.exclude(file="").first()
    draft = ground.draft
    one = draft.nominees.get()
    answer = Assessment.objects.get(person=ground.person, award_code="ldtt", is_current=True)
    pk: dict[str, Any] = {
        "accounts": ground.users.officer.pk,
        "exchange": ground.batch.pk,
        "people": ground.person.pk,
        "organisations": ground.person.unit_id,
        "initiatives": ground.person.initiatives.get().pk,
        "movements": ground.person.registrations.get().pk,
        "register": chief.register_entry_id,
        "eligibility": ground.round.pk,
        "dossiers": draft.pk,
        "councils": ground.closed.pk,
        "decisions": ground.decision.pk,
        "bonuses": ground.decision.pk,
        "ceremonies": ground.festive.ceremony.pk,
        "targets": ground.aims.of.pk,
    }
    gone, asked = ground.records.departure, ground.records.correction
    left = {"pk": gone.person_id, "fact": gone.pk}
    rating = {"sort": "xep-loai", "fact": ground.person.ratings.get(year=2026).pk}
    special: dict[str, dict[str, Any]] = {
        "people:add_fact": {"pk": ground.person.pk, "sort": "xep-loai"},
        "people:change_fact": {"pk": ground.person.pk, **rating},
        "people:remove_fact": {"pk": ground.person.pk, **rating},
        "people:merge": {"pk": ground.person.pk, "other": ground.records.twin.pk},
        "people:tell_apart": {"pk": ground.person.pk, "other": ground.records.twin.pk},
        "people:ask_field": {"field": "born_on"},
        "people:ask_missing": {"sort": "xep-loai", "act": "bo-sung"},
        "people:ask_words": {"sort": "so-dinh-danh"},
        "people:ask_line": {"sort": "dang-ky", "line": asked.person.registrations.first().pk},
        "people:ask_fact": {
            "sort": "xep-loai",
            "act": "sua",
            "fact": asked.person.ratings.first().pk,
        },
        "people:correction": {"pk": asked.pk},
        "people:withdraw": {"pk": asked.pk},
        "api:accept_correction": {"pk": asked.pk},
        "api:refuse_correction": {"pk": asked.pk},
        "people:evidence": {"pk": asked.pk},
        "people:compare_again": {"pk": ground.records.pair.pk},
        "people:merge_detail": {"pk": ground.records.merge.pk},
        "people:change_departure": left,
        "people:remove_departure": left,
        "people:come_back": {"pk": left["pk"]},
        "people:conclude": {"pk": ground.person.pk, "fact": ground.person.pending_matters.get().pk},
        "organisations:reorganise": {"pk": ground.person.unit_id, "act": "doi-ten"},
        "organisations:undo": {"pk": ground.handover.pk},
        "organisations:withdraw": {"pk": ground.recognition.pk},
        "organisations:recognise": {
            "pk": ground.recognition.body_id,
            "predecessor": ground.recognition.predecessor_id,
        },
        "organisations:change_year": {"pk": ground.person.unit_id, "year": 2025},
        "organisations:remove_year": {"pk": ground.person.unit_id, "year": 2025},
        "register:issue_person": {"pk": ground.person.pk},
        "register:issue_collective": {"pk": ground.person.unit_id},
        **{f"register:{name}": {"pk": ground.extract.pk} for name in EXTRACT},
        "register:evidence": {"pk": ground.scanned.pk},
        "register:event": {"pk": chief.register_entry_id, "act": "cap-doi"},
        **festive_places(ground),
        **cluster_places(ground),
        **scoring_places(ground),
        **aim_places(ground),
        "legislation:award": {"code": "ldtt"},
        "legislation:load": {"code": "ldtt"},
        "legislation:withdraw": {"name": "mot.yaml"},
        "initiatives:add": {"pk": ground.person.pk},
        "movements:add": {"pk": ground.person.pk},
        **{
            f"movements:{name}": {"pk": ground.movement.pk}
            for name in (
                "movement",
                "effect",
                "export_effect",
                "edit_movement",
                "plan_docx",
                "plan_pdf",
                "export_answers",
                "submit_plan",
                "approve_plan",
                "return_plan",
                "launch",
                "stop",
                "review",
            )
        },
        "movements:give_guidance": {"pk": ground.movement.pk},
        "movements:withdraw_guidance": {"pk": ground.movement.pk, "guidance": 1},
        "movements:report_docx": {
            "pk": ground.movement.pk,
            "review": ground.movement.reviews.get().pk,
        },
        "movements:answer": {"pk": ground.from_above.pk},
        **_call_places(ground),
        "movements:decline": {"pk": ground.from_above.pk},
        "movements:add_collective": {"pk": ground.person.unit_id},
        "accounts:finish_role": {"pk": RoleAssignment.objects.get(user=ground.users.officer).pk},
        "exchange:choose": {"pk": ground.batch.pk, "row_pk": ground.batch.rows.first().pk},
        "eligibility:next_steps": {"pk": ground.person.pk},
        "eligibility:explain": {"pk": answer.pk},
        "eligibility:record_finding": {"pk": answer.pk},
        "eligibility:assess": {"pk": answer.pk},
        "eligibility:withdraw_finding": {"pk": ground.finding.pk},
        "dossiers:withdraw": {"pk": one.pk},
        "dossiers:summary": {"pk": one.pk},
        "dossiers:withdraw_confirmation": {"pk": one.confirmations.first().pk},
        "dossiers:document": {"pk": document.pk},
        "dossiers:upload": {"pk": document.pk},
        "dossiers:take_back": {"pk": ground.at_council.pk},
        "councils:council": {"pk": ground.bench.council.pk},
        "councils:edit": {"pk": ground.bench.council.pk},
        "councils:add_member": {"pk": ground.bench.council.pk},
        "councils:new_sitting": {"pk": ground.bench.council.pk},
        "councils:end_member": {"pk": ground.bench.members[0].pk},
        "councils:papers": {"pk": ground.closed.pk, "motion": ground.closed.motions.first().pk},
        "councils:renew": {"pk": ground.bench.council.pk},
        "councils:end": {"pk": ground.bench.council.pk},
        "councils:criteria": {"pk": ground.bench.council.pk},
        "councils:export_members": {"pk": ground.bench.council.pk},
        "councils:file": {"pk": ground.closed.pk, "paper": ground.closed.papers.get().pk},
        "councils:remove_file": {"pk": ground.closed.pk, "paper": ground.closed.papers.get().pk},
        "councils:unrecuse": {
            "pk": ground.running.pk,
            "recusal": ground.running.motions.get().recusals.get().pk,
        },
        **{
            f"councils:{name}": {"pk": ground.closed.pk, "kind": "bien_ban_hop"}
            for name in ("record", "record_docx", "record_pdf", "send_record")
        },
        **{
            f"councils:{name}": {"pk": ground.closed.pk, "kind": "bien_ban_kiem_phieu"}
            for name in ("take_back_record", "sign_record")
        },
        "initiatives:put": {"pk": ground.closed.pk},
        "councils:ballot": {"pk": ground.running.pk},
        "councils:close_ballot": {"pk": ground.running.pk},
        "councils:progress": {"pk": ground.running.pk},
        "councils:closing": {"pk": ground.running.pk},
        "councils:announce_closing": {"pk": ground.running.pk},
        "councils:paper": {"pk": ground.running.pk},
        "councils:take_paper": {"pk": ground.running.pk, "member": ground.bench.members[0].pk},
        "councils:passes": {"pk": ground.running.pk},
        "councils:give_pass": {"pk": ground.running.pk, "member": ground.bench.members[0].pk},
        "accounts:enter_code": {"code": "AAAAAAAAAA"},
        "councils:codes": {"pk": ground.closed.pk, "number": 1},
        "councils:tally_file": {"pk": ground.closed.pk, "number": 1},
        "decisions:submission": {"award": "bk-cap-tinh"},
        "decisions:take_out": {"pk": ground.decision.pk, "award": chief.pk},
        "decisions:merit": {"pk": ground.decision.pk, "award": chief.pk},
        "decisions:one_pdf": {"pk": ground.decision.pk, "certificate": chief.certificate.pk},
        "decisions:returned": {"line": ground.cancellation.amended_lines.get().pk},
        "decisions:reissue": {"pk": ground.decision.pk, "award": chief.pk},
        "decisions:reissue_give": {"reissue": ground.reissue.pk},
        "decisions:reissue_refuse": {"reissue": ground.reissue.pk},
        "decisions:amended": {"pk": ground.cancellation.pk},
        "decisions:drop_line": {
            "pk": ground.cancellation.pk,
            "line": ground.cancellation.amended_lines.get().pk,
        },
        **{
            f"decisions:{name}": {
                "pk": ground.cancellation.pk,
                "signer": ground.cancellation.signers.get(purpose="agency").pk,
            }
            for name in ("sign", "attach")
        },
        **{
            f"bonuses:{name}": {"pk": ground.fund.pk}
            for name in ("fund", "export_entries", "add_income", "allocate", "spend", "close_fund")
        },
        **{
            f"bonuses:{name}": {
                "pk": ground.fund.pk,
                "entry": ground.fund.entries.get(sort="income").pk,
            }
            for name in ("reverse_entry", "fund_document")
        },
        "documents:detail": {"code": "quyet-dinh"},
        "documents:use": {"code": "quyet-dinh", "version": 0},
        "documents:download": {"code": "quyet-dinh", "version": 0},
        "documents:preview": {"code": "quyet-dinh", "version": 0},
        "portal:certificate": {"token": "0" * 12},
        "api:award": {"code": "ldtt"},
        "api:award_deadline": {"code": "ldtt"},
        "api:award_diff": {"code": "ldtt"},
        "api:person": {"pk": ground.person.pk},
        "api:posts": {"pk": ground.person.pk},
        "api:body_history": {"pk": ground.person.unit_id},
        "api:entry": {"pk": chief.register_entry_id},
        "api:events": {"pk": chief.register_entry_id},
        "api:people_grid": {"pk": ground.round.pk},
        "api:collectives_grid": {"pk": ground.round.pk},
        "api:assessment": {"pk": answer.pk},
        "api:sitting": {"pk": ground.closed.pk},
        "api:detail": {"pk": draft.pk},
        "api:submit": {"pk": draft.pk},
        "api:return_": {"pk": draft.pk},
        "api:accept": {"pk": draft.pk},
        "api:decision": {"pk": ground.decision.pk},
        "api:decision_payments": {"pk": ground.decision.pk},
        "api:pay_rewards": {"pk": ground.decision.pk},
        **{
            f"api:{name}": {"pk": ground.fund.pk}
            for name in ("fund_balance", "fund_entries", "fund_proof")
        },
    }

    class Places(dict[str, dict[str, Any]]):
        def __missing__(self, name: str) -> dict[str, Any]:
            space = name.split(":")[0]
            return {"pk": pk[space]} if space in pk else {}

    return Places(special)


def aim_places(ground: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Addresses of targets: of a unit's set, of one target, of a period, of a project."""
    aims = ground.aims
    one = ("target", "edit_target", "remove_target", "assign", "withdraw")
    period = ("report", "evidence", "remove_result")
    draft = ("submit", "send_back", "approve", "new_target", "import_targets", "remove_set")
    project = ("programme", "edit_programme", "end_programme")
    step = ("milestone_done", "milestone_reopen", "milestone_evidence")
    found = {f"targets:{name}": {"pk": aims.target.pk} for name in one}
    found |= {f"targets:{name}": {"pk": aims.target.pk, "period": 1} for name in period}
    found |= {f"targets:{name}": {"pk": aims.draft.pk} for name in draft}
    found |= {f"targets:{name}": {"pk": aims.project.pk} for name in project}
    found |= {f"targets:{name}": {"pk": aims.step.pk} for name in step}
    found |= {f"api:{name}": {"pk": aims.of.pk} for name in ("target_board", "target_units")}
    found |= {f"api:{name}": {"pk": aims.target.pk} for name in ("target_results", "report_target")}
    return found


def address(name: str, where: dict[str, dict[str, Any]]) -> str:
    wanted = where[name]
    try:
        return reverse(name, kwargs=wanted)
    except Exception:  # noqa: BLE001 - most lists take no argument
        return reverse(name)


def festive_places(ground: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Forms of certificates, printers, the ceremony, objects in stock, the key that signs."""
    from thidua.decisions.models import VerificationKey

    festive = ground.festive
    form, item = {"form": festive.form.pk}, {"pk": festive.item.pk}
    ceremony = {"pk": festive.ceremony.pk}
    designed = ("form", "preview", "set", "background", "trial", "use", "discard")
    return {
        **{f"documents:certificate_{name}": form for name in designed},
        "documents:certificate_target": {"slug": "chung"},
        "documents:certificate_return": {"slug": "chung"},
        "documents:printer_remove": {"printer": festive.printer.pk},
        **{f"ceremonies:{name}": item for name in ("item", "edit_item", "export_moves")},
        "ceremonies:undo_move": {**item, "move": festive.move.pk},
        "ceremonies:for_decision": {"decision": ground.decision.pk},
        "ceremonies:change": {**ceremony, "turn": festive.ceremony.turns.first().pk},
        "ceremonies:remove_presenter": {**ceremony, "presenter": festive.presenter.pk},
        "api:ceremony": ceremony,
        "decisions:key_revoke": {"key": VerificationKey.objects.get(signs=True).pk},
    }


def _call_places(ground: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Addresses of the call to register and of its sheets."""
    sheet = ground.sheet
    unit = {"pk": sheet.call_id, "unit": ground.person.unit_id}
    whole = ("call", "export_call", "edit_call", "lock_call", "remind")
    of_unit = ("unit_sheets", "unit_grid", "sheets_together", "sheet_of_unit")
    return {
        **{f"movements:{name}": {"pk": sheet.call_id} for name in whole},
        **{f"movements:{name}": unit for name in of_unit},
        "movements:sheet_of_person": {"pk": sheet.call_id, "person": ground.person.pk},
        "movements:refuse_sheet": {"pk": sheet.pk},
    }
