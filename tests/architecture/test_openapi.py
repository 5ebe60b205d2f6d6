"""The checked-in description of the API is the one the program serves."""

from pathlib import Path

from thidua.config import openapi

ROOT = Path(__file__).parents[2]


def test_the_description_is_up_to_date() -> None:
    kept = (ROOT / openapi.PATH).read_text(encoding="utf-8")
    assert kept == openapi.text(), "renew it: uv run python -m thidua.config.openapi"


def test_no_answer_of_the_api_describes_a_ballot_or_an_identity_number() -> None:
    described = openapi.text()
    for word in ("identity_number", "so_dinh_danh", "choice", "ballot_id"):
        assert word not in described
