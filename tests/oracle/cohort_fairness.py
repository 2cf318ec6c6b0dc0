"""The worst tenth and extra minutes where an intake is assigned once: plain loops over entries and their years."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from tests.oracle.fairness import asked_of, is_farther, worst
from tests.oracle.question import Question
from tests.oracle.stays import presences

Ints = npt.NDArray[np.int64]


def minutes(question: Question) -> list[int]:
    """List the started minutes that ways take."""
    return sorted({-(-way // 60) for cell in question.seconds for site in cell for way in site})


def fair_counted(question: Question, c: int, s: int, e: int, f: int) -> list[int]:
    """Return what one person adds to those who go so many minutes, by service and year, and to those gone farther."""
    if not question.fairness:
        return []
    known, horizon = minutes(question), len(question.years)
    ways = np.zeros((len(question.services), len(known), horizon), np.int64)
    extra = np.zeros(horizon, np.int64)
    if f >= 0:
        way = question.seconds[c][question.facilities[f].site][s]
        first = e if e < horizon else 0
        for one in presences(question, s, e):
            ways[s, known.index(-(-way // 60)), one.year] = 1
            extra[one.year] = is_farther(question, way, c, s, first)
    return [*ways.ravel().tolist(), *extra.tolist()]


def keeps_fair(question: Question, rows: Ints) -> npt.NDArray[np.bool_]:
    """Say which rows, as in `fair_counted`, do what is asked for those who fare worst."""
    fits, asked = np.ones(len(rows), bool), asked_of(question)
    if not question.fairness:
        return fits
    ways, extra = _parts(question, rows)
    if asked.mean is not None:
        people = ways.sum(axis=2)
        fits &= (60 * _worst(question, ways) <= asked.mean * people).all(axis=(1, 2))
    if asked.most_extra is not None:
        fits &= (extra <= asked.most_extra).all(axis=1)
    return fits


def worst_tenths(question: Question, rows: Ints) -> Ints:
    """Return ten times the longest ways of a tenth, over all services and years, by row [person-seconds]."""
    if not question.fairness:
        return np.zeros(len(rows), np.int64)
    return np.asarray(60 * (_worst(question, _parts(question, rows)[0]) * np.array(question.spans)).sum(axis=(1, 2)))


def _parts(question: Question, rows: Ints) -> tuple[Ints, Ints]:
    services, horizon = len(question.services), len(question.years)
    ways = rows[:, : services * len(minutes(question)) * horizon]
    return ways.reshape(len(rows), services, len(minutes(question)), horizon), rows[:, -horizon:]


def _worst(question: Question, ways: Ints) -> Ints:
    """Return ten times the longest ways of a tenth, by row, service and year."""
    known, found = minutes(question), np.zeros((len(ways), ways.shape[1], ways.shape[3]), np.int64)
    for row, s, t in np.ndindex(*found.shape):
        found[row, s, t] = worst(list(zip(known, ways[row, s, :, t].tolist(), strict=True)))
    return found


def cohort_fairness_faults(question: Question, go: Mapping[tuple[int, ...], int]) -> list[str]:
    """Say where assigned people are not asked for those who fare worst."""
    return [] if keeps_fair(question, summed(question, go)).all() else ["those who fare worst fare too badly"]


def summed(question: Question, go: Mapping[tuple[int, ...], int]) -> Ints:
    """Return the one row, as in `fair_counted`, that assigned people make."""
    found = np.zeros(len(fair_counted(question, 0, 0, 0, -1)), np.int64)
    for (c, f, s, e), people in go.items():
        found += people * np.array(fair_counted(question, c, s, e, f), np.int64)
    return found.reshape(1, -1)
