"""Read how many people live in planning areas: a plain table, or Berlin's register of residents (EWR)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netplan.inputs.ages import ages_of
from netplan.inputs.findings import Findings
from netplan.inputs.grid import Sheet, year_of
from netplan.inputs.texts import same

LOR_NAMES = "lor_dict.json"
"""Beside Berlin's file: the tree of areas that translates its numbers into the keys of the polygons."""
_AREA, _AGE, _YEAR, _PEOPLE = "area", "age_group", "year", "people"
_EWR = re.compile(r"((?:19|20)\d\d)_e_e(\d\d)_(\d\d)")
_EWR_TOTAL = "{year}_e_e"


@dataclass(frozen=True)
class AreaPeople:
    """Persons by planning area, age class and year."""

    file: str
    areas: tuple[str, ...]
    classes: tuple[str, ...]
    years: tuple[int, ...]
    people: NDArray[np.int64]
    """As (areas, classes, years) [persons]."""
    suppressed: int


def is_by_area(sheet: Sheet) -> bool:
    """Say whether a table counts people by planning area and not by cell."""
    return {_AREA, _AGE, _PEOPLE} <= set(sheet.header) or any(_EWR.fullmatch(name) for name in sheet.header)


def read_area_people(sheet: Sheet) -> AreaPeople | None:
    """Read people by planning area; None, and faults noted, where that cannot be done.

    The plain form has the columns area, age_group, people and, unless the file's name tells it, year.
    Of Berlin's register the newest year is taken; the people it does not list by age are those from 6 up.
    """
    if any(_EWR.fullmatch(name) for name in sheet.header):
        return _berlin(sheet)
    return _plain(sheet)


def _plain(sheet: Sheet) -> AreaPeople | None:
    areas = [same(text) for text in sheet.column(_AREA)]
    classes = [same(text) for text in sheet.column(_AGE)]
    people, hidden = sheet.whole(_PEOPLE)
    only = None if _YEAR in sheet.header else year_of(sheet)
    texts = sheet.column(_YEAR) if _YEAR in sheet.header else [str(only or "")] * len(areas)
    seen: dict[tuple[str, str, str], int] = {}
    for record, (area, name, year) in enumerate(zip(areas, classes, texts, strict=True)):
        if ages_of(name) is None:
            mend = "Write it like 0-5, unter18 or 65+."
            sheet.fault(record, _AGE, name, "no age class", mend, "NP-I047")
        if not re.fullmatch(r"(19|20)\d\d", year.strip()):
            mend = "Write a year like 2024, or put it into the name of the file."
            sheet.fault(record, _YEAR, year, "no year", mend, "NP-I044")
        if seen.setdefault((area, name, year), record) != record:
            what = f"the same area, age group and year as in row {seen[area, name, year] + 2}"
            sheet.fault(record, _AREA, area, what, "Keep one of the two rows.", "NP-I015")
    if not sheet.findings.clean(sheet.file):
        return None
    area_names, class_names = (tuple(dict.fromkeys(names)) for names in (areas, classes))
    years = tuple(sorted({int(year) for year in texts}))
    table = np.zeros((len(area_names), len(class_names), len(years)), dtype=np.int64)
    for area, name, year, count in zip(areas, classes, texts, people, strict=True):
        table[area_names.index(area), class_names.index(name), years.index(int(year))] = count
    return AreaPeople(sheet.file, area_names, class_names, years, table, hidden)


def _berlin(sheet: Sheet) -> AreaPeople | None:
    found = [match for name in sheet.header if (match := _EWR.fullmatch(name))]
    year = max(match[1] for match in found)
    columns = [match for match in found if match[1] == year]
    # E03_05 are those from the third birthday to the day before the fifth.
    names = [f"{int(match[2])}-{int(match[3]) - 1}" for match in columns]
    counts = [sheet.whole(match[0])[0] for match in columns]
    total = _EWR_TOTAL.format(year=year)
    if total in sheet.header:
        rest = sheet.whole(total)[0] - np.sum(counts, axis=0)
        names.append(f"{int(columns[-1][3])}+")
        counts.append(np.maximum(rest, 0))
    if not sheet.findings.clean(sheet.file):
        return None
    table = np.stack(counts, axis=1)[:, :, None]
    return AreaPeople(sheet.file, _berlin_areas(sheet), tuple(names), (int(year),), table, 0)


def _berlin_areas(sheet: Sheet) -> tuple[str, ...]:
    ids = [same(text) for text in sheet.column("id")]
    file = Path(sheet.file).with_name(LOR_NAMES)
    if not file.is_file():
        return tuple(ids)
    key_by_id = dict(_keys(json.loads(file.read_text(encoding="utf-8"))))
    return tuple(key_by_id.get(name, name) for name in ids)


def _keys(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  a tree of unknown depth
    """Walk through the tree of areas: number and key of each."""
    for branch in tree.values():
        if "id" in branch and "fid" in branch:
            yield str(branch["id"]), str(branch["fid"])
        yield from _keys(branch.get("c", {}))


def check_known(people: AreaPeople, ids: tuple[str, ...], file: str, findings: Findings) -> None:
    """Note when none of the areas with people is among the polygons."""
    if not set(people.areas) & set(ids):
        what = f"none of its areas ({', '.join(people.areas[:3])} …) is in {file} ({', '.join(ids[:3])} …)"
        mend = f"Name the areas alike in both files; Berlin's register needs {LOR_NAMES} beside it."
        findings.fault(people.file, None, _AREA, None, what, mend, "NP-I064")
