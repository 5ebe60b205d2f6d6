"""What has come to rest on lines of the book since they were written."""

from __future__ import annotations

from collections.abc import Sequence

from thidua.register.models import Claim, RegisterEntry, RegisterEvent, RegisterExtract

_CHUNK = 500
_BY_HAND = (RegisterEvent.Kind.MATCHED, RegisterEvent.Kind.UNMATCHED, RegisterEvent.Kind.REVOKED)


def resting_on(entries: Sequence[int], *, with_claims: bool = True) -> list[str]:
    """Sentences about what would change if these lines were withdrawn; empty when nothing would.

    `entries` are primary keys of one book. Answers of the law are not among them: they are kept as
    they were given and marked as old. `with_claims` False leaves out claims, which are checked
    again by themselves.
    """
    claims = people = by_hand = decided = 0
    owners: set[int] = set()
    for start in range(0, len(entries), _CHUNK):
        part = entries[start : start + _CHUNK]
        claims += Claim.objects.filter(entry__in=part, status=Claim.Status.CONFIRMED).count()
        by_hand += (
            RegisterEvent.objects.filter(entry__in=part, kind__in=_BY_HAND)
            .exclude(by=None)
            .values("entry")
            .distinct()
            .count()
        )
        rows = RegisterEntry.objects.filter(pk__in=part)
        decided += rows.filter(source=RegisterEntry.Source.DECISION).count()
        owners |= set(rows.exclude(person=None).values_list("person", flat=True))
    for start in range(0, len(owners), _CHUNK):
        part = sorted(owners)[start : start + _CHUNK]
        people += RegisterExtract.objects.filter(person__in=part, cancelled_at=None).count()
    found = []
    if claims and with_claims:
        found.append(f"{claims} thành tích kê khai đang được xác nhận nhờ các dòng này.")
    if by_hand:
        found.append(f"{by_hand} dòng đã có người xác nhận khớp người hoặc ghi hủy bỏ.")
    if people:
        found.append(f"{people} bản trích sao đã cấp cho người có tên trong các dòng này.")
    if decided:
        found.append(f"{decided} dòng do quyết định trong hệ thống ghi, không rút được.")
    return found
