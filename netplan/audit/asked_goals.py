"""The goals that a scenario asks for: their names in order, and at what rates they are valued in money."""

from collections.abc import Mapping
from fractions import Fraction

from netplan.audit.quantities import EXCHANGE, UnreadableError, quantity
from netplan.audit.reading import Tree, branch, items, text


def goals(tree: Tree) -> tuple[str, ...]:
    """Give the goals in order; people unserved are always the first."""
    named = [goal if isinstance(goal, str) else _goal(goal) for goal in items(tree, "goals")]
    return ("unserved", *(str(goal) for goal in named if goal != "unserved"))


def rates(tree: Tree, norms: Mapping[str, str]) -> dict[str, Fraction]:
    """Give the exchange rates of the goal `cost_with`: amounts, or norms that say them."""
    said = next((branch(goal, "cost_with") for goal in items(tree, "goals") if "cost_with" in goal), {})
    named = {name: _scalar(rate) for name, rate in said.items() if name in EXCHANGE}
    return {name: quantity(norms.get(rate, rate), EXCHANGE[name], name) for name, rate in named.items()}


def _goal(said: Tree) -> str:
    """Give the name of a goal with settings; cost in the view of one who pays is a goal of its own."""
    name, settings = next(iter(said.items())) if isinstance(said, dict) else ("", {})
    view = text(settings, "view", "total")
    return name if view == "total" else f"{view}_{name}"


def _scalar(tree: Tree) -> str:
    """Give a tree that must be a single value."""
    if not isinstance(tree, str):
        raise UnreadableError(f"{tree} is not a single value")
    return tree
