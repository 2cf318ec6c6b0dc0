"""bound.npz of a run folder as it is written: prices by name, and into which questions a goal was split."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from netplan.audit.bounds.entries import Entry, Ints
from netplan.audit.journeys import in_group
from netplan.audit.quantities import UnreadableError
from netplan.audit.reading import same

FILE = "bound.npz"
FORMAT = 1


@dataclass(frozen=True)
class Split:
    """Two questions instead of one: a facility has one of some levels in a year, or it has none of them."""

    facility: str
    year: int
    levels: frozenset[str]
    inside: int
    """Number of the node where it has one of them."""
    outside: int


Node: TypeAlias = "Split | int"
"""A split, or a leaf: the number of its prices."""


@dataclass(frozen=True)
class Proved:
    """How one goal was proved."""

    goal: str
    bound: int
    tree: tuple[Node, ...]
    """The first node is the whole question."""


@dataclass(frozen=True)
class PricedRow:
    """A row that has prices: the rule that asks for it, what it speaks of, which of these rows it is."""

    rule: str
    where: tuple[str, ...]
    number: int
    of: int
    """How many rows speak of the same; `number` counts from 0."""
    factor: int
    """What the row is multiplied by so that it is whole."""


@dataclass(frozen=True, eq=False)
class Certificate:
    """All proofs of a run folder; prices in whole multiples of 2⁻ᵇⁱᵗˢ of the goal's unit."""

    goals: tuple[Proved, ...]
    homes: tuple[str, ...]
    """Cells, with their group where people are in one."""
    entries: tuple[Entry, ...]
    home: Ints
    """Home of each priced need, shape (needs,)."""
    entry: Ints
    rows: tuple[PricedRow, ...]
    earlier: tuple[str, ...]
    """Goals that were kept."""
    bits: Ints
    """Shape (leaves,)."""
    need: Ints
    """Shape (leaves, needs)."""
    row: Ints
    """Shape (leaves, rows)."""
    kept: Ints
    """Shape (leaves, earlier goals)."""
    absorbed: tuple[str, ...]
    """Rules that bound single levels, without a price."""


Limits: TypeAlias = list[tuple[str, int, frozenset[str], bool]]
"""Facility, year, levels, and whether it has one of them or none."""


def read_certificate(run: Path) -> Certificate | None:
    """Read the proofs of a run folder; None where there are none.

    Raises UnreadableError where the file is not of the documented form.
    """
    file = run / FILE
    if not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return _certificate({name: arrays[name] for name in arrays.files})
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise UnreadableError(f"{FILE}: {error}") from error


def leaves(proved: Proved) -> Iterator[tuple[int, Limits]]:
    """Yield each leaf with what holds there: together they are the whole question, as each split has both sides."""
    waiting: list[tuple[int, Limits]] = [(0, [])]
    for _ in range(len(proved.tree)):
        if not waiting:
            return
        number, limits = waiting.pop()
        node = proved.tree[number]
        if isinstance(node, int):
            yield node, limits
            continue
        for child, is_inside in ((node.inside, True), (node.outside, False)):
            if not 0 < child < len(proved.tree):
                raise UnreadableError(f"{FILE}: {proved.goal}: one side of a split is missing")
            waiting.append((child, [*limits, (node.facility, node.year, node.levels, is_inside)]))
    if waiting:
        raise UnreadableError(f"{FILE}: {proved.goal}: the splits are no tree")


def _certificate(arrays: Mapping[str, Any]) -> Certificate:
    says = json.loads(arrays["says"].astype(np.uint8).tobytes().decode("utf-8"))
    if says["format"] != FORMAT:
        raise UnreadableError(f"{FILE}: not of format {FORMAT}")
    cells = [same(str(cell)) for cell in says["cells"]]
    groups = [str(group) for group in says["groups"]]
    cell, group = _whole(arrays["cell"], 1), _whole(arrays["group"], 1)
    names = sorted({(c, g) for c, g in zip(cell.tolist(), group.tolist(), strict=True)})
    number = {name: h for h, name in enumerate(names)}
    found = Certificate(
        goals=tuple(_proved(said) for said in says["goals"]),
        homes=tuple(in_group(cells[c], groups[g] if g >= 0 else "") for c, g in names),
        entries=tuple((str(service), int(year), int(grade)) for service, year, grade in says["entries"]),
        home=np.array([number[name] for name in zip(cell.tolist(), group.tolist(), strict=True)], np.int64),
        entry=_whole(arrays["entry"], 1),
        rows=tuple(
            PricedRow(str(rule), tuple(map(str, where)), int(number), int(of), int(factor))
            for rule, where, number, of, factor in says["rows"]
        ),
        earlier=tuple(map(str, says["earlier"])),
        bits=_whole(arrays["bits"], 1),
        need=_whole(arrays["need"], 2),
        row=_whole(arrays["row"], 2),
        kept=_whole(arrays["kept"], 2),
        absorbed=tuple(map(str, says["absorbed"])),
    )
    sizes = len(found.home), len(found.rows), len(found.earlier)
    prices = (found.need, found.row, found.kept)
    fits = all(part.shape == (len(found.bits), size) for part, size in zip(prices, sizes, strict=True))
    if not fits or len(found.entry) != len(found.home):
        raise UnreadableError(f"{FILE}: prices do not fit what they are of")
    return found


def _whole(array: Any, dimensions: int) -> Ints:  # noqa: ANN401  whatever the file holds
    if array.dtype.kind != "i" or array.ndim != dimensions:
        raise UnreadableError(f"{FILE}: prices are not whole numbers")
    return np.asarray(array.astype(np.int64))


def _proved(said: Mapping[str, Any]) -> Proved:
    return Proved(str(said["goal"]), int(said["bound"]), tuple(_node(node) for node in said["tree"]))


def _node(said: Any) -> Node:  # noqa: ANN401  whatever the file holds
    if isinstance(said, int):
        return said
    facility, year, levels, inside, outside = said
    return Split(same(str(facility)), int(year), frozenset(same(str(level)) for level in levels), inside, outside)
