"""Whether the measures of a plan keep the links between them, entry by entry as the scenario writes them."""

from collections.abc import Iterable
from itertools import pairwise

from netplan.audit.claim import ClaimedMeasure
from netplan.audit.quantities import YEARS, UnreadableError, quantity, whole
from netplan.audit.reading import Tree, branch, items, text


def link_faults(links: Iterable[Tree], taken: tuple[ClaimedMeasure, ...]) -> list[str]:
    """Find the links that the measures taken do not keep."""
    faults = []
    for number, link in enumerate(links, 1):
        if branch(link, "if"):
            when, then = years_of(branch(link, "if"), taken), years_of(branch(link, "then"), taken)
            faults += missing(when, then, delay(link), f"link {number}")
        for before, after in pairwise(items(link, "sequence")):
            faults += missing(years_of(after, taken), years_of(before, taken), 0, f"link {number}")
        for one, other in pairwise(items(link, "together")):
            apart = set(years_of(one, taken)) ^ set(years_of(other, taken))
            faults += [f"link {number}: only one of both in {year}" for year in sorted(apart)]
        for key, least in (("at_most_one", 0), ("exactly_one", 1)):
            listed = items(link, key)
            count = sum(len(years_of(name, taken)) for name in listed)
            if listed and not least <= count <= 1:
                faults.append(f"link {number}: {count} of {key.replace('_', ' ')}")
    return faults


def missing(when: list[int], then: list[int], after: int, what: str) -> list[str]:
    """Say for which year of `when` nothing of `then` has come by that year and so many more."""
    return [f"{what}: {year} without the other" for year in when if not any(y <= year + after for y in then)]


def delay(link: Tree) -> int:
    """Give the years from `if` until `then` must be there; fewer than none where it must be there earlier."""
    within, earlier = (whole(quantity(text(link, key, "0 years"), YEARS, key), key) for key in ("within", "earlier"))
    return within - earlier


def years_of(name: Tree, taken: tuple[ClaimedMeasure, ...]) -> list[int]:
    """Give the years in which the measures that a link names take effect."""
    to, called = text(name, "to"), text(name, "measure")
    if bool(to) == bool(called):
        raise UnreadableError("a link names a measure neither by its level nor by its name")
    return [
        measure.year
        for measure in taken
        if measure.facility == text(name, "facility")
        and (measure.goal.partition("#")[0] == to if to else measure.name == called)
    ]
