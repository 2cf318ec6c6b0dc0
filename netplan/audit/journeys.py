"""How people of a service travel, and people of a target group in their own way: modes, reach, target."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from netplan.audit.quantities import SECONDS, SHARE, UnreadableError, quantity
from netplan.audit.reading import Tree, branch, items, text

BETWEEN = "\x1f"
"""Stands between a cell and a group where the people of a cell who are in a group are meant."""


@dataclass(frozen=True)
class Journey:
    """How some people travel."""

    modes: tuple[str, ...]
    """Keys of the question's modes."""
    reach: Fraction
    """Longest permitted way [s]."""
    target: Fraction | None
    """Target time [s]."""
    weight: Fraction
    """How much a minute counts where people are weighed."""


def in_group(cell: str, group: str) -> str:
    """Name the people of a cell who are in a group; without one, the cell itself."""
    return f"{cell}{BETWEEN}{group}" if group else cell


def cell_of(people: str) -> str:
    """Give the cell of people who may be in a group."""
    return people.partition(BETWEEN)[0]


def group_of(people: str) -> str:
    """Give the group of people of a cell; empty for those in none."""
    return people.partition(BETWEEN)[2]


def read_journeys(
    model: Tree, sector: str, groups: Iterable[str], norms: Mapping[str, str]
) -> dict[tuple[str, str], Journey]:
    """Give how everyone travels to each service of a model, and how each group does that the model knows."""
    known = branch(model, "groups")
    found: dict[tuple[str, str], Journey] = {}
    for name in branch(model, "services"):
        service = branch(branch(model, "services"), name)
        for group in ("", *(group for group in groups if group in known)):
            own = branch(known, group) if group else {}
            modes = items(own, "modes") or items(service, "modes")
            target = text(own, "target") or text(service, "target")
            found[name, group] = Journey(
                tuple(f"{sector}/{mode}" for mode in modes),
                time_of(norms, text(own, "reach") or text(service, "reach")),
                time_of(norms, target) if target else None,
                share_of(norms, text(own, "weight")) if text(own, "weight") else Fraction(1),
            )
    return found


def read_area_weights(model: Tree, sector: str, norms: Mapping[str, str]) -> dict[tuple[str, str], Fraction]:
    """Give how much a minute counts of people of areas, by sector and class of the social index."""
    return {(sector, word): share_of(norms, str(norm)) for word, norm in branch(model, "area_weights").items()}


def share_of(norms: Mapping[str, str], name: str) -> Fraction:
    """Read a norm that is a share."""
    if name not in norms:
        raise UnreadableError(f'norm "{name}" is neither in the model nor in the scenario')
    return quantity(norms[name], SHARE, name)


def time_of(norms: Mapping[str, str], name: str) -> Fraction:
    """Read a norm that is a time [s]."""
    if name not in norms:
        raise UnreadableError(f'norm "{name}" is neither in the model nor in the scenario')
    return quantity(norms[name], SECONDS, name)
