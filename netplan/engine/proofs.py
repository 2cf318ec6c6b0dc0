"""How bounds were proved: prices at the leaves of a tree, in which each split asks two questions instead of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from netplan.engine.relaxation.prices import Asked
from netplan.engine.relaxation.proof import Proof
from netplan.plan import Reached

PRICES, UNKEPT, COUNTED, SOLVER = "prices", "prices not kept", "places counted", "HiGHS"
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


Tree: TypeAlias = Leaf | Split


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


def rests_on(reached: Sequence[Reached], proofs: Sequence[Proved], otherwise: str = SOLVER) -> dict[str, str]:
    """Say by goal what its bound rests on: `prices` where they prove it, else `otherwise`."""
    proved = {one.goal: bound_of(one.tree) for one in proofs}
    return {one.goal: PRICES if proved.get(one.goal, one.bound - 1) >= one.bound else otherwise for one in reached}
