"""Small plans written by hand and a larger invented one, each with its run folder, for comparison and reports."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from netplan import case as cases
from netplan.case import Case, InputFile, Words
from netplan.constraints import Rules
from netplan.errors import Notice
from netplan.indicators import GOALS, GoalText, value_of
from netplan.norms import Norm
from netplan.plan import Plan, Reached
from netplan.tables import NEVER, NONE, UNLIMITED, Demand, Levels, Pairs, StepKind, Steps, Tables, each_year
from netplan.units import quantity

LEVELS = ("closed", "z1", "z2")
TITLES = {
    "closed": {"de": "geschlossen", "en": "closed"},
    "z1": {"de": "1-zügig", "en": "one class per grade"},
    "z2": {"de": "2-zügig", "en": "two classes per grade"},
}
COST = {
    StepKind.OPEN: 300_000_000,
    StepKind.EXTEND: 120_000_000,
    StepKind.REDUCE: 10_000_000,
    StepKind.CLOSE: 5_000_000,
}
RUNNING = (0, 28_000_000, 50_000_000)


def tables(  # noqa: PLR0913  a whole case in one line of a test
    people: Sequence[Sequence[int]],
    seconds: Sequence[Sequence[int]],
    places: Sequence[int],
    *,
    years: Sequence[int] = (2026, 2028),
    span: Sequence[int] = (2, 2),
    today: Sequence[str] = ("z1", "z1"),
    where: tuple[Sequence[tuple[float, float]], Sequence[tuple[float, float]]] | None = None,
    areas: Sequence[str] | None = None,
    names: tuple[Sequence[str], Sequence[str]] | None = None,
) -> Tables:
    """Return one service, facilities with `places` at z1 and z2, and every step between all levels."""
    cells, facilities = len(people), len(today)
    cell_at, site_at = where or (
        [(13.0 + 0.01 * c, 51.0) for c in range(cells)],
        [(13.0 + 0.02 * f, 51.001) for f in range(facilities)],
    )
    cell_names, site_names = names or (
        tuple("abcdefgh"[:cells]),
        tuple(f"Schule {'FGHIJKLM'[f]}" for f in range(facilities)),
    )
    of_cell = areas or ["Nord"] * cells
    known = tuple(dict.fromkeys(of_cell))
    demand = Demand(
        cells=tuple(cell_names),
        lon=np.array([x for x, _ in cell_at]),
        lat=np.array([y for _, y in cell_at]),
        areas=known,
        area=np.array([known.index(area) for area in of_cell]),
        services=("grundschule",),
        years=np.array(years),
        span=np.array(span),
        people=np.array(people, np.int64)[:, np.newaxis, :],
        **each_year(1, len(years)),
        reach=np.array([3600]),
        target=np.array([900]),
    )
    grid = np.array(seconds, np.int64)
    c, f = np.nonzero(grid <= 3600)
    pairs = Pairs(c, f, np.zeros(len(c), np.int64), grid[c, f], grid[c, f] * 2, np.zeros(len(c), np.int64), ("walk",))
    shape = (facilities, len(LEVELS))
    capacity = np.array([[0, *places]] * facilities)
    least = np.array([[0, 5, 10]] * facilities)
    running = np.array([RUNNING] * facilities)
    levels = Levels(
        facilities=tuple(f"gs_{i}" for i in range(facilities)),
        names=LEVELS,
        today=np.array([LEVELS.index(level) for level in today]),
        exists=np.ones(shape, bool),
        places=capacity[:, :, np.newaxis],
        total=np.full(shape, UNLIMITED),
        least=least[:, :, np.newaxis],
        least_total=np.zeros(shape, np.int64),
        intake=np.ones(shape, bool),
        running=running,
        running_present=running[:, :, np.newaxis] * np.array(span),
        land=np.zeros(shape, np.int64),
        land_present=np.zeros((*shape, len(years)), np.int64),
        locks=("",) * facilities,
        site=np.arange(facilities),
        sites=tuple(f"site_{i}" for i in range(facilities)),
        site_names=tuple(site_names),
        site_lon=np.array([x for x, _ in site_at]),
        site_lat=np.array([y for _, y in site_at]),
        site_area=("Nord",) * facilities,
        line=("",) * facilities,
        carriers=tuple("Stadt" if i % 4 else "Evangelische Kirche" for i in range(facilities)),
        carrier_types=tuple("municipal" if i % 4 else "church" for i in range(facilities)),
    )
    return Tables(demand, pairs, levels, _steps(facilities, len(years)))


def _steps(facilities: int, horizon: int) -> Steps:
    sizes = range(len(LEVELS))
    rows = [
        (one, before, after, year, _kind(before, after))
        for one, year, before, after in product(range(facilities), range(horizon), sizes, sizes)
    ]
    f, k, into, t, kind = (np.array(column) for column in zip(*rows, strict=True))
    cost = np.array([COST.get(StepKind(int(k)), 0) for k in kind])
    names = ("", "Neubau", "Anbau", "Rückbau", "Umbau", "Aufgabe")
    paid = np.where(kind == StepKind.STAY, NEVER, np.maximum(t - 1, 0))
    none, nobody = np.zeros_like(f), np.full_like(f, NONE)
    return Steps(
        f, k, into, t, kind, kind.copy(), names, cost, cost, paid,
        none, none, none, none, none, none, nobody, (), none, ("",),
    )  # fmt: skip


def _kind(before: int, after: int) -> StepKind:
    if before == after:
        return StepKind.STAY
    if before == 0:
        return StepKind.OPEN
    if after == 0:
        return StepKind.CLOSE
    return StepKind.EXTEND if after > before else StepKind.REDUCE


def plan(name: str, of: Tables, lives: Mapping[str, Sequence[str]], **changes: Any) -> Plan:
    """Return a plan in which facilities have the given levels by year and people go to the nearest free place."""
    steps, levels, demand = of.steps, of.levels, of.demand
    chosen = []
    level = np.zeros((len(levels.facilities), len(demand.years)), np.int64)
    for f, facility in enumerate(levels.facilities):
        before = int(levels.today[f])
        for t in range(len(demand.years)):
            after = LEVELS.index(lives[facility][t]) if facility in lives else int(levels.today[f])
            fits = (steps.facility == f) & (steps.before == before) & (steps.after == after) & (steps.year == t)
            chosen.append(int(np.flatnonzero(fits)[0]))
            level[f, t] = before = after
    go, unserved = _nearest(of, level)
    made = Plan(name, of, np.array(sorted(chosen)), go, unserved, (), titles={"de": name, "en": name})
    reached = tuple(
        Reached(goal, value, value, value if goal == "unserved" else value - value // 250, value)
        for goal in ("unserved", "cost", "person_minutes")
        for value in [value_of(GoalText.model_validate(goal), made)]
    )
    return replace(made, goals=reached, **changes)


def _nearest(of: Tables, level: Any) -> tuple[Any, Any]:
    pairs, people = of.pairs, of.demand.people
    go = np.zeros((len(pairs.cell), people.shape[2]), np.int64)
    unserved = people.copy()
    for t in range(people.shape[2]):
        free = of.levels.places[np.arange(len(level)), level[:, t], 0].copy()
        for p in np.argsort(pairs.seconds, kind="stable"):
            c, f = pairs.cell[p], pairs.facility[p]
            go[p, t] = min(free[f], unserved[c, 0, t])
            free[f] -= go[p, t]
            unserved[c, 0, t] -= go[p, t]
    return go, unserved


def tiny() -> Tables:
    """Return three cells and two schools.

    a (10 children) ── 120 s ── F (12 or 24 places)
    b ( 6 children) ── 600 s ── F, 540 s ── G
    c ( 2 children) ── 60 s ─── G (12 or 24 places), 1,200 s ── F
    """
    return tables([[10, 10], [6, 6], [2, 2]], [[120, 900], [600, 540], [1200, 60]], (12, 24))


def tiny_plans(workspace: Path) -> list[Plan]:
    """Return what stays, what closes with room elsewhere, and what closes without, each written down."""
    lives: dict[str, Mapping[str, Sequence[str]]] = {
        "status_quo": {},
        "thinning": {"gs_0": ["z1", "z2"], "gs_1": ["z1", "closed"]},
        "harsh": {"gs_1": ["z1", "closed"]},
    }
    return [written(plan(name, tiny(), life), workspace) for name, life in lives.items()]


def written(made: Plan, workspace: Path, **changes: Any) -> Plan:
    """Write a plan's case and run.json into its run folder and return the plan with that folder."""
    case = replace(_case(made, workspace), **changes)
    folder = workspace / "results" / made.scenario
    cases.save(case, folder)
    run = {
        "format": 1, "scenario": made.scenario, "scenario_file": case.scenario_file,
        "inputs": [vars(file) for file in case.inputs],
        "options": {"seconds": 60, "gap": "0.001", "seed": 0, "threads": 2},
        "versions": {"netplan": "0.1.0", "highspy": "1.12.0"}, "machine": {"cores": 2}, "method": "one program",
        "started": "2026-03-01T10:00:00", "elapsed": 3.2, "phases": {"read": 0.4, "solve": 2.2}, "size": {"rows": 900},
        "status": made.status, "warnings": [], "case_hash": case.hash,
        "audit": {"passed": True, "rows": [
            {"name": "places", "recomputed": "people against places", "claimed": "enforce", "found": "kept",
             "passed": True, "detail": ""},
        ]},
    }  # fmt: skip
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    return replace(made, folder=folder)


def _case(made: Plan, workspace: Path) -> Case:
    title = {"status_quo": "Status quo", "thinning": "Ausdünnung", "design": "Gestaltung"}.get(made.scenario)
    texts = {"de": title or made.scenario, "en": made.scenario.replace("_", " ").capitalize()}
    norms = (
        Norm("reach", quantity("60 min"), "§ 23 SächsSchulG", "V", "2018-08-01", "", "de-sn"),
        Norm("target", quantity("15 min"), "", "", "", "", "all"),
    )
    return Case(
        name=made.scenario,
        workspace=workspace,
        scenario_file=f"scenarios/{made.scenario}.yaml",
        region="musterkreis",
        sector="primary_school",
        against="" if made.scenario == "status_quo" else "status_quo",
        tables=made.tables,
        rules=Rules.model_validate({"reach": "enforce", "places": "enforce", "minimum_size": "report"}),
        goals=tuple(GoalText.model_validate(goal) for goal in ("unserved", "cost", "person_minutes")),
        words=Words(
            title=texts,
            description={"de": f"Beschreibung von {texts['de']}.", "en": f"Description of {texts['en']}."},
            sector={"de": "Grundschulen", "en": "Primary schools"},
            people={"de": "Kinder", "en": "children"},
            services={"grundschule": {"de": "Grundschule", "en": "primary school"}},
            levels=TITLES,
            modes={"walk": {"de": "zu Fuß", "en": "on foot"}},
        ),
        norms=norms,
        notices=(Notice("NP-W001", "Norm target ist angenommen.", "Norm target is assumed."),),
        inputs=(
            InputFile("data/musterkreis/cells.csv", "ab" * 32, 20_000, 700),
            InputFile(f"scenarios/{made.scenario}.yaml", f"{len(GOALS):064x}", 400, None),
        ),
    )


def county(workspace: Path, *, cells: int = 700, schools: int = 30, seed: int = 7) -> list[Plan]:
    """Return three plans of an invented county with towns, roads and areas, each written down."""
    dice = random.Random(seed)
    towns = [(dice.uniform(12.6, 13.2), dice.uniform(50.8, 51.15)) for _ in range(18)]
    sizes = [dice.choice((1, 1, 2, 3, 8)) for _ in towns]
    at: list[tuple[float, float]] = []
    area: list[str] = []
    people: list[list[int]] = []
    taken: set[tuple[int, int]] = set()
    while len(at) < cells:
        n = dice.choices(range(len(towns)), sizes)[0]
        spread = 0.010 + 0.004 * sizes[n]
        x, y = dice.gauss(towns[n][0], spread * 1.5), dice.gauss(towns[n][1], spread)
        grid = (round(x / 0.0072), round(y / 0.0045))
        if grid not in taken:
            taken.add(grid)
            at.append((grid[0] * 0.0072, grid[1] * 0.0045))
            area.append(f"Gemeinde {n + 1:02d}")
            start = dice.choice((1, 2, 3, 4, 6, 9, 14))
            people.append(
                [start, max(0, start - dice.choice((0, 0, 1)))] + [max(0, start - dice.choice((0, 1, 2)))] * 2
            )
    sites = [(*at[i], area[i]) for i in dice.sample(range(cells), schools)]
    seconds = [[_ride(cell, site) for site in sites] for cell in at]
    today = ["closed" if i % 13 == 12 else "z2" if i % 3 == 0 else "z1" for i in range(schools)]
    names = (
        [f"c{i:04d}" for i in range(cells)],
        [f"Grundschule {site[2]} {'AB'[i % 2]}" for i, site in enumerate(sites)],
    )
    of = tables(
        people, seconds, (112, 224), years=(2026, 2028, 2030, 2033), span=(2, 2, 3, 3), today=today,
        where=(at, [site[:2] for site in sites]), areas=area, names=names,
    )  # fmt: skip
    _land(workspace, towns, at, area, dice)
    quo, *others = [plan(name, of, lives) for name, lives in _county_lives(today).items()]
    enforced = Rules.model_validate({"reach": "enforce", "places": "enforce", "minimum_size": "enforce"})
    return [written(quo, workspace), *(written(other, workspace, rules=enforced) for other in others)]


def _ride(cell: tuple[float, float], site: tuple[float, float, str]) -> int:
    return 60 + int(hypot((cell[0] - site[0]) * cos(radians(51)), cell[1] - site[1]) * 111_000 * 1.3 / 8)


def _county_lives(today: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    thin: dict[str, list[str]] = {}
    design: dict[str, list[str]] = {}
    for i, level in enumerate(today):
        if level != "closed" and i % 4 == 1:
            thin[f"gs_{i}"] = [level, "closed", "closed", "closed"]
        if level == "closed":
            design[f"gs_{i}"] = ["closed", "z1", "z1", "z1"]
        elif i % 6 == 1:
            design[f"gs_{i}"] = [level, level, "closed", "closed"]
        elif i % 7 == 2:
            design[f"gs_{i}"] = [level, "z2", "z2", "z2"] if level == "z1" else [level, level, "z1", "z1"]
    return {"status_quo": {}, "thinning": thin, "design": design}


def _land(workspace: Path, towns: Any, at: Any, area: Any, dice: random.Random) -> None:
    folder = workspace / "data" / "musterkreis"
    folder.mkdir(parents=True, exist_ok=True)
    lines, classes = [], []
    for i, town in enumerate(towns):
        for other in sorted(towns, key=lambda o: hypot(o[0] - town[0], o[1] - town[1]))[1:4]:
            bend = [(town[0] + (other[0] - town[0]) * k / 6 + dice.gauss(0, 0.003),
                     town[1] + (other[1] - town[1]) * k / 6 + dice.gauss(0, 0.002)) for k in range(1, 6)]  # fmt: skip
            lines.append(shapely.LineString([town, *bend, other]))
            classes.append("primary" if i < 6 else "tertiary")
    for x, y in at[::2]:
        lines.append(shapely.LineString([(x, y), (x + 0.0072, y), (x + 0.0072, y + 0.0045)]))
        classes.append("residential")
    both = lines + [shapely.reverse(line) for line in lines]
    edges = gpd.GeoDataFrame({"highway": classes * 2}, geometry=both, crs="EPSG:4326")
    edges.to_file(folder / "roads.gpkg", layer="edges", engine="pyogrio")
    points = {name: [p for p, a in zip(at, area, strict=True) if a == name] for name in dict.fromkeys(area)}
    outlines = {name: shapely.MultiPoint(own).buffer(0.012).convex_hull for name, own in points.items()}
    frame = gpd.GeoDataFrame(
        {"area": list(outlines), "name": list(outlines)}, geometry=list(outlines.values()), crs="EPSG:4326"
    )
    frame.to_file(folder / "areas.gpkg", layer="areas", engine="pyogrio")
    sources = "# Musterkreis\n\nErfunden. CC0.\n\n- Straßen: erfunden\n- Menschen: siehe https://example.org/\n"
    (folder / "SOURCES.md").write_text(sources, encoding="utf-8")
