"""Two regions under pressure: communities whose schools may have any size, a city with more children than places."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.county.files import Row, write_table
from benchmarks.county.sectors import SECTORS
from benchmarks.county.settlements import CELLS_PER_MUNICIPALITY
from benchmarks.county.write import write_county

SCHOOLS = SECTORS[0]
PER_SCHOOL = 1 / SCHOOLS.share
"""Facilities of all sectors for one school."""
CLOSED_TODAY = SCHOOLS.closed_today
A_ROOM_MORE, A_ROOM_LESS = 1_100_000, 60_000
"""Cost of a further class row in a building, of giving one up [EUR] (assumed)."""
CONTAINER = 260_000
"""Cost of two container rooms [EUR]: 87,000 EUR a room in Fürth 2017, about 130,000 at prices of 2023."""
MEASURES = "facility, measure, from, to, cost_eur, lead_years, first_year, last_year, consent, under_way"


def write_communities(folder: Path, *, communities: int, schools: int, years: Sequence[int], seed: int) -> None:
    """Write a region of so many communities and schools, each of which may get any of the six class levels or close."""
    cells = communities * CELLS_PER_MUNICIPALITY
    write_county(folder, cells=round(cells), facilities=round(schools * PER_SCHOOL), seed=seed, years=years)
    levels = [*SCHOOLS.levels, "closed"]

    def offers(school: str, today: str) -> list[Row]:
        now = levels.index(today)
        when = (1, None, None, "given", None)
        others = (k for k in range(len(levels)) if k != now)
        return [(school, f"Auf {levels[k]}", today, levels[k], _cost(now, k), *when) for k in others]

    _only_schools(folder, offers)


def write_city(folder: Path, *, schools: int, years: Sequence[int], crowded: float, seed: int) -> None:
    """Write a city of so many schools with `crowded` children for a place: only extensions and containers help."""
    number = round(schools / (1 - CLOSED_TODAY))
    write_county(folder, cells=4 * schools, facilities=round(number * PER_SCHOOL), seed=seed, years=years)

    def offers(school: str, today: str) -> list[Row]:
        k = SCHOOLS.levels.index(today)
        found: list[Row] = []
        if today != "closed" and k + 1 < len(SCHOOLS.levels):
            above = SCHOOLS.levels[k + 1]
            found.append((school, f"Erweiterung auf {above}", today, above, A_ROOM_MORE, 2, None, None, "given", None))
            found.append((school, "Container", today, f"{today}c", CONTAINER, 0, None, None, "given", None))
        return found

    _only_schools(folder, offers, keep_closed=False)
    _crowd(folder, crowded)


def _cost(now: int, then: int) -> int:
    """Return what it costs to go from one level to another, by their place in the list; the last one is closed."""
    closed = len(SCHOOLS.levels)
    if then == closed:
        return 4 * A_ROOM_LESS
    if now == closed:
        return 2 * A_ROOM_MORE * max(then, 1)
    return A_ROOM_MORE * (then - now) if then > now else A_ROOM_LESS * (now - then)


def _only_schools(folder: Path, offers: Callable[[str, str], list[Row]], *, keep_closed: bool = True) -> None:
    """Leave the primary schools in a region, without locks and sizes of their own, with the measures offered."""
    kept = [
        row
        for row in _rows(folder / "facilities.csv")
        if row["sector"] == SCHOOLS.name and (keep_closed or row["level_today"] != "closed")
    ]
    columns = [name for name in kept[0] if name != "lock"]
    write_table(folder / "facilities.csv", ", ".join(columns), [[row[c] for c in columns] for row in kept])
    measures = [row for school in kept for row in offers(school["facility"], school["level_today"])]
    write_table(folder / "measures.csv", MEASURES, measures)
    (folder / "levels.csv").unlink()
    (folder / "take_up.csv").unlink()


def _crowd(folder: Path, crowded: float) -> None:
    """Let so many children come for each of today's places: those of every cell in the same ratio, rounded up."""
    size = dict(zip(SCHOOLS.levels, SCHOOLS.places, strict=True))
    places = sum(size[row["level_today"]] for row in _rows(folder / "facilities.csv"))
    people = _rows(folder / "people.csv")
    first = min(row["year"] for row in people)
    group, rate = next(iter(SCHOOLS.rates.items()))
    pupils = sum(int(row["people"]) for row in people if row["age_group"] == group and row["year"] == first) * rate
    more = crowded * places / pupils

    def counted(row: Mapping[str, str]) -> int:
        return -int(-int(row["people"]) * more // 1) if row["age_group"] == group else int(row["people"])

    rows = [(row["cell"], row["age_group"], row["year"], counted(row)) for row in people]
    write_table(folder / "people.csv", "cell, age_group, year, people", rows)
    cells = len(_rows(folder / "cells.csv"))
    total = sum(row[-1] for row in rows)
    control = f"rows: {{cells.csv: {cells}}}\ntotals: {{people.csv: {total}}}\n"
    title = "title: {de: Stadt (erfunden), en: Invented city}\n"
    (folder / "region.yaml").write_text(title + control, encoding="utf-8")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
