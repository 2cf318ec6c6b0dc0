"""Whole persons by groups of cells that reach the same facilities: first how many of a group, then who of it."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csc_array

from netplan.engine.boards import Board
from netplan.engine.highs import Answer, Effort, Question, Values, Watch, minimise
from netplan.tables import NONE, Ints


def by_groups(
    question: Question, boards: tuple[Board, Board], becomes: Ints, effort: Effort, *, counts_people: bool
) -> Answer:
    """Search who goes where, in whole persons: how many of each group by the merged program, then cell by cell.

    `question` is of the merged program, with the facilities decided; `boards` are the whole and the merged program;
    `becomes` says which merged pair each pair is part of. Among what is best by the question, ways are short: a group
    counts with its people's mean way. Who of a group goes where is a flow, which is whole by itself.
    """
    whole, light = boards
    if counts_people:
        least = minimise(question, effort, Watch())
        if least.values is None:
            return least
        value = float(question.objective @ least.values)
        question = question.with_rows([(question.objective, -np.inf, value + effort.unit / 2)])
    answer = minimise(replace(question, objective=_mean_ways(whole, light, becomes)), effort, Watch())
    if answer.values is None:
        return answer
    number = np.rint(answer.values[light.program.go])
    return minimise(_within_groups(whole, light, becomes, number), replace(effort, unit=0.0, gap=0.0), Watch())


def _mean_ways(whole: Board, light: Board, becomes: Ints) -> Values:
    """Return, as an objective over the merged program, the mean way of each group's people to each facility [s]."""
    people, tables = whole.program.people, whole.program.case.tables
    column = _columns(light)[becomes[people.go_pair], people.go_entry]
    cell, service = tables.pairs.cell[people.go_pair], tables.pairs.service[people.go_pair]
    need = tables.demand.people[cell, service, people.go_entry]
    size = len(light.program.people.go_pair)
    ways = np.bincount(column, need * tables.pairs.seconds[people.go_pair], size)
    mean = ways / np.maximum(np.bincount(column, need, size), 1)
    found = np.zeros(len(light.program.lower))
    shown = light.program.people
    found[light.program.go] = (
        mean * tables.demand.stay[light.program.case.tables.pairs.service[shown.go_pair], shown.go_entry]
    )
    return found


def _within_groups(whole: Board, light: Board, becomes: Ints, number: Values) -> Question:
    """Share out so many persons of each group over its cells, the shortest ways in all: a flow over the whole program.

    Σ_f go[c,f,s,e] + unserved[c,s,e] = people[c,s,e];   Σ_c∈group go[c,f,s,e] = number[group,f,s,e]
    """
    program = whole.program
    people, tables = program.people, program.case.tables
    pair, entry, size = people.go_pair, people.go_entry, len(program.lower)
    need = np.full(tables.demand.people.shape, NONE, np.int64)
    need[people.unserved_cell, people.unserved_service, people.unserved_entry] = np.arange(len(people.people))
    own = need[tables.pairs.cell[pair], tables.pairs.service[pair], entry]
    group = len(people.people) + _columns(light)[becomes[pair], entry]
    go, unserved = np.arange(program.go.start, program.go.stop), np.arange(program.unserved.start, size)
    rows = np.concatenate([own, group, np.arange(len(people.people))])
    columns = np.concatenate([go, go, unserved])
    sums = np.concatenate([people.people.astype(float), number])
    objective, lower, upper = np.zeros(size), np.zeros(size), np.zeros(size)
    stay = tables.demand.stay[tables.pairs.service[pair], entry]
    objective[program.go] = tables.pairs.seconds[pair] * stay
    for part in (program.go, program.unserved):
        lower[part], upper[part] = program.lower[part], program.upper[part]
    matrix = csc_array((np.ones(len(rows)), (rows, columns)), (len(sums), size))
    return Question(matrix, sums, sums, lower, upper, np.zeros(size, bool), objective)


def _columns(light: Board) -> Ints:
    """Return the `go` column of each merged pair and entry, shape (pairs, entries)."""
    people, tables = light.program.people, light.program.case.tables
    found = np.full((len(tables.pairs.cell), tables.demand.people.shape[2]), NONE, np.int64)
    found[people.go_pair, people.go_entry] = np.arange(len(people.go_pair))
    return found
