"""What a variant means, in plain sentences made from its figures."""

from collections.abc import Iterator
from math import ceil

import numpy as np

from netplan.comparison import Comparison, Variant
from netplan.indicators import GOALS
from netplan.plan import Plan, Reached
from netplan.reports.statuses import statuses, today_open
from netplan.reports.wording import Wording
from netplan.tables import CLOSED


def lead(variant: Variant, comparison: Comparison, w: Wording) -> list[str]:
    """Return the sentences that stand first for a variant."""
    return [
        *_facilities(variant, w),
        *_people(variant, comparison, w),
        *_money(variant, w),
        *proof(variant.plan, w),
    ]


def proof(plan: Plan, w: Wording) -> Iterator[str]:
    """Say how surely the plan is the best, as a planner would."""
    if not plan.goals:
        return
    if plan.stopped:
        yield w("stopped_clock" if plan.stopped == "clock" else "stopped_you")
    first, later = plan.goals[0], plan.goals[1:]
    if not first.is_optimal:
        yield w("first_unproven", goal=goal_title(first, w), gap=gap_shown(first, w))
    open_goals = [goal for goal in later if not goal.is_optimal]
    for goal in open_goals:
        is_cost_next = goal.goal == "cost" and goal is later[0]
        key = "proof_none" if goal.bound <= 0 else "proof_cost" if is_cost_next else "proof_other"
        yield w(key, goal=goal_title(goal, w), gap=gap_shown(goal, w))
    if first.is_optimal and not open_goals:
        yield w("proof_optimal")


def gap_shown(reached: Reached, w: Wording) -> str:
    """Write a gap rounded up, so that no more is claimed than is proved."""
    if reached.is_optimal:
        return w.share(0, 0)
    return w.share(ceil(round(reached.gap * 1000, 9)) / 1000, 1)


def goal_title(reached: Reached, w: Wording) -> str:
    """Return what a goal is called."""
    return w.of(GOALS[reached.goal].title, reached.goal)


def people_word(variant: Variant, count: int, w: Wording) -> str:
    """Write a count with the sector's word for people; one is a person."""
    word = w.of(variant.case.words.people, w("persons"))
    return w("one_person") if count == 1 else f"{w.number(count)} {word}"


def status_shown(plan: Plan, w: Wording) -> str:
    """Write the status word of a plan."""
    if plan.status in {"optimal", "stopped by the clock", "stopped by you"}:
        return w("status_" + plan.status.replace(" ", "_"))
    return w("status_within", gap=gap_shown(max(plan.goals, key=lambda goal: goal.gap), w))


def _facilities(variant: Variant, w: Wording) -> Iterator[str]:
    # In English a sector's title may be a German word or begin with a capital; facilities always fits.
    sector = w.of(variant.case.words.sector).split(" (")[0] if w.lang == "de" else w("facilities")
    is_open, today = int(variant.figures.open_facilities[-1]), today_open(variant.plan)
    key = "lead_open_one" if is_open == 1 else "lead_open_same" if is_open == today else "lead_open"
    yield w(key, year=variant.last, open=w.number(is_open), sector=sector, today=w.number(today))
    names, found = _names(variant.plan), statuses(variant.plan)
    if all(status in {"open", ""} for status in found):
        yield w("lead_unchanged")
    for status in ("closed", "new", "extended", "reduced", "converted"):
        listed = [names[f] for f, one in enumerate(found) if one == status]
        if listed:
            yield w(f"lead_{status}", count=w.number(len(listed)), names=w.listed(listed))


def _names(plan: Plan) -> list[str]:
    """Return by facility its site's name, with the year in which its level changes last."""
    levels, years, level = plan.tables.levels, plan.tables.demand.years, plan.level
    before = np.column_stack([levels.today, level[:, :-1]])
    found = []
    for f in range(len(levels.facilities)):
        name = levels.called[f]
        changed = np.flatnonzero(before[f] != level[f])
        closing = changed[level[f, changed] == CLOSED] if level[f, -1] == CLOSED else changed
        found.append(f"{name} ({years[closing[-1]]})" if len(closing) else name)
    return found


def _people(variant: Variant, comparison: Comparison, w: Wording) -> Iterator[str]:
    figures, year = variant.figures, variant.last
    people = w.of(variant.case.words.people, w("persons"))
    if figures.unserved.any():
        worst, last = int(np.argmax(figures.unserved)), int(figures.unserved[-1])
        most = people_word(variant, int(figures.unserved[worst]), w)
        is_worst = last == figures.unserved[worst]
        key = "lead_unserved" if is_worst else "lead_unserved_worst" if last else "lead_unserved_gone"
        yield w(key, year=year, people=people_word(variant, last, w), worst_year=int(figures.years[worst]), worst=most)
    else:
        yield w("lead_served", people=people)
    change = (variant.changes or {}).get(year)
    if change is not None:
        base = w.of(comparison.baseline.case.words.title, comparison.baseline.name)
        count = people_word(variant, change.longer, w) if change.longer else w("nobody")
        yield w("lead_longer", people=count, base=base, year=year)
    if figures.mean[-1] is not None:
        mean, longest = w.minutes(figures.mean[-1]), w.minutes(int(figures.longest[-1]))
        yield w("lead_ways", mean=mean, longest=longest)


def _money(variant: Variant, w: Wording) -> Iterator[str]:
    figures = variant.figures
    if figures.investment:
        yield w("lead_money", money=w.money(figures.investment))
    else:
        yield w("lead_no_money")
    yield w("lead_running", money=w.money(int(figures.running[-1])), year=variant.last)
