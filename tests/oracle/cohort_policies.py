"""Policies, stability and shares within the target where an intake is assigned once: plain loops over entries."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tests.oracle.lives import Life, level_of
from tests.oracle.policies import admissible, district_of, most_anew, offers, policy_of
from tests.oracle.provision import asks_within, enough, scopes
from tests.oracle.question import Question
from tests.oracle.stays import people_in, presences

Ints = npt.NDArray[np.int64]
Offered: TypeAlias = tuple[tuple[tuple[bool, ...], ...], ...]
"""Whether facilities take people in, by year, service and facility."""


def offered_by(question: Question, lives: Sequence[Life]) -> Offered:
    """Return which facilities take people in."""
    return tuple(
        tuple(
            tuple(offers(level_of(life.facility, life.levels[t]), s) for life in lives)
            for s in range(len(question.services))
        )
        for t in range(len(question.years))
    )


def follows_policy(question: Question) -> bool:
    """Say whether it matters to anybody which facilities take people in."""
    return any(policy_of(question, s) in ("nearest", "districts") for s in range(len(question.services)))


def enters(question: Question, e: int) -> bool:
    """Say whether an entry enters in a listed year, and is not there already."""
    return e < len(question.years)


def groups(question: Question, s: int, e: int, people: int) -> list[int]:
    """Return how many persons go together at a time."""
    together = policy_of(question, s) in ("whole_cells", "districts") and enters(question, e)
    return [people] * (people > 0) if together else [1] * people


def choices(question: Question, c: int, s: int, e: int, offered: Offered) -> list[int]:
    """Return the facilities that an entry may go to; −1: nowhere."""
    every = list(range(len(question.facilities)))
    return [*(admissible(question, c, s, e, offered[e][s]) if enters(question, e) else every), -1]


def counted(question: Question, c: int, s: int, e: int, f: int) -> list[int]:
    """Return what one person at a facility adds to those anew, by year, and near enough, by area, service and year."""
    anew = np.zeros(len(question.years), np.int64)
    home = district_of(question, c, s, e)[0] if enters(question, e) else None
    if home is not None and f not in (home, -1):
        anew[e] = 1
    if not asks_within(question):
        return anew.tolist()
    asked = question.provision
    near = np.zeros((len(asked.residents), len(question.services), len(question.years)), np.int64)
    if f >= 0 and question.seconds[c][question.facilities[f].site][s] <= question.services[s].target:
        for one in presences(question, s, e):
            near[asked.cell_area[c], s, one.year] = 1
    return [*anew.tolist(), *near.ravel().tolist()]


def keeps_counts(question: Question, rows: Ints) -> npt.NDArray[np.bool_]:
    """Say which rows, as in `counted`, have few enough anew and enough near."""
    fits, horizon, limit = np.ones(len(rows), bool), len(question.years), most_anew(question)
    if limit is not None:
        fits &= (rows[:, :horizon] <= limit).all(axis=1)
    if asks_within(question):
        asked = question.provision
        near = rows[:, horizon:].reshape(len(rows), len(asked.residents), len(question.services), horizon)
        for scope in scopes(question, asked.within.by):
            cells = [c for c, area in enumerate(asked.cell_area) if area in scope]
            for s, t in np.ndindex(len(question.services), horizon):
                people = sum(people_in(question, c, s, t) for c in cells)
                lucky = near[:, list(scope), s, t].sum(axis=1)
                fits &= np.array([enough(int(number), people, asked.within) for number in lucky], bool)
    return fits


def cohort_policy_faults(
    question: Question,
    lives: Sequence[Life],
    go: Mapping[tuple[int, ...], int],
    unserved: Mapping[tuple[int, ...], int],
) -> list[str]:
    """Say where assigned people do not follow the policies."""
    found, offered = [], offered_by(question, lives)
    sums = np.zeros((1, len(counted(question, 0, 0, 0, -1))), np.int64)
    for (c, f, s, e), people in go.items():
        if people and f not in choices(question, c, s, e, offered):
            found.append(f"entry {e} of cell {c} goes to facility {f} against the policy")
        sums += people * np.array([counted(question, c, s, e, f)])
    for c, cell in enumerate(question.demand):
        for s, entries in enumerate(cell):
            for e, people in enumerate(entries):
                parts = [n for (a, _, b, d), n in go.items() if (a, b, d) == (c, s, e) and n]
                parts += [unserved.get((c, s, e), 0)] * (unserved.get((c, s, e), 0) > 0)
                if len(groups(question, s, e, people)) == 1 and len(parts) > 1:
                    found.append(f"entry {e} of cell {c} is divided")
    return found if keeps_counts(question, sums).all() else [*found, "too many anew, or too few within the target"]
