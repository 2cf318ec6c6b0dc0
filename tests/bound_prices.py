"""Prices of the engine for the goals of a scenario's files, and what the audit makes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np

import netplan
from netplan.audit.auditor import read_raw, taken_apart
from netplan.audit.bounds.certificate import Certificate, read_certificate
from netplan.audit.bounds.recomputed import GOALS, Recount
from netplan.audit.quantities import UnreadableError
from netplan.audit.reading import RawWorkspace
from netplan.case import Case
from netplan.engine.certificate import write_certificate
from netplan.engine.proofs import Leaf, Proved, bound_of
from netplan.engine.relaxation.covers import Areas, Cover, Sure
from netplan.engine.relaxation.prices import Asked, Prices, asked
from netplan.engine.relaxation.proof import proved
from netplan.engine.relaxation.relaxed import Relaxed, relaxed
from netplan.engine.relaxation.sweeps import first_prices, prices_of_shortage, sweep
from netplan.program.facilities import facility_half

NO_PLAN = 2**36
"""Bounds beyond it come from facilities without any life."""


@dataclass(frozen=True, eq=False)
class Priced:
    """A region with proofs of its goals by the engine, and what the audit makes of its files."""

    case: Case
    proofs: tuple[Proved, ...]
    limits: Mapping[str, int]
    run: Path

    @property
    def recount(self) -> Recount:
        """Read the files anew and take them apart."""
        root, listed = self.run.parent.parent, frozenset(one.path for one in self.case.inputs)
        return Recount(taken_apart(read_raw(RawWorkspace(root, listed), self.case.scenario_file)), self.limits)

    @property
    def certificate(self) -> Certificate:
        """Read the certificate."""
        found = read_certificate(self.run)
        assert found is not None
        return found

    @property
    def differing(self) -> list[str]:
        """Say which goals the audit counts otherwise than the engine."""
        recount, certificate, told = self.recount, self.certificate, []
        for proof, said in zip(self.proofs, certificate.goals, strict=True):
            try:
                found = recount.of(said, certificate)
            except UnreadableError as error:
                told.append(f"{said.goal}: {error}")
                continue
            if (found.bound, found.left_out) != (bound_of(proof.tree), ()):
                told.append(f"{said.goal}: {bound_of(proof.tree)} by the engine, {found.bound} by the audit")
        return told


def priced(file: Path, seed: int, sweeps: int = 10) -> Priced | None:
    """Price the goals of a scenario by sweeps, or by chance where there are none; None where no plan can be.

    In half of all regions people without a place have the prices that counting places proves.
    """
    case = netplan.load(file)
    half = facility_half(case)
    if half.contradictions:
        return None
    problem, dice = relaxed(case, half), Random(seed)
    limits: dict[str, int] = {}
    proofs = list[Proved]()
    for goal in case.goals:
        if goal.name in GOALS:
            task = with_covers(asked(problem, goal, limits), proofs, limits)
            prices = sweep(task, sweeps).prices if sweeps else by_chance(task, dice)
            if goal.name == "unserved" and seed % 4 > 1:
                prices = prices_of_shortage(problem)
            proof = proved(task, prices)
            if abs(proof.bound) < NO_PLAN:
                proofs.append(Proved(goal.name, task, dict(limits), Leaf(proof)))
        limits[goal.name] = dice.choice((0, 3, 50)) if goal.name == "unserved" else dice.randint(0, 10**6)
    if not proofs:
        return None
    run = file.parent.parent / "results/plan"
    run.mkdir(parents=True, exist_ok=True)
    write_certificate(case, proofs, run)
    return Priced(case, tuple(proofs), limits, run)


def with_covers(task: Asked, proofs: Sequence[Proved], limits: Mapping[str, int]) -> Asked:
    """Add every row that rounds up what areas need, where it is proved who is without a place."""
    own = [one.tree for one in proofs if one.goal == "unserved"]
    if not own or not isinstance(own[0], Leaf):
        return task
    fewest = own[0].proof
    spare = max(limits["unserved"] - fewest.bound, 0)
    return replace(task, problem=covered(task.problem, Sure(fewest.need == 0, spare)))


def covered(problem: Relaxed, sure: Sure) -> Relaxed:
    """Add every row that rounds up what areas need: where nobody has a level yet, all are broken."""
    areas, rows, nobody = Areas(problem, sure), list[Cover](), np.zeros(len(problem.half.lower))
    while more := areas.broken(nobody, rows):
        rows += more
    return areas.with_rows(rows)


def by_chance(task: Asked, dice: Random) -> Prices:
    """Draw prices of the right signs; of rows that may be idle none, as no search would price them."""
    start, half = first_prices(task), task.problem.half
    low, high = half.row_lower[task.problem.row], half.row_upper[task.problem.row]
    row = np.array([dice.gauss(0, 300) for _ in start.row])
    row = np.where(np.isinf(low), np.abs(row), np.where(np.isinf(high), -np.abs(row), row))
    names = [half.names[r][0] for r in task.problem.row.tolist()]
    row = np.where(np.isin(names, ("lasting", "measure_links", "classes")), 0.0, row)
    need = np.array([price * dice.uniform(0, 3) for price in start.need.tolist()])
    return Prices(need, row, np.array([abs(dice.gauss(0, 10)) for _ in start.kept]))
