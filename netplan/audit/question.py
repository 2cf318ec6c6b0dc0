"""What a scenario asks: its model, its norms, its rules and its goals, merged from the files themselves."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import PurePosixPath

from netplan.audit.asked_goals import goals, rates
from netplan.audit.class_law import ClassLaw, Exempt, read_exempts, read_law
from netplan.audit.journeys import Journey, group_of, read_area_weights, read_journeys
from netplan.audit.prices import Prices, read_prices
from netplan.audit.quantities import (
    KMH,
    PERSONS,
    SECONDS,
    SHARE,
    YEARS,
    UnreadableError,
    quantity,
    whole,
)
from netplan.audit.reading import RawWorkspace, Tree, branch, items, text
from netplan.audit.taken import Taken, read_taken

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
    sector: str
    modes: tuple[str, ...]
    """Keys of the question's modes."""
    take_up: Mapping[str, Fraction]
    """Share by age group."""
    residents: tuple[str, ...]
    """Age groups that the service is for, in need or not."""
    reach: Fraction
    """Longest permitted way [s]."""
    target: Fraction | None
    """Target time [s]."""
    least: int
    """Fewest persons of this service in an open facility whose level gives none."""
    classes: ClassLaw | None = None
    """The law on its classes; None where it is not taught in classes."""
    stay: Fraction | None = None
    """Years for which people are assigned once; None where they are assigned anew in every listed year."""
    survival: Mapping[int, Fraction] = field(default_factory=dict)
    """By grade, persons in it for one in the grade before; 1 where none is said."""
    intake: Mapping[str, Fraction] = field(default_factory=dict)
    """Share by age group that enters in a year, where there is a stay."""


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
    sectors: tuple[str, ...]
    region: str
    years: tuple[int, ...]
    spans: tuple[int, ...]
    """Years that each listed year stands for."""
    services: Mapping[str, Service]
    modes: Mapping[str, Mode]
    """By sector and name, as in `kita/car`: two models may give one name to different modes."""
    levels: Mapping[str, Mapping[str, Tree]]
    """Standard levels by sector, as its model writes them."""
    rules: Mapping[str, Rule]
    goals: tuple[str, ...]
    rates: Mapping[str, Fraction]
    """By goal that is valued in money [cents per person-second, person, facility-year or closure]."""
    kinds: frozenset[str]
    """Kinds of measures that a plan may take."""
    locks: Mapping[str, str]
    """Locks of the scenario by facility; they beat those of facilities.csv."""
    discount: Fraction
    base_year: int
    residual: bool
    """Whether what is left of buildings at the end counts."""
    taken: Mapping[str, Taken]
    """By service, who is taken to its facilities at public cost; nobody where the scenario does not count it."""
    prices: Mapping[str, Prices]
    """By sector."""
    norms: Mapping[str, str]
    """Every norm that holds, as it is written."""
    exempts: Mapping[str, Exempt]
    """Exceptions from the law on classes that the chosen norms know."""
    groups: tuple[str, ...]
    """Target groups that are told apart, in their order."""
    journeys: Mapping[tuple[str, str], Journey]
    """How people travel, by service and group; the empty group is everyone."""
    area_weights: Mapping[tuple[str, str], Fraction]
    """How much a minute counts, by sector and class of the social index of an area."""

    def journey(self, service: str, people: str) -> Journey:
        """Give how the people of a cell travel, who may be in a group."""
        return self.journeys.get((service, group_of(people)), self.journeys[service, ""])


def read_question(workspace: RawWorkspace, file: str) -> Question:
    """Read a scenario, the one it is based on and its models."""
    asked = scenario_tree(workspace, file)
    sectors = tuple(_scalar(name) for name in items(asked, "sector")) or (text(asked, "sector"),)
    models = {sector: workspace.tree(f"models/{sector}.yaml") for sector in sectors}
    norms = {sector: norm_values(model, own_norms(asked, sector, sectors)) for sector, model in models.items()}
    years = tuple(int(_scalar(year)) for year in items(asked, "years"))
    if not years or list(years) != sorted(set(years)):
        raise UnreadableError(f"{file}: years are not ascending")
    cost = branch(asked, "cost")
    return Question(
        name=PurePosixPath(file).stem,
        file=file,
        sectors=sectors,
        region=text(asked, "region"),
        years=years,
        spans=spans(years, text(asked, "span")),
        services={
            name: _service(name, sector, model, norms[sector], with_stay=text(asked, "cohorts") == "yes")
            for sector, model in models.items()
            for name in branch(model, "services")
        },
        modes={
            f"{sector}/{name}": _mode(name, model, norms[sector])
            for sector, model in models.items()
            for name in branch(model, "modes")
        },
        levels={sector: branch(model, "levels") for sector, model in models.items()},
        rules=rules(list(models.values()), asked),
        goals=goals(asked if items(asked, "goals") else models[sectors[0]]),
        rates=rates(asked if items(asked, "goals") else models[sectors[0]], norms_together(norms)),
        kinds=kinds(asked),
        locks={facility: _scalar(lock) for facility, lock in branch(asked, "locks").items()},
        discount=quantity(text(cost, "discount_rate", "0 %"), SHARE, f"{file}: discount_rate"),
        base_year=int(text(cost, "base_year", str(years[0]))),
        residual=text(cost, "residual") == "yes",
        taken=read_taken(models, norms) if text(cost, "transport") == "yes" else {},
        prices={sector: read_prices(model, asked, years[0]) for sector, model in models.items()},
        norms=norms_together(norms),
        exempts={
            name: exempt
            for sector, model in models.items()
            for name, exempt in read_exempts(model, norms[sector]).items()
        },
        groups=(groups := tuple(_scalar(group) for group in items(asked, "groups")) or _one(text(asked, "groups"))),
        journeys={
            key: journey
            for sector, model in models.items()
            for key, journey in read_journeys(model, sector, groups, norms[sector]).items()
        },
        area_weights={
            key: weight
            for sector, model in models.items()
            for key, weight in read_area_weights(model, sector, norms[sector]).items()
        },
    )


def _one(written: str) -> tuple[str, ...]:
    return (written,) if written else ()


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


def norms_together(norms: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Give the norms that rules may name: by sector and name, and by name alone where one sector has it."""
    times = Counter(name for own in norms.values() for name in own)
    found = {f"{sector}.{name}": said for sector, own in norms.items() for name, said in own.items()}
    return found | {name: said for own in norms.values() for name, said in own.items() if times[name] == 1}


def own_norms(asked: dict[str, Tree], sector: str, sectors: tuple[str, ...]) -> dict[str, Tree]:
    """Give the scenario as one sector sees it: of several, each has its own norms, written `kita.reach`."""
    if len(sectors) == 1:
        return asked
    mine = {
        name.removeprefix(f"{sector}."): said
        for name, said in branch(asked, "override").items()
        if name.startswith(f"{sector}.")
    }
    return {**asked, "override": mine}


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


def rules(models: list[dict[str, Tree]], asked: Tree) -> dict[str, Rule]:
    """Give every rule; the scenario's entry replaces the models', `unserved: none` adds everyone_served."""
    said: dict[str, Tree] = {}
    for tree in (*models, asked):
        said |= branch(tree, "constraints")
    if text(asked, "unserved") == "none":
        said.setdefault("everyone_served", "enforce")
    return {name: _rule(tree) for name, tree in said.items()}


def kinds(asked: Tree) -> frozenset[str]:
    """Give the kinds of measures that the scenario permits."""
    said = [_scalar(kind) for kind in items(asked, "measures")] or ["all"]
    if said == ["all"]:
        return KINDS
    return frozenset() if said == ["none"] else frozenset(said)


def lets_refused_in(question: Question) -> bool:
    """Whether a plan of this scenario may take measures against a refusal."""
    rule = question.rules.get("consent")
    return rule is not None and (rule.apply == "report" or text(rule.settings, "up_to") == "refused")


def _service(name: str, sector: str, model: Tree, norms: Mapping[str, str], *, with_stay: bool) -> Service:
    """Read one service of a model; its stay holds where the scenario has cohorts."""
    tree = branch(branch(model, "services"), name)

    def shares(key: str) -> dict[str, Fraction]:
        said = branch(tree, key).items()
        return {part: quantity(_norm(norms, _scalar(norm)), SHARE, _scalar(norm)) for part, norm in said}

    stay = text(tree, "stay") if with_stay else ""
    target, least = text(tree, "target"), text(tree, "least")
    return Service(
        name=name,
        sector=sector,
        modes=tuple(f"{sector}/{_scalar(mode)}" for mode in items(tree, "modes")),
        take_up=shares("take_up"),
        residents=tuple(_scalar(group) for group in items(tree, "residents")) or tuple(shares("take_up")),
        reach=quantity(_norm(norms, text(tree, "reach")), SECONDS, "reach"),
        target=quantity(_norm(norms, target), SECONDS, "target") if target else None,
        least=whole(quantity(_norm(norms, least), PERSONS, "least"), "least") if least else 0,
        classes=read_law(tree, norms),
        stay=quantity(_norm(norms, stay), YEARS, "stay") if stay else None,
        survival={int(grade): share for grade, share in shares("survival").items()} if stay else {},
        intake=shares("intake") if stay else {},
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
