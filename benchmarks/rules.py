"""What each rule adds to the program: python -m benchmarks.rules [scenario …] [--seconds 20].

For a scenario of the starter, the program with all its rules and with each of them taken away: rows, columns
and nonzeros of both halves, the root gap (how far the linear relaxation of the last goal lies below the best
plan found, earlier goals kept) and the gap that the search proves in the given time.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace

import netplan
from netplan.case import Case
from netplan.constraints import Rules
from netplan.engine.boards import boards, looks_at_ways
from netplan.engine.highs import Effort, Watch, minimise
from netplan.engine.search import solve_here
from netplan.errors import NoPlanError, SolverError
from netplan.plan import Plan

SCENARIOS = ("scenarios/design.yaml", "scenarios/kita_design.yaml")


@dataclass(frozen=True)
class Line:
    """One program and what was found with it."""

    name: str
    size: dict[str, int]
    root_gap: float | None
    """None where no plan was found."""
    gap: float | None


def main() -> None:
    """Measure every scenario asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rules", description=__doc__)
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--seconds", type=float, default=20.0, help="time limit of each search")
    chosen = parser.parse_args()
    for scenario in chosen.scenarios:
        case = netplan.load(scenario)
        print(f"{case}\n{'rules':<34}{'rows':>8}{'columns':>9}{'nonzeros':>10}{'root gap':>10}{'gap':>9}")
        for line in measured(case, chosen.seconds):
            rows, columns, nonzeros = (
                line.size[f"facility_{part}"] + line.size[f"people_{part}"] for part in ("rows", "columns", "nonzeros")
            )
            gaps = "".join(f"{'no plan' if gap is None else f'{100 * gap:.2f} %':>10}" for gap in _gaps(line))
            print(f"{line.name:<34}{rows:>8,}{columns:>9,}{nonzeros:>10,}{gaps}", flush=True)


def _gaps(line: Line) -> tuple[float | None, float | None]:
    return line.root_gap, line.gap


def measured(case: Case, seconds: float) -> Iterator[Line]:
    """Measure a case with all its rules, then with each rule left out that a scenario may leave out."""
    yield _line("all", case, seconds)
    for rule in case.enforced:
        if "report" in rule.may:
            yield _line(f"without {rule.rule}", replace(case, rules=_without(case.rules, rule.rule)), seconds)


def _without(rules: Rules, name: str) -> Rules:
    return rules.replaced_by(Rules.model_construct(_fields_set={name}, **{name: None}))


def _line(name: str, case: Case, seconds: float) -> Line:
    size: dict[str, int] = boards(case)[0].program.size
    try:
        plan = solve_here(case, seconds, 0.0, threads=2)
    except (NoPlanError, SolverError):
        return Line(name, size, None, None)
    return Line(name, size, _root_gap(case, plan), plan.gap)


def _root_gap(case: Case, plan: Plan) -> float:
    """Compare the last goal's best value with its linear relaxation, earlier goals within their limits."""
    whole, light, _ = boards(case)
    last = case.goals[-1]
    board = whole if any(looks_at_ways(goal.name) for goal in case.goals) else light
    stage = board.stage(last)
    limits = {reached.goal: reached.limit for reached in plan.goals[:-1]}
    question = board.question(stage, limits)
    answer = minimise(replace(question, integer=question.integer & False), Effort(600.0, threads=2), Watch())
    best = plan.goals[-1].best
    return (best - answer.bound * stage.scale) / max(best, 1)


if __name__ == "__main__":
    main()
