"""Answers without a solver: who is out of reach, which places cannot suffice, which locks contradict."""

from collections.abc import Sequence

import numpy as np

from netplan.case import Case
from netplan.tables import Ints


def out_of_reach(case: Case) -> Ints:
    """Return persons with no facility in reach at all, shape (cells, services, years)."""
    demand, pairs = case.tables.demand, case.tables.pairs
    near = np.zeros((len(demand.cells), len(demand.services)), bool)
    allowed = ~case.forbidden.pairs
    near[pairs.cell[allowed], pairs.service[allowed]] = True
    return np.where(near[:, :, None], 0, demand.people)


def why(case: Case, contradictions: Sequence[str]) -> str:
    """Explain why no plan exists: contradictions known by arithmetic, and where people have no place."""
    lines = [f"No plan exists for {case.name}."]
    lines += [f"This rule cannot be kept: {text}." for text in contradictions]
    lines += shortages(case)
    if len(lines) == 1:
        lines.append("No single rule is impossible by itself; set one of them to `report` to see which one binds.")
    return "\n".join(lines)


def shortages(case: Case) -> list[str]:
    """Say by service and year how many persons are out of reach and how many places are missing at most."""
    demand, levels = case.tables.demand, case.tables.levels
    far = out_of_reach(case)
    lines = []
    for s, service in enumerate(demand.services):
        most = int(levels.places[:, :, s].max(axis=1, initial=0).sum())
        for t, year in enumerate(demand.years.tolist()):
            people = int(demand.people[:, s, t].sum())
            if people > most:
                lines.append(f"{service} {year}: {people} persons, but {most} places with every facility at its largest.")
            missing = np.flatnonzero(far[:, s, t])
            if len(missing):
                named = ", ".join(demand.cells[c] for c in missing[:5].tolist())
                more = f" and {len(missing) - 5} more cells" if len(missing) > 5 else ""
                lines.append(f"{service} {year}: {int(far[:, s, t].sum())} persons have no facility in reach ({named}{more}).")
    return lines
