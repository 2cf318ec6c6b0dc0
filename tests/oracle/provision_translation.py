"""Provision of a tiny question as netplan's tables and rules."""

from typing import Any

import numpy as np

from netplan.tables import Ints, Population
from tests.oracle.provision import Share
from tests.oracle.question import Question


def area_names(question: Question) -> tuple[str, ...]:
    """Name the areas."""
    asked = question.provision
    return tuple(f"a{a}" for a in range(len(asked.residents))) if asked else ("a0",)


def cell_areas(question: Question) -> Ints:
    """Return the index of each cell's area."""
    asked = question.provision
    return np.array(asked.cell_area if asked else [0] * len(question.demand), dtype=np.int64)


def site_area(question: Question, j: int) -> str:
    """Return the area that a site lies in."""
    return f"a{question.provision.site_area[j]}" if question.provision else "a0"


def population_of(question: Question) -> Population:
    """Return who lives there: an age group for each service, and the old."""
    if not question.provision:
        return Population()
    services = [service.name for service in question.services]
    counted = np.eye(len(services), len(services) + 1, dtype=bool)
    return Population((*services, "old"), np.array(question.provision.residents, dtype=np.int64), counted)


def provision_rules(question: Question) -> dict[str, Any]:
    """Return the rules as a scenario would say them."""
    asked = question.provision
    if not asked:
        return {}
    rules: dict[str, Any] = {}
    if asked.coverage:
        rules["coverage"] = _told(asked.coverage) | {"last_year": "yes" if asked.coverage.last_year else "no"}
    if asked.reserve:
        rules["reserve"] = _told(asked.reserve, "share")
    if asked.corridor:
        rules["places_per_1000"] = _told(asked.corridor) | {"groups": ["old"]}
    if asked.within:
        rules["within_target"] = _told(asked.within)
    if asked.free:
        rules["free_capacity"] = {"apply": asked.free}
        if asked.free_reach:
            rules["free_capacity"]["reach"] = f"{asked.free_reach} s"
    return rules


def _told(share: Share, least: str = "least") -> dict[str, Any]:
    found: dict[str, Any] = {"apply": share.apply, "by": share.by}
    if share.least is not None:
        found[least] = f"{share.least} per 1000"
    if share.most is not None:
        found["most"] = f"{share.most} per 1000"
    return found
