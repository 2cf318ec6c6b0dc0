"""Read an OpenStreetMap file: .osm.pbf, .osm or .osm.gz."""

from pathlib import Path
from typing import Any

import numpy as np
import osmium

from netplan.errors import Fault, InputError
from netplan.inputs.extract import Buildings, Extract, Object, Place, Way, floor_area, is_lived_in, is_sought, middle

SUFFIXES = (".pbf", ".osm", ".osm.gz", ".osm.bz2")
_KEYS = ("highway", "amenity", "social_facility", "building")


class _Reader:
    """Collect what netplan needs while osmium walks through the file."""

    def __init__(self) -> None:
        self.ways: list[Way] = []
        self.place_by_node: dict[int, Place] = {}
        self.objects: dict[str, Object] = {}
        self.buildings: list[tuple[float, float, float]] = []
        self.unplaced: list[str] = []
        self.newest = ""

    def read(self, item: Any) -> None:  # noqa: ANN401  osmium hands out nodes, ways, relations and areas alike
        """Take one object; osmium gives closed ways twice, as way and as area."""
        tags = dict(item.tags)
        self.newest = max(self.newest, item.timestamp.date().isoformat())
        if item.is_node():
            if is_sought(tags):
                self._add(f"n{item.id}", tags, ((item.lon, item.lat),))
        elif item.is_way():
            self._read_way(item, tags)
        elif item.is_area():
            self._read_area(item, tags)
        elif is_sought(tags):
            self.unplaced.append(f"r{item.id}")

    def extract(self, source: str) -> Extract:
        """Put together what was found; an area beats the way or relation it was made of."""
        unplaced = sorted(set(self.unplaced) - set(self.objects))
        columns = np.array(self.buildings, dtype=np.float64).reshape(-1, 3)
        return Extract(
            source,
            "" if self.newest.startswith("1970") else self.newest,
            tuple(sorted(self.ways, key=lambda way: way.osmid)),
            self.place_by_node,
            tuple(self.objects[name] for name in sorted(self.objects, key=lambda name: (name[0], int(name[1:])))),
            Buildings(columns[:, 0], columns[:, 1], columns[:, 2]),
            tuple(unplaced),
        )

    def _add(self, osmid: str, tags: dict[str, str], outline: tuple[Place, ...]) -> None:
        lon, lat = middle(outline)
        self.objects[osmid] = Object(osmid, tags, lon, lat, outline if len(outline) > 1 else ())

    def _read_way(self, way: Any, tags: dict[str, str]) -> None:  # noqa: ANN401
        places = [(node.ref, node.location) for node in way.nodes]
        known = [(ref, (place.lon, place.lat)) for ref, place in places if place.valid()]
        if "highway" in tags:
            self.ways.append(Way(way.id, tuple(ref for ref, _ in places), tags))
            self.place_by_node.update(known)
        if is_sought(tags):
            if known:
                self._add(f"w{way.id}", tags, tuple(place for _, place in known))
            else:
                self.unplaced.append(f"w{way.id}")

    def _read_area(self, area: Any, tags: dict[str, str]) -> None:  # noqa: ANN401
        rings = [tuple((node.lon, node.lat) for node in ring) for ring in area.outer_rings()]
        if not rings:
            return
        outline = max(rings, key=len)
        if is_sought(tags):
            self._add(f"{'w' if area.from_way() else 'r'}{area.orig_id()}", tags, outline)
        if is_lived_in(tags):
            self.buildings.extend((*middle(ring), floor_area(ring, tags)) for ring in rings)


def read_osm(file: Path) -> Extract:
    """Read streets, schools, Kitas, care facilities and buildings from an OpenStreetMap file.

    An extract may be cut anywhere: nodes that it does not hold are simply not in `place_by_node`.
    Raises InputError where the file is missing or is no OpenStreetMap file.
    """
    if not file.is_file():
        raise InputError([_fault(file, "there is no such file", "Check the path.")])
    if not file.name.lower().endswith(SUFFIXES):
        mend = "Give a file that ends in .osm.pbf, .osm or .osm.gz, e.g. an extract from download.geofabrik.de."
        raise InputError([_fault(file, "not an OpenStreetMap file by its name", mend)])
    reader = _Reader()
    wanted = osmium.filter.KeyFilter(*_KEYS)
    try:
        walk = osmium.FileProcessor(str(file)).with_locations().with_areas(wanted).with_filter(wanted)
        for item in walk:
            reader.read(item)
    except RuntimeError as error:
        mend = "Download the extract again; it may have been cut off on the way."
        raise InputError([_fault(file, f"cannot be read as OpenStreetMap data ({error})", mend)]) from error
    return reader.extract(file.name)


def _fault(file: Path, what: str, mend: str) -> Fault:
    code = "NP-I061" if "no such" in what else "NP-I101"
    return Fault(str(file), None, "", None, what, mend, code)
