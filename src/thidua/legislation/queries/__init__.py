"""What the pages about the law show: the catalogue, one award, what is not known, own texts."""

from thidua.legislation.queries.award import AwardPage, award_page
from thidua.legislation.queries.catalogue import Listed, catalogue
from thidua.legislation.queries.gaps import Gap, gaps
from thidua.legislation.queries.texts import OwnText, draft_of, own_texts, texts_changed_at

__all__ = [
    "AwardPage",
    "Gap",
    "Listed",
    "OwnText",
    "award_page",
    "catalogue",
    "draft_of",
    "gaps",
    "own_texts",
    "texts_changed_at",
]
