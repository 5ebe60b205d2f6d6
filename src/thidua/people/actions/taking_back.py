"""Posts that a staff list opened go when the list is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from thidua.audit.actions import record
from thidua.kit.rows import CHUNK
from thidua.organisations.models import Body
from thidua.people.actions.marks import mark_changed
from thidua.people.actions.posts import DAY_UNKNOWN
from thidua.people.models import Post
from thidua.people.permissions import check_may_keep_people


@transaction.atomic
def take_back_posts(*, department: Body, posts: Sequence[int], reason: str, by: Any) -> int:
    """Remove posts (primary keys) that stand as a list opened them, with one audit row.

    A post to which somebody has since given a day or a paper stays. Persons who are back at the
    post they held before are no longer said to have left it on an unknown day. Returns how many
    were removed; refuses everybody but the officer.
    """
    check_may_keep_people(by, department=department)
    gone: list[Post] = []
    wanted = sorted(posts)
    for start in range(0, len(wanted), CHUNK):
        gone += Post.objects.filter(
            pk__in=wanted[start : start + CHUNK],
            person__department=department,
            from_date=None,
            to_date=None,
            basis="",
        ).select_related("person", "unit")
    if not gone:
        return 0
    people = {post.person_id: post.person for post in gone}
    kept = [{"person": str(p.person), "unit": str(p.unit), "title": p.title} for p in gone]
    for start in range(0, len(gone), CHUNK):
        Post.objects.filter(pk__in=[p.pk for p in gone[start : start + CHUNK]]).delete()
    _back(sorted(people), people)
    mark_changed(person_ids=people)
    record(
        by=by,
        action="people.take_back_posts",
        text=f"Gỡ {len(gone)} chức vụ do danh sách nhập nhầm ghi",
        subject=department,
        body=department,
        detail={"reason": reason, "posts": kept[:1000]},
    )
    return len(gone)


def _back(keys: Sequence[int], people: Any) -> None:
    back = []
    for start in range(0, len(keys), CHUNK):
        noted = Post.objects.filter(
            person__in=keys[start : start + CHUNK], to_date=None, end_basis=DAY_UNKNOWN
        )
        for post in noted:
            person = people[post.person_id]
            if (post.unit_id, post.title) == (person.unit_id, person.position):
                post.end_basis = ""
                back.append(post)
    Post.objects.bulk_update(back, ["end_basis"], batch_size=CHUNK)
