"""States the facility half in Pyomo: steps, levels and every rule on facilities, compiled to a sparse matrix."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csr_matrix

from netplan.case import Case
from netplan.constraints import Constraint, Row
from netplan.decisions import Decisions, Term, presences
from netplan.program.facilities import CENTS_PER_EUR, FacilityHalf
from netplan.tables import CLOSED, WHOLE, Ints, StepKind, Tables

_LOWER, _EQUAL = -1, 0
_DECLARED = ("step", "kept", "at", "entered", "unserved", "beyond", "moved", "untouched")


def stated(case: Case) -> FacilityHalf:
    """State levels, steps and the enforced rules, and compile them to a sparse matrix."""
    tables = case.tables
    model = pyo.ConcreteModel()
    steps = case.possible
    _declare(model, tables, steps, needs_untouched=_needs_untouched(case))
    areas = range(len(tables.demand.areas) * any(rule.counts_beyond for rule in case.enforced))
    model.beyond = pyo.Var(areas, range(tables.shape[2]), range(tables.shape[4]), bounds=(0, None))
    model.moved = pyo.Var(range(tables.shape[4] * case.moves), bounds=(0, None))
    own = _own(model, case)
    decisions = _decisions(model, tables, own)
    contradictions = _path_rows(model, tables, steps)
    _kept_rows(model, tables)
    model.rule = pyo.ConstraintList()
    names: dict[int, tuple[str, ...]] = {}
    for constraint in case.stated:
        contradictions += _add(model, constraint, decisions, tables, names)
    return _compiled(model, tables, own, names, tuple(contradictions))


def _declare(model: pyo.ConcreteModel, tables: Tables, steps: Ints, *, needs_untouched: bool) -> None:
    table = tables.steps
    _, facilities, services, _, horizon = tables.shape
    entries = range(tables.demand.entry_year.shape[1])
    binary = {int(i): table.kind[i] != StepKind.STAY for i in steps}
    reached = sorted({(int(table.facility[i]), int(table.after[i]), int(table.year[i])) for i in steps})
    model.step = pyo.Var(list(binary), bounds=(0, 1))
    for i, is_binary in binary.items():
        model.step[i].domain = pyo.Binary if is_binary else pyo.NonNegativeReals
    model.at = pyo.Var(reached, bounds=(0, 1))
    model.kept = pyo.Var([i for i in binary if table.residual[i]], bounds=(0, 1))
    moving = tables.demand.moving
    model.entered = pyo.Var(range(facilities), range(services), entries, bounds=(0, None))
    for (_, s, e), variable in model.entered.items():
        if moving[s, e]:
            variable.setlb(None)
    model.unserved = pyo.Var(range(services), entries, bounds=(0, None))
    model.untouched = pyo.Var(range(facilities if needs_untouched else 0), range(horizon), bounds=(0, 1))


def _own(model: pyo.ConcreteModel, case: Case) -> dict[str, pyo.Var]:
    """Declare what rules decide of their own, one variable a name."""
    found = {}
    for own in (own for rule in case.stated for own in rule.decides(case.tables)):
        kind = pyo.NonNegativeIntegers if own.is_whole else pyo.NonNegativeReals
        variable = pyo.Var(list(own.most), domain=kind)
        model.add_component(f"own_{own.name}", variable)
        for index, most in own.most.items():
            variable[index].setub(most)
        found[own.name] = variable
    return found


def _decisions(model: pyo.ConcreteModel, tables: Tables, own: Mapping[str, pyo.Var]) -> Decisions:
    def known(variables: pyo.Var) -> Mapping[Any, Term]:
        found: defaultdict[Any, Term] = defaultdict(int)
        found.update(variables.items())
        return found

    load: dict[tuple[int, int, int], Term] = {}
    grade: dict[tuple[int, int, int, int], Term] = {}
    unserved: dict[tuple[int, int], Term] = {}
    for s, e, t, g in presences(tables.demand):
        share = int(tables.demand.share[s, e, t])
        unserved[s, t] = unserved.get((s, t), 0) + model.unserved[s, e]
        for f in range(tables.shape[1]):
            places = model.entered[f, s, e] if share == WHOLE else share / WHOLE * model.entered[f, s, e]
            load[f, s, t] = load.get((f, s, t), 0) + places
            grade[f, s, g, t] = grade.get((f, s, g, t), 0) + places
    return Decisions(
        step=known(model.step),
        at=known(model.at),
        load=load,
        grade=grade,
        unserved=unserved,
        untouched=known(model.untouched),
        beyond=known(model.beyond),
        own={name: known(variables) for name, variables in own.items()},
        moved=known(model.moved),
    )


def _path_rows(model: pyo.ConcreteModel, tables: Tables, steps: Ints) -> list[str]:
    """State that each facility's life is one path through its levels; return who has none."""
    table, levels = tables.steps, tables.levels
    leaving: defaultdict[tuple[int, int, int], list[Any]] = defaultdict(list)
    entering: defaultdict[tuple[int, int, int], list[Any]] = defaultdict(list)
    acting: defaultdict[tuple[int, int], list[Any]] = defaultdict(list)
    measures = table.is_measure
    for i in steps.tolist():
        f, t = int(table.facility[i]), int(table.year[i])
        leaving[f, int(table.before[i]), t].append(model.step[i])
        entering[f, int(table.after[i]), t].append(model.step[i])
        if measures[i]:
            acting[f, t].append(model.step[i])
    model.path, model.side = pyo.ConstraintList(), pyo.ConstraintList()
    stranded = []
    for f, today in enumerate(levels.today.tolist()):
        if leaving[f, today, 0]:
            model.path.add(sum(leaving[f, today, 0]) == 1)
        else:
            stranded.append(f"no permitted life: {levels.facilities[f]}")
    for (f, k, t), level in model.at.items():
        model.path.add(level == sum(entering[f, k, t]))
        if t + 1 < tables.shape[4]:
            model.path.add(level == sum(leaving[f, k, t + 1]))
    for (f, t), free in model.untouched.items():
        model.side.add(free + sum(acting[f, t]) <= 1)
        if t:
            model.side.add(free <= model.untouched[f, t - 1])
    return stranded


def _kept_rows(model: pyo.ConcreteModel, tables: Tables) -> None:
    """State that what is built keeps its value only where it is built and its facility open in the last year."""
    for i, kept in model.kept.items():
        model.side.add(kept <= model.step[i])
        closed = int(tables.steps.facility[i]), CLOSED, tables.shape[4] - 1
        if closed in model.at:
            model.side.add(kept + model.at[closed] <= 1)


def _add(
    model: pyo.ConcreteModel,
    constraint: Constraint,
    decisions: Decisions,
    tables: Tables,
    names: dict[int, tuple[str, ...]],
) -> list[str]:
    """State a rule's rows, note their names by number, and return those that are broken whatever is decided."""
    contradictions = []
    for row in constraint.rows(decisions, tables):
        if isinstance(row.lhs, int):
            if row.violation:
                contradictions.append(f"{constraint.rule}: {' '.join(row.where)}")
            continue
        model.rule.add(_relation(row))
        names[len(model.rule)] = (constraint.rule, *row.where)
    return contradictions


def _relation(row: Row) -> Any:  # noqa: ANN401  Pyomo's relational expressions have no public type
    scale = CENTS_PER_EUR if row.unit == "cents" else 1
    lhs, rhs = row.lhs / scale, row.rhs / scale
    if row.sense == "=":
        return lhs == rhs
    return lhs <= rhs if row.sense == "≤" else lhs >= rhs


def _needs_untouched(case: Case) -> bool:
    return any(rule.apply == "new_only" for rule in case.enforced)


def _compiled(
    model: pyo.ConcreteModel,
    tables: Tables,
    own: Mapping[str, pyo.Var],
    names: Mapping[int, tuple[str, ...]],
    contradictions: tuple[str, ...],
) -> FacilityHalf:
    model.nothing = pyo.Objective(expr=0)
    form = LinearStandardFormCompiler().write(model, mixed_form=True, set_sense=None)
    used = {id(variable): column for column, variable in enumerate(form.columns)}
    columns = list(form.columns)
    declared = [getattr(model, name) for name in _DECLARED]
    for variables in (*declared, *own.values()):
        for variable in variables.values():
            if id(variable) not in used:
                used[id(variable)] = len(columns)
                columns.append(variable)
    matrix = csr_matrix(form.A)
    matrix.resize(matrix.shape[0], len(columns))
    sense = np.array([kind for _, kind in form.rows], dtype=np.int64)
    rhs = np.asarray(form.rhs, dtype=float)
    _, facilities, services, kinds, horizon = tables.shape
    entries = tables.demand.entry_year.shape[1]

    def column(name: str, shape: tuple[int, ...]) -> Ints:
        found = np.full(shape, -1, np.int64)
        for index, variable in getattr(model, name).items():
            found[index] = used[id(variable)]
        return found

    return FacilityHalf(
        matrix=matrix,
        row_lower=np.where(sense <= _EQUAL, rhs, -np.inf),
        row_upper=np.where(sense == _LOWER, np.inf, rhs),
        lower=np.array([-np.inf if variable.lb is None else variable.lb for variable in columns], dtype=float),
        upper=np.array([np.inf if variable.ub is None else variable.ub for variable in columns], dtype=float),
        integer=np.array([not variable.is_continuous() for variable in columns], dtype=bool),
        step=column("step", (len(tables.steps.facility),)),
        kept=column("kept", (len(tables.steps.facility),)),
        at=column("at", (facilities, kinds, horizon)),
        entered=column("entered", (facilities, services, entries)),
        unserved=column("unserved", (services, entries)),
        beyond=column("beyond", (len(tables.demand.areas), services, horizon)),
        moved=column("moved", (len(model.moved),)),
        own={name: {index: used[id(one)] for index, one in variables.items()} for name, variables in own.items()},
        untouched=column("untouched", (facilities, horizon)),
        names=tuple(
            names[row.index()] if row.parent_component() is model.rule else (row.parent_component().name,)
            for row, _ in form.rows
        ),
        contradictions=contradictions,
    )
