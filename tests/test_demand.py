"""Shares of people become whole persons whose sums are kept."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from netplan.demand import demand

HALF = Fraction(1, 2)


def test_remainders_go_to_the_largest_first_and_then_by_the_name_of_the_cell() -> None:
    # 3 + 5 + 1 + 1 people, half of them in need: 1.5 + 2.5 + 0.5 + 0.5 = 5; floors make 3, two are missing.
    people = np.array([[[3]], [[5]], [[1]], [[1]]])
    found = demand(people, [[[HALF]]], np.zeros(4, np.int64), ["d", "b", "c10", "c2"])
    assert found[:, 0, 0].tolist() == [1, 3, 1, 0]


def test_a_half_in_the_sum_of_an_area_is_rounded_to_the_even_number() -> None:
    for number, expected in ((1, 0), (3, 2), (5, 2), (7, 4)):
        found = demand(np.array([[[number]]]), [[[HALF]]], np.zeros(1, np.int64), ["a"])
        assert found.tolist() == [[[expected]]]


def test_every_area_is_rounded_on_its_own() -> None:
    people = np.array([[[1]], [[1]], [[1]], [[1]]])
    found = demand(people, [[[HALF]], [[Fraction(1)]]], np.array([0, 0, 1, 1]), ["a", "b", "c", "d"])
    assert found[:, 0, 0].tolist() == [1, 0, 1, 1]


def test_age_groups_of_a_service_are_added_before_they_are_rounded() -> None:
    people = np.array([[[10], [10]]])
    rates = [[[Fraction(323, 1000), Fraction(935, 1000)], [Fraction(0), Fraction(1, 8)]]]
    assert demand(people, rates, np.zeros(1, np.int64), ["a"]).tolist() == [[[13], [1]]]


def test_shares_too_fine_for_machine_numbers_are_counted_exactly() -> None:
    tiny = Fraction(1, 3**60)
    people = np.array([[[2]], [[2]]])
    rates = [[[HALF - tiny], [HALF + tiny]]]
    found = demand(people, rates, np.zeros(2, np.int64), ["a", "b"])
    assert found[:, :, 0].tolist() == [[1, 1], [1, 1]]


def test_nobody_needs_nothing() -> None:
    assert demand(np.zeros((0, 1, 2), np.int64), [], np.zeros(0, np.int64), []).shape == (0, 0, 2)


@st.composite
def _towns(draw: st.DrawFn) -> tuple[list[list[int]], list[list[Fraction]], list[int]]:
    groups, areas = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    cells = draw(st.integers(1, 8))
    people = [[draw(st.integers(0, 60)) for _ in range(groups)] for _ in range(cells)]
    rates = [[Fraction(draw(st.integers(0, 1000)), 1000) for _ in range(groups)] for _ in range(areas)]
    return people, rates, [draw(st.integers(0, areas - 1)) for _ in range(cells)]


@given(_towns())
def test_sums_are_kept_and_nobody_moves_by_a_whole_person(
    town: tuple[list[list[int]], list[list[Fraction]], list[int]],
) -> None:
    people, rates, area = town
    names = [f"c{i}" for i in range(len(people))]
    found = demand(np.array(people)[:, :, None], [[rate] for rate in rates], np.array(area), names)[:, 0, 0]
    exact = [
        sum((n * r for n, r in zip(people[c], rates[area[c]], strict=True)), Fraction(0)) for c in range(len(area))
    ]
    for c, number in enumerate(found.tolist()):
        assert abs(number - exact[c]) < 1
    for one in set(area):
        inside = [c for c in range(len(area)) if area[c] == one]
        assert int(found[inside].sum()) == round(sum((exact[c] for c in inside), Fraction(0)))
    order = sorted(range(len(area)), key=lambda c: (-(exact[c] % 1), names[c]))
    for earlier, later in ((a, b) for i, a in enumerate(order) for b in order[i + 1 :] if area[a] == area[b]):
        assert found[earlier] - exact[earlier] // 1 >= found[later] - exact[later] // 1
