"""Plans side by side: what each counts, what grows against the baseline, what they were asked."""

from collections.abc import Sequence
from dataclasses import replace

from netplan import case as cases
from netplan.case import Case
from netplan.comparison.differences import InputDifference, LevelDifference, inputs_differ, levels_differ
from netplan.comparison.figures import Figures, figures
from netplan.comparison.table import Comparison, Line, Variant, shown
from netplan.comparison.ways import LONGER, Change, change_of_ways
from netplan.errors import NetplanError
from netplan.plan import Plan, by_place

__all__ = [
    "LONGER",
    "Change",
    "Comparison",
    "Figures",
    "InputDifference",
    "LevelDifference",
    "Line",
    "Variant",
    "case_of",
    "change_of_ways",
    "compare",
    "figures",
    "shown",
]


def compare(plans: Sequence[Plan], against: str | None = None) -> Comparison:
    """Compare plans with a baseline: the scenario `against`, else the one they name, else the first.

    Raises NetplanError where there is no plan, where a name stands twice, where a plan has no run
    folder, or where `against` is none of the plans.
    """
    if not plans:
        raise NetplanError(
            "There is no plan to compare; solve a scenario first: netplan solve scenarios/design.yaml",
            de="Es gibt keinen Plan zum Vergleichen; zuerst ein Szenario lösen: netplan solve scenarios/design.yaml",
        )
    names = [plan.scenario for plan in plans]
    for name in names:
        if names.count(name) > 1:
            raise NetplanError(
                f"{name} stands twice among the plans to compare; name each scenario once.",
                de=f"{name} steht zweimal unter den Plänen; jedes Szenario nur einmal nennen.",
            )
    read = [case_of(plan) for plan in plans]
    first = _baseline(names, read, against)
    placed = [plan.by_place for plan in plans]
    cases_placed = [replace(case, tables=by_place(case.tables)) for case in read]
    baseline, base_case = placed[first], cases_placed[first]
    variants = tuple(
        Variant(
            plan,
            case,
            full,
            figures(plan),
            None if plan is baseline else change_of_ways(baseline, plan),
            () if plan is baseline else inputs_differ(base_case, case),
            () if plan is baseline else levels_differ(baseline, plan),
        )
        for plan, case, full in zip(placed, cases_placed, plans, strict=True)
    )
    return Comparison(variants, first)


def case_of(plan: Plan) -> Case:
    """Return the case as it was solved, from the plan's run folder."""
    command = f"netplan solve scenarios/{plan.scenario}.yaml"
    if plan.folder is None:
        raise NetplanError(
            f"The plan of {plan.scenario} has no run folder; write one first: {command}",
            de=f"Der Plan von {plan.scenario} hat keinen Ergebnisordner; zuerst einen schreiben: {command}",
        )
    if not (plan.folder / cases.WORDS).is_file() or not (plan.folder / cases.ARRAYS).is_file():
        raise NetplanError(
            f"{plan.folder} holds no case as solved; make it anew: {command}",
            de=f"{plan.folder} enthält den gelösten Fall nicht; neu lösen: {command}",
        )
    return cases.read(plan.folder)


def _baseline(names: Sequence[str], read: Sequence[Case], against: str | None) -> int:
    if against is not None:
        if against not in names:
            listed = ", ".join(names)
            raise NetplanError(
                f"{against} is none of the plans to compare; choose from {listed}, or name it too.",
                de=f"{against} ist keiner der Pläne; einen von diesen wählen: {listed}, oder ihn mit nennen.",
            )
        return names.index(against)
    named = [case.against for case in read if case.against in names]
    return names.index(named[0]) if named else 0
