"""The answer of facilities to prices, compiled; the same as `answers.answer`, in floating point."""

import numpy as np

from netplan.engine.compiled import compiled
from netplan.tables import Floats, Ints

NEVER = 1e300


@compiled
def choose(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917  one kernel: calls between kernels cost more than they tell
    which: Ints,
    first_block: Ints,
    start: Ints,
    order: Ints,
    own: Floats,
    people: Ints,
    first_limit: Ints,
    low: Ints,
    high: Ints,
    pair: Ints,
    year: Ints,
    stay: Floats,
    first_arc: Ints,
    before: Ints,
    after: Ints,
    cost: Floats,
    today: Ints,
    arc: Ints,
    go: Ints,
    load: Ints,
    sums: Ints,
    bought: Floats,
    value: Floats,
) -> None:
    """Let some facilities choose.

    which        facilities, ascending, shape (some,)
    first_block  first block of each facility, shape (facilities + 1,); start: first way of each block
    order        ways of each block as they were sorted last, shape (ways,); sorted anew by `own`
    own          cost of a person on a way less the price of the need, shape (ways,); people: persons, likewise
    first_limit  first pair of limits of each block, shape (blocks + 1,); low, high: these pairs, each once
    pair         which of its block's pairs holds in each state, shape (blocks, states)
    stay         cost of a state, shape (facilities, states, years); the people of each block are added to it
    first_arc    first arc of each facility and year, shape (facilities · years + 1,)
    arc, go, load  written: arc by facility and year, persons by way, persons by block
    sums, bought   room for running sums, as long as the longest block + 1
    value          written: what lives and people cost, by facility
    """
    states, years = stay.shape[1], stay.shape[2]
    node, worth = np.zeros((states, years)), np.zeros(states)
    best, came = np.zeros((years + 1, states)), np.zeros((years + 1, states), np.int64)
    for f in which:
        node[:, :] = stay[f]
        for b in range(first_block[f], first_block[f + 1]):
            begin, end = start[b], start[b + 1]
            for i in range(begin + 1, end):
                w = order[i]
                price = own[w]
                j = i - 1
                while j >= begin and own[order[j]] > price:
                    order[j + 1] = order[j]
                    j -= 1
                order[j + 1] = w
            wanted = 0
            sums[0], bought[0] = 0, 0.0
            for i in range(begin, end):
                w, n = order[i], i - begin
                sums[n + 1] = sums[n] + people[w]
                bought[n + 1] = bought[n] + own[w] * people[w]
                if own[w] < 0:
                    wanted = sums[n + 1]
            size = end - begin
            for i in range(first_limit[b + 1] - first_limit[b]):
                least, most = low[first_limit[b] + i], high[first_limit[b] + i]
                worth[i] = NEVER
                if least <= most and least <= sums[size]:
                    some = min(max(wanted, least), most)
                    n = np.searchsorted(sums[: size + 1], some, side="right") - 1
                    extra = 0.0
                    if n < size:
                        extra = (some - sums[n]) * own[order[begin + n]]
                    worth[i] = bought[min(n, size)] + extra
            for state in range(states):
                extra = worth[pair[b, state]]
                if extra < NEVER:
                    node[state, year[b]] += extra
                else:
                    node[state, year[b]] = NEVER
        best[:, :] = NEVER
        best[0, today[f]] = 0.0
        for t in range(years):
            here = f * years + t
            for a in range(first_arc[here], first_arc[here + 1]):
                spent = best[t, before[a]] + cost[a]
                if spent < best[t + 1, after[a]]:
                    best[t + 1, after[a]] = spent
                    came[t + 1, after[a]] = a
            for state in range(states):
                if best[t + 1, state] < NEVER:
                    best[t + 1, state] = min(best[t + 1, state] + node[state, t], NEVER)
        state = 0
        for other in range(1, states):
            if best[years, other] < best[years, state]:
                state = other
        value[f] = best[years, state]
        for t in range(years - 1, -1, -1):
            a = came[t + 1, state]
            arc[f, t] = a
            state = before[a]
        for b in range(first_block[f], first_block[f + 1]):
            state = after[arc[f, year[b]]]
            taken = 0
            n = first_limit[b] + pair[b, state]
            least, most = low[n], high[n]
            for i in range(start[b], start[b + 1]):
                w = order[i]
                limit = most if own[w] < 0 else min(least, most)
                some = min(max(limit - taken, 0), people[w])
                go[w] = some
                taken += some
            load[b] = taken
