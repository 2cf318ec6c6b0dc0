"""What facilities can choose from, and the sheet on which one facility's choices are valued."""

from typing import NamedTuple

import numpy as np

from netplan.engine.compiled import compiled
from netplan.engine.plans.arrays import INTO, Scene
from netplan.engine.plans.couplings import Couplings, no_couplings
from netplan.engine.plans.lives import Lives
from netplan.tables import NONE, Ints

BEFORE, AFTER, COST_OF_ACT = range(3)
"""Columns of acts: state that it leads from, state that it leads to, what the step and a year at that level cost."""


ROW, USE = range(2)
"""Columns of uses: the row, and how much of it an act uses."""
MOST_KICKS = 24
"""So many lives of a facility are tried at most: where a state tells the past, there are hundreds."""
LEAST_USE = 1
"""Column of own, after the row: how much of it a facility has to use at least."""


class Choices(NamedTuple):
    """Levels and steps of all facilities; as `Lives`, for kernels."""

    first: Ints
    """First act of each facility and year, facility · years + year; shape (facilities · years + 1,)."""
    acts: Ints
    """Shape (acts, 3)."""
    today: Ints
    """State before the first year, shape (facilities,)."""
    most: Ints
    """Places, shape (stands, states)."""
    least: Ints
    """Fewest persons, likewise."""
    alike: Ints
    """First state with the same limits, likewise."""
    twin: Ints
    """The same for all stands of a facility and year, facility · years + year; shape (facilities · years, states)."""
    stands_first: Ints
    """Where the stands begin that a state of a facility and year limits, shape (facilities · years + 1,)."""
    stands: Ints
    """These stands, shape (stands,)."""
    size: Ints
    """How many states a facility has in a year, facility · years + year; shape (facilities · years,)."""
    uses_first: Ints
    """First use of each act, shape (acts + 1,)."""
    uses: Ints
    """Shape (uses, 2)."""
    own_first: Ints
    """First row of each facility, shape (facilities + 1,)."""
    own: Ints
    """Rows that facilities can use, shape (some, 2)."""
    years: int


class Sheet(NamedTuple):
    """Values of one facility's states, and scratch paper to find them."""

    value: Ints
    """What people cost more than now if the facility had a state in a year, at least; shape (years, states)."""
    is_exact: Ints
    """1 where it costs exactly that, shape (years, states)."""
    bounds: Ints
    """The same of one stand, by state that is the first of those alike, shape (states,)."""
    ahead: Ints
    """Cost from a year on, by state before it; shape (years + 1, states)."""
    behind: Ints
    """Cost up to a year and with it, by state in it; shape (years, states)."""
    came: Ints
    """State before it on the cheapest way there, likewise."""
    act: Ints
    """Best act then, shape (years, states)."""
    path: Ints
    """Acts of the best life, shape (years,)."""
    trial: Ints
    """Acts of a life that is tried, shape (years,)."""
    cursor: Ints
    """Act to try next in each year, likewise."""
    states: Ints
    """State before each year on trial, likewise."""
    costs: Ints
    """Cost before each year on trial, likewise."""
    active: Ints
    """What would be used of each row, shape (rows,)."""
    gains: Ints
    """Who could come to a stand: what each person gains, and how many persons; shape (most arcs of a stand, 2)."""
    kicks: Ints
    """Loss and number (year · states + state) of other lives, those that lose least; shape (MOST_KICKS at most, 2)."""
    others: Ints
    """Loss and number of other facilities, shape (facilities, 2)."""
    is_due: Ints
    """1 where something near a facility changed since it was kicked, shape (facilities,)."""
    is_held: Ints
    """Above 0 where a facility has to keep its life for now, likewise."""
    held: Ints
    """Facilities that are held; room for as many as are stirred at a time, shape (facilities + 8,)."""
    lot: Ints
    """State of the random numbers, shape (1,)."""
    queue: Ints
    """Facilities to look at again, a ring; shape (facilities + 1,)."""
    is_queued: Ints
    """Shape (facilities,)."""
    ends: Ints
    """Where the ring begins and ends, shape (2,)."""


def choices_of(lives: Lives, couplings: Couplings | None = None) -> Choices:
    """Return the choices of all facilities; without couplings nothing joins them."""
    acts, rows = np.stack([lives.before, lives.after, lives.cost], axis=1), couplings or no_couplings(lives)
    alike = _alike(lives)
    return Choices(
        first=lives.first,
        acts=acts,
        today=lives.today,
        most=lives.most,
        least=lives.least,
        alike=alike,
        twin=_twins(lives, alike),
        stands_first=lives.stands[0],
        stands=lives.stands[1],
        size=_sizes(lives),
        uses_first=rows.first,
        uses=rows.uses,
        own_first=rows.own_first,
        own=rows.own,
        years=lives.years,
    )


def _alike(lives: Lives) -> Ints:
    """Return for each stand and state the first state with the same limits."""
    found, stands = np.zeros_like(lives.most), np.arange(len(lives.most))
    for state in range(found.shape[1]):
        same = (lives.most == lives.most[:, state, None]) & (lives.least == lives.least[:, state, None])
        found[stands, state] = same.argmax(axis=1)
    return found


def _twins(lives: Lives, alike: Ints) -> Ints:
    """Return for each facility, year and state the first state with the same limits of all stands."""
    first, stand = lives.stands
    states = alike.shape[1]
    code, count = np.zeros((len(first) - 1, states), np.int64), np.diff(first)
    for nth in range(int(count.max(initial=0))):
        number = np.flatnonzero(count > nth)
        code[number] = _first_alike(code[number] * states + alike[stand[first[number] + nth]])
    return code


def _first_alike(code: Ints) -> Ints:
    """Return where in its row each number stands first."""
    found, rows = np.zeros_like(code), np.arange(len(code))
    for state in range(code.shape[1]):
        found[rows, state] = (code == code[:, state, None]).argmax(axis=1)
    return found


def _sizes(lives: Lives) -> Ints:
    """Return how many states there are to look at, by facility and year."""
    found = np.zeros(len(lives.first) - 1, np.int64)
    np.maximum.at(found, lives.facility * lives.years + lives.year, lives.after + 1)
    return found


def empty_sheet(scene: Scene, choices: Choices) -> Sheet:
    """Return scratch paper for one facility at a time, and an empty queue."""
    facilities, states = len(choices.today), choices.most.shape[1]
    years, longest = choices.years, int(np.diff(scene.stands[:, INTO]).max(initial=0))

    def zeros(*shape: int) -> Ints:
        return np.zeros(shape, np.int64)

    return Sheet(
        value=zeros(years, states),
        is_exact=zeros(years, states),
        bounds=zeros(states),
        ahead=zeros(years + 1, states),
        behind=zeros(years, states),
        came=zeros(years, states),
        act=zeros(years, states),
        path=zeros(years),
        trial=zeros(years),
        cursor=zeros(years),
        states=zeros(years),
        costs=zeros(years),
        active=zeros(len(scene.rows)),
        gains=zeros(longest, 2),
        kicks=zeros(min(years * states, MOST_KICKS), 2),
        others=zeros(facilities, 2),
        is_due=zeros(facilities) + 1,
        is_held=zeros(facilities),
        held=zeros(facilities + 8),
        lot=zeros(1) + 1,
        queue=zeros(facilities + 1),
        is_queued=zeros(facilities),
        ends=zeros(2),
    )


@compiled
def enqueue(sheet: Sheet, facility: int) -> None:
    """Put a facility at the end of the queue if it is not in it."""
    if not sheet.is_queued[facility]:
        sheet.is_queued[facility] = 1
        sheet.queue[sheet.ends[1]] = facility
        sheet.ends[1] = (sheet.ends[1] + 1) % len(sheet.queue)


@compiled
def dequeue(sheet: Sheet) -> int:
    """Take the first facility out of the queue; NONE where it is empty."""
    if sheet.ends[0] == sheet.ends[1]:
        return NONE
    facility = sheet.queue[sheet.ends[0]]
    sheet.ends[0] = (sheet.ends[0] + 1) % len(sheet.queue)
    sheet.is_queued[facility] = 0
    return int(facility)
