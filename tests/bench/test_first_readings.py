"""How the first readings of a visit are held against later ones."""

import pytest

from tests.bench.first_readings import DRAWINGS, READINGS, FirstReadings, by_place, slowest, steady

LATER = [1.0] * 80


def test_a_visit_has_a_hundred_readings() -> None:
    assert DRAWINGS * READINGS == 100


def test_first_ten_readings_are_held_against_the_last_ten() -> None:
    visit = [20.0, *[3.0] * 9, *LATER, *[1.0] * 4, 2.0, 2.0, *[5.0] * 4]
    assert slowest(visit) == 20.0
    assert steady(visit) == 2.0
    visit[10] = 500.0  # the eleventh is neither
    assert (slowest(visit), steady(visit)) == (20.0, 2.0)


def test_each_place_has_the_median_of_all_visits() -> None:
    visits = [[first, *[2.0] * 9, *LATER, *[2.0] * 10] for first in (8.0, 400.0, 12.0)]
    assert by_place(visits) == pytest.approx([6.0, *[1.0] * 9])


def test_samples_have_one_number_for_each_visit() -> None:
    first = FirstReadings(cold=[[9.0, *[3.0] * 99], [6.0, *[3.0] * 99]], warm=[[5.0] * 100])
    first.at_once.append([4.0, *[2.0] * 99])
    assert first.samples() == {
        "first_cold/slowest": [9.0, 6.0],
        "first_cold/steady": [3.0, 3.0],
        "first_warm/slowest": [5.0],
        "first_warm/steady": [5.0],
        "first_at_once/slowest": [4.0],
        "first_at_once/steady": [2.0],
    }
