"""Who fares worse than today, counted on any plan: people assigned anew, and people with many extra minutes."""

from collections.abc import Sequence

import numpy as np

from netplan.case import Case
from netplan.constraints import ExtraMinutes
from netplan.plan import Plan
from netplan.tables import NONE, Ints
from netplan.units import Quantity


def assigned_anew(plan: Plan) -> Ints | None:
    """Count the people who are not where their district says, shape (years,); None without districts.

    Of cohorts those count who enter in that year.
    """
    districts, pairs = plan.tables.districts, plan.tables.pairs
    if districts is None:
        return None
    home = districts.facility[pairs.cell, pairs.service]
    elsewhere = (home != NONE) & (home != pairs.facility[:, None])
    return np.asarray(np.where(elsewhere, plan.go[:, : len(plan.tables.demand.years)], 0).sum(axis=0))


def extra_rule(cases: Sequence[Case]) -> ExtraMinutes | None:
    """Return the first rule on extra minutes that some case sets: all plans are counted by it."""
    return next((case.rules.extra_minutes for case in cases if case.rules.extra_minutes), None)


def with_extra_minutes(plan: Plan, rule: ExtraMinutes) -> Ints:
    """Count the people whose way grows by more than the rule says, shape (years,)."""
    (block,) = rule.blocks(plan.tables)
    return block.sums(plan.go, plan.unserved, plan.level)


def extra_title(rule: ExtraMinutes) -> dict[str, str]:
    """Say what is counted."""
    minutes = f"{float(rule.more_than.amount) / 60:g}" if isinstance(rule.more_than, Quantity) else str(rule.more_than)
    return {
        "de": f"Weg über {minutes.replace('.', ',')} min länger als heute",
        "en": f"Way longer than today by more than {minutes} min",
    }
