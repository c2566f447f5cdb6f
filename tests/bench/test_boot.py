"""Which contenders are visited in all rounds."""

from tests.bench.boot import in_figure
from tests.bench.contenders import VISITS


def test_only_contenders_that_figures_name_are_visited_in_all_rounds() -> None:
    assert {visit.key for visit in VISITS if in_figure(visit)} == {
        *("ours", "ours_plain", "page", "page_plain", "ort", "stock")
    }
