"""What a scenario asks: its model, its norms, its rules and its goals, merged from the files themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import PurePosixPath

from netplan.audit.class_law import ClassLaw, Exempt, read_exempts, read_law
from netplan.audit.quantities import (
    KMH,
    PERSONS,
    SECONDS,
    SHARE,
    UnreadableError,
    quantity,
    whole,
)
from netplan.audit.reading import RawWorkspace, Tree, branch, items, text

MERGED = ("constraints", "locks", "override")
"""Keys of a scenario that add to its base key by key; every other key replaces the base's."""

KINDS = frozenset({"open", "extend", "reduce", "close", "convert"})


@dataclass(frozen=True)
class Mode:
    """A way to travel."""

    name: str
    roads: str
    """walk, bike or drive: the column of roads.gpkg."""
    kmh: Fraction
    kmh_by_highway: Mapping[str, Fraction]
    access_kmh: Fraction
    wait_ms: int


@dataclass(frozen=True)
class Service:
    """What people need, with its norms."""

    name: str
    modes: tuple[str, ...]
    take_up: Mapping[str, Fraction]
    """Share by age group."""
    reach: Fraction
    """Longest permitted way [s]."""
    target: Fraction | None
    """Target time [s]."""
    least: int
    """Fewest persons of this service in an open facility whose level gives none."""
    classes: ClassLaw | None
    """The law on its classes; None where it is not taught in classes."""


@dataclass(frozen=True)
class Rule:
    """One constraint: how it applies and its settings."""

    apply: str
    """enforce, new_only or report."""
    settings: dict[str, Tree]


@dataclass(frozen=True)
class Question:
    """One scenario with everything its model says."""

    name: str
    file: str
    """Path of the scenario relative to the workspace."""
    sector: str
    region: str
    years: tuple[int, ...]
    spans: tuple[int, ...]
    """Years that each listed year stands for."""
    services: Mapping[str, Service]
    modes: Mapping[str, Mode]
    levels: Mapping[str, Tree]
    """Standard levels as the model writes them."""
    rules: Mapping[str, Rule]
    goals: tuple[str, ...]
    kinds: frozenset[str]
    """Kinds of measures that a plan may take."""
    locks: Mapping[str, str]
    """Locks of the scenario by facility; they beat those of facilities.csv."""
    discount: Fraction
    base_year: int
    exempts: Mapping[str, Exempt]
    """Exceptions from the law on classes that the chosen norms know."""


def read_question(workspace: RawWorkspace, file: str) -> Question:
    """Read a scenario, the one it is based on and its model."""
    asked = scenario_tree(workspace, file)
    sector = text(asked, "sector")
    model = workspace.tree(f"models/{sector}.yaml")
    norms = norm_values(model, asked)
    years = tuple(int(_scalar(year)) for year in items(asked, "years"))
    if not years or list(years) != sorted(set(years)):
        raise UnreadableError(f"{file}: years are not ascending")
    cost = branch(asked, "cost")
    return Question(
        name=PurePosixPath(file).stem,
        file=file,
        sector=sector,
        region=text(asked, "region"),
        years=years,
        spans=spans(years, text(asked, "span")),
        services={name: _service(name, model, norms) for name in branch(model, "services")},
        modes={name: _mode(name, model, norms) for name in branch(model, "modes")},
        levels=branch(model, "levels"),
        rules=rules(model, asked),
        goals=goals(asked if items(asked, "goals") else model),
        kinds=kinds(asked),
        locks={facility: _scalar(lock) for facility, lock in branch(asked, "locks").items()},
        discount=quantity(text(cost, "discount_rate", "0 %"), SHARE, f"{file}: discount_rate"),
        base_year=int(text(cost, "base_year", str(years[0]))),
        exempts=read_exempts(model, norms),
    )


def scenario_tree(workspace: RawWorkspace, file: str) -> dict[str, Tree]:
    """Read a scenario laid over the one that it is based on."""
    own = workspace.tree(file)
    base_name = text(own, "based_on")
    if not base_name:
        return own
    base = workspace.tree(str(PurePosixPath(file).parent / f"{base_name}.yaml"))
    merged = {**base, **own}
    for key in MERGED:
        merged[key] = {**branch(base, key), **branch(own, key)}
    return merged


def norm_values(model: Tree, asked: Tree) -> dict[str, str]:
    """Give every norm's text: those for all, over them the chosen set, over them the scenario's own."""
    sets = branch(model, "norms")
    chosen = {**branch(sets, "all"), **branch(sets, text(asked, "norms")), **branch(asked, "override")}
    return {name: said if isinstance(said, str) else text(said, "value") for name, said in chosen.items()}


def spans(years: tuple[int, ...], last: str) -> tuple[int, ...]:
    """Give the years that each listed year stands for; the last one's is said, or as the one before, or 1."""
    between = tuple(later - year for year, later in pairwise(years))
    if last:
        return (*between, int(last))
    return (*between, between[-1] if between else 1)


def rules(model: Tree, asked: Tree) -> dict[str, Rule]:
    """Give every rule; the scenario's entry replaces the model's, `unserved: none` adds everyone_served."""
    said = {**branch(model, "constraints"), **branch(asked, "constraints")}
    if text(asked, "unserved") == "none":
        said.setdefault("everyone_served", "enforce")
    return {name: _rule(tree) for name, tree in said.items()}


def goals(tree: Tree) -> tuple[str, ...]:
    """Give the goals in order; people unserved are always the first."""
    named = [goal if isinstance(goal, str) else next(iter(goal)) for goal in items(tree, "goals")]
    return ("unserved", *(str(goal) for goal in named if goal != "unserved"))


def kinds(asked: Tree) -> frozenset[str]:
    """Give the kinds of measures that the scenario permits."""
    said = [_scalar(kind) for kind in items(asked, "measures")] or ["all"]
    if said == ["all"]:
        return KINDS
    return frozenset() if said == ["none"] else frozenset(said)


def _service(name: str, model: Tree, norms: Mapping[str, str]) -> Service:
    """Read one service of a model."""
    tree = branch(branch(model, "services"), name)
    shares = {
        group: quantity(_norm(norms, _scalar(norm)), SHARE, _scalar(norm))
        for group, norm in branch(tree, "take_up").items()
    }
    target, least = text(tree, "target"), text(tree, "least")
    return Service(
        name=name,
        modes=tuple(_scalar(mode) for mode in items(tree, "modes")),
        take_up=shares,
        reach=quantity(_norm(norms, text(tree, "reach")), SECONDS, "reach"),
        target=quantity(_norm(norms, target), SECONDS, "target") if target else None,
        least=whole(quantity(_norm(norms, least), PERSONS, "least"), "least") if least else 0,
        classes=read_law(tree, norms),
    )


def _mode(name: str, model: Tree, norms: Mapping[str, str]) -> Mode:
    """Read one mode of a model."""
    tree = branch(branch(model, "modes"), name)

    def speed(norm: str) -> Fraction:
        return quantity(_norm(norms, norm), KMH, norm)

    wait = text(tree, "wait")
    return Mode(
        name=name,
        roads=text(tree, "roads"),
        kmh=speed(text(tree, "speed")),
        kmh_by_highway={road: speed(_scalar(norm)) for road, norm in branch(tree, "speed_by_highway").items()},
        access_kmh=speed(text(tree, "access_speed") or text(tree, "speed")),
        wait_ms=whole(quantity(_norm(norms, wait), SECONDS, wait) * 1000, wait) if wait else 0,
    )


def _rule(tree: Tree) -> Rule:
    """Read one rule, written short (`rule: enforce`) or with settings."""
    if isinstance(tree, dict):
        return Rule(text(tree, "apply", "enforce"), {key: value for key, value in tree.items() if key != "apply"})
    return Rule(_scalar(tree) or "enforce", {})


def _norm(norms: Mapping[str, str], name: str) -> str:
    """Look a norm up."""
    if name not in norms:
        raise UnreadableError(f'norm "{name}" is neither in the model nor in the scenario')
    return norms[name]


def _scalar(tree: Tree) -> str:
    """Give a tree that must be a single value."""
    if not isinstance(tree, str):
        raise UnreadableError(f"{tree} is not a single value")
    return tree
