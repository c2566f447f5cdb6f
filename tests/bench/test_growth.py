"""The models whose growth is measured can be made."""

import pytest

from tests.bench.growth import Case, model_of


@pytest.mark.parametrize("case", [Case(), Case(size=56), Case(channels=16)], ids=lambda case: case.name)
def test_each_case_is_a_model_of_its_size(case: Case) -> None:
    shapes = model_of(case).shapes
    assert shapes["conv1"] == (case.channels, case.size, case.size)
