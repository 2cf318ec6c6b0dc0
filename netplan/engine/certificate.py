"""bound.npz: the prices that prove the bounds of a plan, by name, so that anybody can count the bounds again.

One leaf is a set of prices in whole multiples of 2⁻ᵇⁱᵗˢ of the goal's unit. A goal is proved by a tree: a split asks
two questions instead of one, so that the least of its leaves is a bound of the whole.
"""

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from netplan.case import Case
from netplan.engine.proofs import Leaf, Proved, Split, Tree, bound_of
from netplan.engine.relaxation.prices import Asked
from netplan.engine.relaxation.proof import Proof
from netplan.engine.relaxation.relaxed import Relaxed
from netplan.indicators import weights_of
from netplan.program.facilities import PATH, SIDE, FacilityHalf
from netplan.tables import NONE, Demand, Ints, Tables

FILE, FORMAT = "bound.npz", 1
Bools: TypeAlias = npt.NDArray[np.bool_]
KEPT = "kept"
"""Name of the rows that keep the value of what is built only where its facility is open at the end."""


def write_certificate(case: Case, proofs: Sequence[Proved], folder: Path) -> str:
    """Write the proofs of a case's goals into its run folder; return the SHA-256 of the file [hex]."""
    content = certificate(case, proofs)
    draft = folder / f"{FILE}.part"
    draft.write_bytes(content)
    draft.replace(folder / FILE)
    return hashlib.sha256(content).hexdigest()


def certificate(case: Case, proofs: Sequence[Proved]) -> bytes:
    """Return the proofs of a case's goals as the content of bound.npz."""
    leaves = [(proved, leaf) for proved in proofs for leaf in _flat(proved.tree)[1]]
    needs = [_prices_by_need(proved.question.problem, leaf.proof) for proved, leaf in leaves]
    cell, service, entry = np.nonzero(np.any([known for known, _ in needs], axis=0))
    rows, row = _rows(leaves)
    earlier = list(dict.fromkeys(name for proved in proofs for name in kept_names(proved.question, proved.limits)))
    says = {
        "format": FORMAT,
        **names_of(case.tables.demand),
        "rows": rows,
        "earlier": earlier,
        "absorbed": sorted({name for proved in proofs for name in _absorbed(proved.question.problem)}),
        "goals": _goals(proofs),
    }
    demand = case.tables.demand
    group = demand.group[cell] if demand.groups else np.full(len(cell), NONE)
    return _packed({
        "says": np.frombuffer(json.dumps(says, ensure_ascii=False).encode(), np.uint8),
        "cell": demand.homes[cell],
        "group": group,
        "entry": service * demand.people.shape[2] + entry,
        "bits": np.array([leaf.proof.bits for _, leaf in leaves], np.int64),
        "need": np.array([price[cell, service, entry] for _, price in needs], np.int64).reshape(len(leaves), -1),
        "row": row,
        "kept": _kept_prices(leaves, earlier),
    })  # fmt: skip


def _flat(tree: Tree) -> tuple[list[Tree], list[Leaf]]:
    """Return all nodes, the whole question first and children after their parents, and the leaves among them."""
    nodes = [tree]
    for node in nodes:
        if isinstance(node, Split):
            nodes += [node.inside, node.outside]
    return nodes, [node for node in nodes if isinstance(node, Leaf)]


def _goals(proofs: Sequence[Proved]) -> list[dict[str, Any]]:
    """Write how each goal was proved; leaves are numbered through."""
    found, number = [], 0
    for proved in proofs:
        tables = proved.question.problem.case.tables
        nodes: list[Any] = []
        every, last = _flat(proved.tree)[0], 1
        for node in every:
            if isinstance(node, Split):
                levels = [tables.levels.names[k] for k in node.levels]
                where = [tables.levels.facilities[node.facility], int(tables.demand.years[node.year])]
                nodes.append([*where, levels, last, last + 1])
                last += 2
            else:
                nodes.append(number)
                number += 1
        said = {"goal": proved.goal, "bound": bound_of(proved.tree), "limits": dict(proved.limits), "tree": nodes}
        found.append(said)
    return found


def names_of(demand: Demand) -> dict[str, Any]:
    """Return what needs are told by: cells, groups, and entries by service, year and grade."""
    entries = [
        [service, int(demand.years[demand.entry_year[s, e]]), int(demand.entry_grade[s, e]) + 1]
        for s, service in enumerate(demand.services)
        for e in range(demand.people.shape[2])
    ]
    return {"cells": list(demand.cells), "groups": list(demand.groups), "entries": entries}


def _prices_by_need(problem: Relaxed, proof: Proof) -> tuple[Bools, Ints]:
    """Return which people have a price and what it is, both of shape (cells, services, entries)."""
    shape = problem.case.tables.demand.people.shape
    known, price = np.zeros(shape, bool), np.zeros(shape, np.int64)
    here = problem.cell, problem.service, problem.entry
    known[here], price[here] = True, proof.need
    return known, price


def _rows(leaves: Sequence[tuple[Proved, Leaf]]) -> tuple[list[list[Any]], Ints]:
    """Return what priced rows are called, and their prices, shape (leaves, rows)."""
    number: dict[tuple[Any, ...], int] = {}
    priced: list[tuple[int, int, int]] = []
    for line, (proved, leaf) in enumerate(leaves):
        problem, proof = proved.question.problem, leaf.proof
        names = row_names(problem)
        for r in np.flatnonzero(proof.row).tolist():
            key = (*names[int(problem.row[r])], int(proof.scale[r]))
            priced.append((line, number.setdefault(key, len(number)), int(proof.row[r])))
    row = np.zeros((len(leaves), len(number)), np.int64)
    for line, column, price in priced:
        row[line, column] = price
    return [[rule, list(where), nth, of, scale] for rule, where, nth, of, scale in number], row


def row_names(problem: Relaxed) -> list[tuple[str, tuple[str, ...], int, int]]:
    """Return by row of the facility half its rule, what it speaks of, and which of how many of these it is."""
    half, tables, before = problem.half, problem.case.tables, Counter[tuple[str, ...]]()
    names = [_kept_name(half, tables, r) if name[0] == SIDE else name for r, name in enumerate(half.names)]
    of, found = Counter(names), []
    for name in names:
        found.append((name[0], name[1:], before[name], of[name]))
        before[name] += 1
    return found


def _kept_name(half: FacilityHalf, tables: Tables, r: int) -> tuple[str, ...]:
    """Return the step whose value a side row keeps, as what it is called; other side rows are never priced."""
    columns = half.matrix.indices[half.matrix.indptr[r] : half.matrix.indptr[r + 1]]
    step = np.flatnonzero(np.isin(half.kept, columns) & (half.kept >= 0))
    if len(step) != 1 or not np.isin(columns, half.at).any():
        return (SIDE,)
    steps, levels, i = tables.steps, tables.levels, int(step[0])
    programme = steps.programmes[steps.programme[i]] if steps.programme[i] != NONE else ""
    ends = levels.names[steps.before[i]], levels.names[steps.after[i]]
    year = str(tables.demand.years[steps.year[i]])
    return (KEPT, levels.facilities[steps.facility[i]], steps.names[steps.name[i]], *ends, year, programme)


def kept_names(question: Asked, limits: Mapping[str, int]) -> list[str]:
    """Return the earlier goals that have a price: those that are sums, without people where all are served anyway."""
    case = question.problem.case
    names = [name for name in limits if weights_of(case.goal(name), case.tables) is not None]
    return [name for name in names if name != "unserved" or len(names) == len(question.kept)]


def _kept_prices(leaves: Sequence[tuple[Proved, Leaf]], earlier: Sequence[str]) -> Ints:
    found = np.zeros((len(leaves), len(earlier)), np.int64)
    for line, (proved, leaf) in enumerate(leaves):
        for name, price in zip(kept_names(proved.question, proved.limits), leaf.proof.kept.tolist(), strict=True):
            found[line, earlier.index(name)] = price
    return found


def _absorbed(problem: Relaxed) -> set[str]:
    """Return the rules that bound single levels: they need no price."""
    priced = set(problem.row.tolist())
    return {name[0] for r, name in enumerate(problem.half.names) if r not in priced} - {PATH, SIDE}


def _packed(arrays: Mapping[str, Ints]) -> bytes:
    """Return arrays as a .npz file that is the same whenever it is written."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, array in arrays.items():
            part = io.BytesIO()
            np.lib.format.write_array(part, _small(array), allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), part.getvalue(), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _small(array: Ints) -> Ints:
    """Return whole numbers in half as many bytes where they fit."""
    fits = array.dtype.kind == "i" and np.abs(array).max(initial=0) < 2**31
    return array.astype(np.int32) if fits else array
