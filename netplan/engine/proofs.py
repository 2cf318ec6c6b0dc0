"""How bounds were proved: prices at the leaves of a tree, in which each split asks two questions instead of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from netplan.engine.relaxation.prices import Asked
from netplan.engine.relaxation.proof import Proof
from netplan.plan import Reached
from netplan.tables import NONE, Ints

PRICES, SOLVER = "prices", "HiGHS"
"""What a bound may rest on, as run.json says."""


@dataclass(frozen=True, eq=False)
class Leaf:
    """Prices, and what they prove where the splits above hold."""

    proof: Proof


@dataclass(frozen=True, eq=False)
class Split:
    """Facility f has one of some levels in listed year t, or it has none of them."""

    facility: int
    year: int
    """Index of the listed year."""
    levels: tuple[int, ...]
    inside: "Tree"
    """What is proved where it has one of them."""
    outside: "Tree"


Tree: TypeAlias = "Leaf | Split"


def tree_of(question: Asked, leaves: Sequence[tuple[Ints, Proof]]) -> Tree:
    """Return the tree of leaves that know the columns `at` they forbid, each split's one after the other.

    Every split forbids some levels of a facility in a year on one side, and its other levels on the other.

    Raises ValueError where the leaves are not those of such splits: together they are not the whole question then.
    """
    columns = [tuple(closed.tolist()) for closed, _ in leaves]
    proofs = [proof for _, proof in leaves]
    tree = _split(question, list(zip(columns, proofs, strict=True)), len(question.closed))
    if tree is None:
        raise ValueError("the leaves are not the whole question")
    return tree


def _split(question: Asked, leaves: list[tuple[tuple[int, ...], Proof]], known: int) -> "Tree | None":
    """Return the tree of leaves that forbid the same in their first columns."""
    first = leaves[0][0]
    if len(leaves) == 1:
        return Leaf(leaves[0][1]) if len(first) == known else None
    at = question.problem.half.at
    if any(len(closed) == known for closed, _ in leaves):
        return None
    f, _, t = (int(index[0]) for index in np.nonzero(at == first[known]))
    every = set(at[f, :, t].tolist()) - {NONE}
    for end in range(known + 1, len(first) + 1):
        one = set(first[known:end])
        other = every - one
        sides = [[leaf for leaf in leaves if set(leaf[0][known : known + len(part)]) == part] for part in (one, other)]
        if one < every and len(sides[0]) + len(sides[1]) == len(leaves) and sides[1]:
            trees = [_split(question, own, known + len(part)) for own, part in zip(sides, (one, other), strict=True)]
            if trees[0] is not None and trees[1] is not None:
                levels = tuple(k for k, column in enumerate(at[f, :, t].tolist()) if column in other)
                return Split(f, t, levels, trees[0], trees[1])
    return None


@dataclass(frozen=True, eq=False)
class Proved:
    """How the bound of one goal was proved."""

    goal: str
    question: Asked
    limits: Mapping[str, int]
    """Limits of the earlier goals, as the question was asked with them."""
    tree: Tree


def bound_of(tree: Tree) -> int:
    """Return what a tree proves: the least of its leaves."""
    waiting, least = [tree], None
    while waiting:
        node = waiting.pop()
        if isinstance(node, Split):
            waiting += [node.inside, node.outside]
        elif least is None or node.proof.bound < least:
            least = node.proof.bound
    assert least is not None  # noqa: S101  a tree has a leaf
    return least


def rests_on(reached: Sequence[Reached], proofs: Sequence[Proved]) -> dict[str, str]:
    """Say by goal what its bound rests on: `prices` where they prove it, else the solver."""
    proved = {one.goal: bound_of(one.tree) for one in proofs}
    return {one.goal: PRICES if proved.get(one.goal, one.bound - 1) >= one.bound else SOLVER for one in reached}
