"""Tables of provision by area, and of free places near what is built, with counts of few people withheld."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from netplan.comparison import Comparison, Variant
from netplan.comparison.free_capacity import proofs
from netplan.comparison.provision import Supplied, corridors, supplied
from netplan.reports.wording import Wording
from netplan.tables import StepKind
from netplan.units import FEWEST

HEADS = (
    "area",
    "year",
    "residents",
    "people",
    "places",
    "assigned",
    "served_residents",
    "served_elsewhere",
    "guests",
    "coverage",
    "utilisation",
    "participation",
)
PROOF_HEADS = (
    "holds_from",
    "facility",
    "kind",
    "service",
    "places_added",
    "people_near",
    "near_facility",
    "places",
    "free_places",
    "free_before",
)
CORRIDOR_HEADS = (
    "service",
    "area",
    "year",
    "people_counted",
    "places",
    "corridor_low",
    "corridor_high",
    "corridor_gap",
)
Cell = str | int | float | None


@dataclass(frozen=True)
class Provision:
    """One table: a service by area and year."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Told:
    """What is said of provision: tables with their heads."""

    heads: list[str]
    services: list[Provision]
    corridor_heads: list[str]
    corridor: list[tuple[str, ...]]
    """Empty where the variant has no corridor."""
    free_heads: list[str]
    free: list[tuple[str, ...]]
    """Empty where nothing is opened or extended."""


def told(variant: Variant, comparison: Comparison, areas: Mapping[str, str], w: Wording) -> Told:
    """Gather what is said of provision; `areas` names the areas."""
    return Told(
        heads=[w(key) for key in HEADS],
        services=provision(variant, areas, w),
        corridor_heads=[w(key) for key in CORRIDOR_HEADS],
        corridor=corridor_rows(variant, areas, w),
        free_heads=[w(key) for key in PROOF_HEADS],
        free=free_places(variant, comparison, w),
    )


def provision(variant: Variant, areas: Mapping[str, str], w: Wording) -> list[Provision]:
    """Return one table a service, the whole region last; `areas` names the areas."""
    tables: dict[str, list[tuple[str, ...]]] = {}
    for one in supplied(variant.plan):
        tables.setdefault(one.service, []).append(provision_row(one, areas, w))
    titles = variant.case.words.services
    return [Provision(w.of(titles.get(name, {}), name), tuple(rows)) for name, rows in tables.items()]


def free_places(variant: Variant, comparison: Comparison, w: Wording) -> list[tuple[str, ...]]:
    """Return one row for each facility near each open or extend measure; one without any where there is none."""
    return [
        tuple("–" if cell is None else cell if isinstance(cell, str) else w.number(cell) for cell in row)
        for row in proof_cells(variant, comparison, w)
    ]


def proof_cells(variant: Variant, comparison: Comparison, w: Wording) -> Iterator[list[Cell]]:
    """Yield the same rows with numbers as numbers."""
    plan = variant.plan
    steps, levels, demand = plan.tables.steps, plan.tables.levels, plan.tables.demand
    site = dict(zip(levels.facilities, levels.called, strict=True))
    for proof in proofs(variant.full, variant.case, comparison.baseline.full):
        i, service = proof.step, demand.services[proof.service]
        told: list[Cell] = [
            str(demand.years[steps.year[i]]),
            site[levels.facilities[steps.facility[i]]],
            w("kind_" + StepKind(int(steps.kind[i])).name.lower()),
            w.of(variant.case.words.services.get(service, {}), service),
            proof.added,
            w.few(proof.people) if 0 < proof.people < FEWEST else proof.people,
        ]
        if not proof.near:
            yield [*told, w("none_near"), None, None, None]
        for near in proof.near:
            yield [*told, site[near.facility], near.places, near.free, near.free_before]


def corridor_rows(variant: Variant, areas: Mapping[str, str], w: Wording) -> list[tuple[str, ...]]:
    """Return the corridor of places by service, area and year."""
    return [
        tuple("–" if cell is None else cell if isinstance(cell, str) else w.number(cell) for cell in row)
        for row in corridor_cells(variant, areas, w)
    ]


def corridor_cells(variant: Variant, areas: Mapping[str, str], w: Wording) -> Iterator[list[Cell]]:
    """Yield the same rows with numbers as numbers; limits that would tell a count of few people are left out."""
    for one in corridors(variant.plan, variant.case):
        service = w.of(variant.case.words.services.get(one.service, {}), one.service)
        area = (areas.get(one.area, one.area) or "–") if one.area else w("whole_region")
        told: list[Cell] = [service, area, str(one.year), _few(one.people, w, is_people=True), one.places]
        is_few = 0 < one.people < FEWEST
        yield [*told, *((None, None, None) if is_few else (one.low, one.high, one.gap))]


def excel_rows(variant: Variant, w: Wording) -> Iterator[list[Cell]]:
    """Yield provision by service, area and year with numbers as numbers."""
    for one in supplied(variant.plan):
        counts = (one.residents, one.needy, one.places, one.load, one.served, one.elsewhere, one.guests)
        shares = (one.coverage, _utilisation(one), _participation(one))
        shown: list[Cell] = [_few(number, w, is_people=k != 2) for k, number in enumerate(counts)]  # noqa: PLR2004  places are no people
        service = w.of(variant.case.words.services.get(one.service, {}), one.service)
        area = one.area or w("whole_region")
        yield [variant.name, service, area, one.year, *shown, *(None if x is None else float(x) for x in shares)]


def provision_row(one: Supplied, areas: Mapping[str, str], w: Wording) -> tuple[str, ...]:
    """Return one row with counts of few people withheld, and the shares that would tell of them."""
    people = (one.needy, one.load, one.served, one.elsewhere, one.guests)
    needy, load, served, elsewhere, guests = (w.few(number) for number in people)
    residents = "–" if one.residents is None else w.few(one.residents)
    shares = (one.coverage, _utilisation(one), _participation(one))
    return (
        (areas.get(one.area, one.area) or "–") if one.area else w("whole_region"),
        str(one.year),
        residents,
        needy,
        w.number(one.places),
        load,
        served,
        elsewhere,
        guests,
        *("–" if share is None else w.share(float(share)) for share in shares),
    )


def _utilisation(one: Supplied) -> Fraction | None:
    """Return how full the places are, nothing where it would tell a count of few people."""
    return None if 0 < one.load < FEWEST else one.utilisation


def _participation(one: Supplied) -> Fraction | None:
    """Return the share of residents with a place, nothing where it would tell a count of few people."""
    return None if 0 < one.served < FEWEST else one.participation


def _few(number: int | None, w: Wording, *, is_people: bool) -> Cell:
    return w.few(number) if number is not None and is_people and 0 < number < FEWEST else number
