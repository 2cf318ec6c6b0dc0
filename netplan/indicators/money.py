"""What a plan costs over all years, in the view of the carriers, of the Land, and of both."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from netplan.indicators.weights import Weights
from netplan.tables import Ints, Tables


def carrier_cost(tables: Tables) -> Weights:
    """Discounted money of the carriers, less what is left of their buildings at the end [cents].

    Σ_y d[y] · (paid[y] − grant[y] − proceeds[y] + span · running[y]) − d[end] · residual, of facilities open at the end
    """
    none, steps = Weights.none(tables), tables.steps
    kept = -steps.residual if steps.residual.any() else None
    of_steps = steps.present - steps.proceeds_present - steps.grant_present
    people = _sum(_of_people(tables.money.per_person_present, tables), transport(tables))
    return Weights(of_steps, tables.levels.running_present, 0, none.pairs, people, kept=kept)


def land_cost(tables: Tables) -> Weights:
    """Discounted money of the Land: Σ_y d[y] · (grant[y] + span · running cost that it bears[y]) [cents]."""
    none, people = Weights.none(tables), _of_people(tables.money.land_per_person_present, tables)
    return Weights(tables.steps.grant_present, tables.levels.land_present, 0, none.pairs, people)


def cost(tables: Tables) -> Weights:
    """Discounted money of carriers and Land together, so that grants cancel out [cents]."""
    own, land = carrier_cost(tables), land_cost(tables)
    entries = _sum(own.entries, land.entries)
    return replace(own, steps=own.steps + land.steps, at=own.at + land.at, entries=entries)


def transport(tables: Tables) -> Ints | None:
    """Discounted money of taking one person to a far facility, by pair and entry, None where it is not counted [cents].

    It is a carrier's: that of the county or town, which pays it (Träger der Schülerbeförderung).
    """
    money = tables.money
    if not len(money.is_far):
        return None
    return np.asarray(money.transport_present[tables.pairs.service] * money.is_far[:, np.newaxis])


def _sum(one: Ints | None, other: Ints | None) -> Ints | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _of_people(present: Ints, tables: Tables) -> Ints | None:
    """Discounted money of one person by pair and entry, None where people cost nothing [cents]."""
    return present[tables.pairs.facility, tables.pairs.service] if present.any() else None


def valued(found: Weights, parts: Sequence[tuple[Weights, Fraction]]) -> Weights:
    """Add other goals to a cost, each coefficient times its exchange rate rounded half-even to a cent [cents]."""
    for own, rate in parts:
        found = replace(
            found,
            steps=found.steps + _rounded(own.steps, rate),
            at=found.at + _rounded(own.at, rate),
            pairs=found.pairs + _rounded(own.pairs, rate),
        )
    return found


def _rounded(numbers: Ints, rate: Fraction) -> Ints:
    """Return rate · numbers, each rounded half-even."""
    whole, rest = np.divmod(numbers * rate.numerator, rate.denominator)
    up = (2 * rest > rate.denominator) | ((2 * rest == rate.denominator) & (whole % 2 == 1))
    return np.asarray(whole + up)
