"""Ways kept on disk: searched once, anew where anything they depend on has changed, and never a fault."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from netplan.travel import Points, Roads, TravelMode, Ways, cache, ways
from netplan.workspace import load
from tests.invented_streets import CAR, columns, places, streets

LIMIT = 600
ROADS = streets(12, 1)
CELLS, SITES = places(ROADS, 80, 1), places(ROADS, 10, 2)


class Asked:
    """Searches ways with a folder to keep them in, and counts how often that was really done."""

    def __init__(self) -> None:
        self.searches = 0

    def __call__(
        self,
        folder: Path,
        mode: TravelMode = CAR,
        limit: int = LIMIT,
        roads: Roads = ROADS,
        cells: Points = CELLS,
        sites: Points = SITES,
    ) -> Ways:
        """Search, and hold what comes out against a search without a folder."""
        heard: list[int] = []
        found = ways(roads, cells, sites, mode, limit, kept_in=folder, tell=lambda done, _: heard.append(done))
        self.searches += bool(heard)
        plain = ways(roads, cells, sites, mode, limit)
        assert columns(found) == columns(plain)
        for own, other in ((found.cells, plain.cells), (found.sites, plain.sites)):
            assert own is not None
            assert other is not None
            assert own.reason == other.reason
            for name in ("node", "leg_cm", "island"):
                assert getattr(own, name).tolist() == getattr(other, name).tolist()
                assert getattr(own, name).dtype == getattr(other, name).dtype
        assert found.seconds.dtype == plain.seconds.dtype == np.int64
        return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Keep ways however soon they are found."""
    monkeypatch.setattr("netplan.travel.search.WORTH_KEEPING_SECONDS", -1.0)
    return Asked()


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != "") if folder.exists() else []


def test_ways_are_searched_once(tmp_path: Path, asked: Asked) -> None:
    assert len(asked(tmp_path / "a" / "b").cell) > 300
    asked(tmp_path / "a" / "b")
    assert asked.searches == 1
    # Nothing of it comes into a repository.
    assert (tmp_path / "a" / "b" / ".gitignore").read_text() == "*\n"


def test_quick_searches_leave_nothing_behind(tmp_path: Path) -> None:
    ways(ROADS, CELLS, SITES, CAR, LIMIT, kept_in=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_shorter_reach_is_served_and_a_longer_one_searched_and_kept(tmp_path: Path, asked: Asked) -> None:
    asked(tmp_path, limit=300)
    assert len(asked(tmp_path, limit=200).cell) < len(asked(tmp_path, limit=300).cell)
    asked(tmp_path, limit=30)
    assert asked.searches == 1
    asked(tmp_path, limit=LIMIT)
    assert asked.searches == 2
    asked(tmp_path, limit=300)
    asked(tmp_path, limit=LIMIT)
    assert asked.searches == 2
    assert len(list(tmp_path.glob("*.npz"))) == 1


def test_a_wait_is_added_to_what_is_kept(tmp_path: Path, asked: Asked) -> None:
    asked(tmp_path)
    asked(tmp_path, replace(CAR, wait=200))
    assert asked.searches == 1


def test_names_do_not_count(tmp_path: Path, asked: Asked) -> None:
    asked(tmp_path)
    found = asked(tmp_path, replace(CAR, name="taxi"), cells=replace(CELLS, ids=tuple(str(c) for c in range(80))))
    assert (asked.searches, found.mode) == (1, "taxi")


def _edited(column: str, edit: Callable[[np.ndarray], object]) -> Roads:
    values = getattr(ROADS, column).copy()
    edit(values)
    return replace(ROADS, **{column: values})


CHANGES: dict[str, dict[str, object]] = {
    "speed": {"mode": replace(CAR, speed=Fraction(18))},
    "speed of one kind of street": {"mode": replace(CAR, speed_by_highway={"primary": Fraction(61)})},
    "speed to the road": {"mode": replace(CAR, access_speed=Fraction(5))},
    "roads of another mode": {"roads": _edited("drive", lambda drive: np.logical_not.at(drive, 5))},
    "kind of street": {"roads": _edited("highway", lambda kind: kind.__setitem__(0, kind[0] + "_link"))},
    "length": {"roads": _edited("length_cm", lambda cm: cm.__setitem__(7, cm[7] + 1))},
    "direction": {"roads": _edited("u", lambda u: u.__setitem__(3, u[4]))},
    "place of a crossing": {"roads": _edited("lon", lambda lon: lon.__setitem__(0, lon[0] + 1e-6))},
    "name of a crossing": {"roads": _edited("osmid", lambda osmid: osmid.__setitem__(0, 1000))},
    "a cell": {"cells": replace(CELLS, lat=CELLS.lat + 1e-6)},
    "a site more": {"sites": places(ROADS, 11, 2)},
    "a site less": {"sites": Points(SITES.ids[1:], SITES.lon[1:], SITES.lat[1:])},
}


@pytest.mark.parametrize("change", CHANGES)
def test_ways_are_searched_anew_where_something_they_depend_on_has_changed(
    change: str, tmp_path: Path, asked: Asked
) -> None:
    asked(tmp_path)
    asked(tmp_path, **CHANGES[change])  # type: ignore[arg-type]
    assert asked.searches == 2
    asked(tmp_path)
    asked(tmp_path, **CHANGES[change])  # type: ignore[arg-type]
    assert asked.searches == 2


def test_another_format_is_searched_anew(tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(tmp_path)
    monkeypatch.setattr(cache, "FORMAT", cache.FORMAT + 1)
    asked(tmp_path)
    assert asked.searches == 2


def _npy(file: Path) -> None:
    with file.open("wb") as stream:
        np.save(stream, np.arange(5))


def _pickled(file: Path) -> None:
    with file.open("wb") as stream:
        np.save(stream, np.array([{}], dtype=object))


def _altered(name: str, edit: Callable[[np.ndarray], np.ndarray]) -> Callable[[Path], None]:
    """Write the file anew with one column that does not fit the others."""

    def alter(file: Path) -> None:
        stored = dict(np.load(file))
        np.savez(file, **{**stored, name: edit(stored[name])})

    return alter


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[:-100]),
    "one byte": lambda file: file.write_bytes(file.read_bytes()[:1500] + b"!" + file.read_bytes()[1501:]),
    "text": lambda file: file.write_text("cell,site\n"),
    "an array": _npy,
    "a pickle": _pickled,
    "other arrays": lambda file: np.savez(file, limit=np.array(9999)),
    "fewer seconds": _altered("seconds", lambda seconds: seconds[:-1]),
    "fewer cells": _altered("count", lambda count: count[1:]),
    "sites that are not there": _altered("site", lambda site: site + 1),
    "fewer joins": _altered("cells_node", lambda node: node[1:]),
    "a limit of many": _altered("limit", lambda limit: np.array([limit, limit])),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_foreign_file_is_searched_anew_and_replaced(damage: str, tmp_path: Path, asked: Asked) -> None:
    asked(tmp_path)
    (file,) = tmp_path.glob("*.npz")
    DAMAGE[damage](file)
    asked(tmp_path)
    asked(tmp_path)
    assert asked.searches == 2


def test_a_folder_that_cannot_be_written_to_is_no_fault(tmp_path: Path, asked: Asked) -> None:
    (tmp_path / "file").write_text("not a folder")
    asked(tmp_path / "file")
    asked(tmp_path / "file" / "below")
    (tmp_path / "kept").mkdir()
    asked(tmp_path / "kept")
    (file,) = (tmp_path / "kept").glob("*.npz")
    file.unlink()
    file.mkdir()  # cannot be replaced
    asked(tmp_path / "kept")
    assert asked.searches == 4
    assert [path.suffix for path in (tmp_path / "kept").iterdir() if path.suffix] == [".npz"]


def test_what_was_not_used_for_long_goes(tmp_path: Path, asked: Asked) -> None:
    asked(tmp_path)
    (old,) = tmp_path.glob("*.npz")
    draft, other = tmp_path / "x.1.part", tmp_path / "notes.txt"
    for file in (draft, other):
        file.write_text("left behind")
    for file, days in ((old, 91), (draft, 2), (other, 900)):
        os.utime(file, (time.time() - days * 86_400,) * 2)
    asked(tmp_path, replace(CAR, speed=Fraction(9)))
    assert not old.exists()
    assert not draft.exists()
    assert other.exists()


def test_what_is_used_stays(tmp_path: Path, asked: Asked) -> None:
    asked(tmp_path)
    (old,) = tmp_path.glob("*.npz")
    os.utime(old, (time.time() - 91 * 86_400,) * 2)
    asked(tmp_path)
    asked(tmp_path, replace(CAR, speed=Fraction(9)))
    assert old.exists()


def test_beyond_the_largest_size_the_least_recently_used_go(
    tmp_path: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(tmp_path)
    (first,) = tmp_path.glob("*.npz")
    monkeypatch.setattr(cache, "MOST_BYTES", int(2.5 * first.stat().st_size))
    for hour, speed in enumerate((16, 15, 14)):
        for file in tmp_path.glob("*.npz"):
            os.utime(file, (file.stat().st_mtime - 3600,) * 2)
        asked(tmp_path, replace(CAR, speed=Fraction(speed)))
        assert len(list(tmp_path.glob("*.npz"))) == 2, hour
    assert not first.exists()
    monkeypatch.setattr(cache, "MOST_BYTES", first.parent.stat().st_size * 0)
    asked(tmp_path, replace(CAR, speed=Fraction(13)))
    assert list(tmp_path.glob("*.npz")) == []


def test_scenarios_find_the_ways_of_their_region_kept(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netplan.travel.search.WORTH_KEEPING_SECONDS", -1.0)
    folder, model = county / ".netplan" / "travel", county / "models" / "primary_school.yaml"
    first = load(county / "scenarios" / "design.yaml").tables.pairs
    kept = set(folder.glob("*.npz"))
    assert len(kept) == 2  # on foot and by bus
    again = load(county / "scenarios" / "design.yaml").tables.pairs
    for name in ("cell", "facility", "service", "seconds", "metres", "mode"):
        assert getattr(again, name).tolist() == getattr(first, name).tolist()
    load(county / "scenarios" / "thinning.yaml")
    assert set(folder.glob("*.npz")) == kept
    text = model.read_text(encoding="utf-8")
    assert "value: 25 km/h" in text
    model.write_text(text.replace("value: 25 km/h", "value: 27 km/h"), encoding="utf-8")
    load(county / "scenarios" / "design.yaml")
    # Only the ways by bus are new.
    assert len(set(folder.glob("*.npz")) - kept) == 1


def test_a_long_search_says_how_far_it_is_and_a_kept_one_is_silent(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netplan.travel.search.WORTH_KEEPING_SECONDS", -1.0)
    monkeypatch.setattr("netplan.workspace.ways.QUIET_SECONDS", -1.0)
    heard: list[tuple[str, float]] = []
    for _ in range(2):
        load(county / "scenarios" / "design.yaml", on_progress=lambda what, share: heard.append((what["de"], share)))
    assert [what for what, share in heard if share == 1] == ["zu Fuß", "Schulbus"]
