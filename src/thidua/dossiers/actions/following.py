"""Nominees follow a person whose two records become one, or are parted again."""

from __future__ import annotations

from thidua.dossiers.models import Nominee
from thidua.kit.errors import WrongState
from thidua.kit.moves import Moves


def follow_person(*, moves: Moves) -> None:
    """Receiver of `kit.events.person_moved`; refuses when one dossier proposes both for one award.

    Otherwise one of them would stay proposed under a record that no longer stands for anybody.
    """
    if not moves.back:
        mine = Nominee.objects.filter(person=moves.old.pk).select_related("dossier")
        theirs = set(
            Nominee.objects.filter(person=moves.new.pk).values_list("dossier_id", "award_code")
        )
        for nominee in mine:
            if (nominee.dossier_id, nominee.award_code) in theirs:
                raise WrongState(
                    f"Hồ sơ {nominee.dossier.code} đề nghị cả hai người cho cùng một hình thức. "
                    "Rút một đề nghị khỏi hồ sơ đó rồi gộp."
                )
    moves.follow(Nominee, "person")
