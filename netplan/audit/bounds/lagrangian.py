"""The bound that prices prove, in whole numbers.

For any prices λ of needs, μ of rows and ρ of earlier goals,

Σ min(λ, unserved)·people  −  Σ μ·limit  −  Σ ρ·limit  +  Σ_f cheapest life of f, each person on a way paying λ less

is below what every plan counts: a plan that keeps rows and limits pays nothing more for them, and no facility does
better than by itself. Prices are whole multiples of 2⁻ᵇⁱᵗˢ of the goal's unit, so that no digit is lost.
Source: Lagrangian relaxation (Geoffrion 1974).
"""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from netplan.audit.bounds.cheapest import LARGEST, Costs, cheapest, check_size
from netplan.audit.bounds.counted import Counted, is_beyond
from netplan.audit.bounds.entries import Bools, Ints
from netplan.audit.bounds.parts import Parts
from netplan.audit.bounds.rows import Row, Term
from netplan.audit.bounds.sizes import Offers
from netplan.audit.quantities import UnreadableError

MOST_BITS = 40


@dataclass(frozen=True, eq=False)
class Asked:
    """One goal, and what earlier ones may count."""

    goal: Counted
    earlier: tuple[tuple[Counted, int, int], ...]
    """Earlier goals with their limits and prices."""
    all_served: bool
    """Whether nobody who has a way may be left without a place."""


@dataclass(frozen=True)
class Priced:
    """A row in whole numbers, and the price of one unit of it."""

    terms: tuple[Term, ...]
    limit: int
    price: int


def priced(row: Row, price: int, factor: int) -> Priced | None:
    """Multiply a row so that it is whole; None where it is not, or where nothing limits it on the side of its price."""
    times = Fraction(factor, row.per)
    limit = row.high if price > 0 else row.low
    if limit is None or any((term.each * times.numerator % times.denominator).any() for term in row.terms):
        return None
    terms = tuple(replace(term, each=term.each * times.numerator // times.denominator) for term in row.terms)
    exact = limit * times
    side = -(-exact.numerator // exact.denominator) if price > 0 else exact.numerator // exact.denominator
    return Priced(terms, side, price)


def bound_of(
    parts: Parts,
    offers: Offers,
    asked: Asked,
    prices: tuple[int, Ints, tuple[Priced, ...]],
    barred: Bools | None = None,
) -> int | None:
    """Give the least whole number not below what prices prove; None where some facility has no life left.

    `prices` are the bits, the price of each need, and the rows with theirs.
    """
    bits, need, rows = prices
    if not 0 <= bits <= MOST_BITS:
        raise UnreadableError(f"prices are in parts of 2^{bits} of a unit")
    paid, constant = _together(asked, rows, int(np.abs(need).max(initial=0)), 1 << bits)
    ways, needs = parts.ways, parts.needs
    way = paid.way + paid.entered[ways.facility, ways.entry][ways.block] - need[ways.need]
    if paid.beyond.any():
        way += paid.beyond[ways.need] * is_beyond(parts)
    costs = Costs(paid.step + np.minimum(paid.kept, 0), paid.at, np.minimum(paid.untouched, 0), way)
    check_size(parts, costs)
    lives = cheapest(parts, offers, costs, barred)
    if lives is None:
        return None
    unserved = paid.unserved[needs.entry] + paid.beyond
    worth = need if asked.all_served else np.minimum(need, unserved)
    people = _product(np.where(parts.has_way, worth, unserved), needs.people)
    return -(-(people + lives + constant) // (1 << bits))


def _together(asked: Asked, rows: tuple[Priced, ...], dearest: int, unit: int) -> tuple[Counted, int]:
    """Add up what goal, earlier goals and rows ask for each decision, and what their limits give back."""
    size = asked.goal.largest * unit + dearest
    size += sum(abs(price) * counted.largest for counted, _, price in asked.earlier)
    size += sum(abs(row.price) * max(int(np.abs(term.each).max(initial=0)) for term in row.terms) for row in rows)
    if size > LARGEST // 4:
        raise UnreadableError("the prices are too large to be counted")
    if any(price < 0 for _, _, price in asked.earlier):
        raise UnreadableError("an earlier goal has a price below 0")
    paid, constant = asked.goal.times(unit), 0
    for counted, limit, price in asked.earlier:
        paid, constant = paid.plus(counted, price), constant - price * limit
    for row in rows:
        for term in row.terms:
            np.add.at(paid.by_name[term.what], term.index, row.price * term.each)
        constant -= row.price * row.limit
    return paid, constant


def _product(one: Ints, other: Ints) -> int:
    """Give Σ of products, however large."""
    if float(np.abs(one.astype(float)).max(initial=0.0)) * float(other.sum()) < LARGEST:
        return int(one @ other)
    return sum(a * b for a, b in zip(one.tolist(), other.tolist(), strict=True))
