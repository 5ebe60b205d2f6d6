"""Evidence of a line: a file, or the number of a document and where it is found."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from thidua.kit.errors import WrongState
from thidua.kit.text import squeeze
from thidua.kit.uploads import check_upload, digest_of
from thidua.scoring.actions.sheets import locked, log
from thidua.scoring.models import Evidence, SheetLine
from thidua.scoring.permissions import check_may_score

MOST = 10


@transaction.atomic
def add_proof(*, line: SheetLine, by: Any, reference: str = "", file: Any = None) -> Evidence:
    """Add one proof. Refuses neither file nor reference, a broken file, the same file twice."""
    sheet = locked(line.sheet)
    check_may_score(by, sheet)
    reference = squeeze(reference)[:300]
    if not reference and file is None:
        raise WrongState("Chọn tệp, hoặc ghi số văn bản, nơi tra cứu.", field="reference")
    row = line.criterion
    there = list(line.proofs.all())
    if len(there) >= MOST:
        raise WrongState(f"Dòng {row.number} có không quá {MOST} minh chứng.")
    made = Evidence(line=line, reference=reference, added_by=by)
    if file is not None:
        check_upload(file)
        made.digest = digest_of(file)
        if any(one.digest == made.digest for one in there):
            raise WrongState(f"Tệp này đã có ở dòng {row.number}.", field="file")
        made.name, made.file = (file.name or "")[:200], file
    made.save()
    log(
        sheet, "add_proof", f"Thêm minh chứng dòng {row.number}, phiếu của {sheet.unit.name}",
        by=by, detail={"line": row.number, "proof": str(made), "digest": made.digest},
    )  # fmt: skip
    return made


@transaction.atomic
def remove_proof(*, proof: Evidence, by: Any) -> None:
    """Take a proof out while the unit still scores; the log keeps its name and digest."""
    sheet = locked(proof.line.sheet)
    check_may_score(by, sheet)
    row = proof.line.criterion
    log(
        sheet, "remove_proof", f"Bỏ minh chứng dòng {row.number}, phiếu của {sheet.unit.name}",
        by=by, detail={"line": row.number, "before": str(proof), "digest": proof.digest},
    )  # fmt: skip
    if proof.file:
        store, name = proof.file.storage, str(proof.file.name)
        transaction.on_commit(lambda: store.delete(name))
    proof.delete()
