"""Ask Overpass for the streets, facilities and buildings of a place: the only use of the network in netplan."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import osmnx

from netplan.errors import Fault, InputError
from netplan.inputs.extract import (
    SOUGHT_AMENITIES,
    Buildings,
    Extract,
    Object,
    Place,
    Way,
    floor_area,
    is_lived_in,
    is_sought,
    middle,
)

WAY_TAGS = (
    "highway", "name", "ref", "oneway", "oneway:bicycle", "oneway:foot", "junction", "access", "foot", "bicycle",
    "vehicle", "motor_vehicle", "motorcar", "motorroad", "cycleway", "cycleway:left", "cycleway:right",
    "cycleway:both", "cycleway:left:oneway", "cycleway:right:oneway",
)  # fmt: skip
FEATURE_TAGS: Mapping[str, bool | list[str]] = {
    "amenity": list(SOUGHT_AMENITIES),
    "social_facility": True,
    "building": True,
}
_TURNED_ROUND = frozenset({"-1", "reverse", "T", "F"})
"""Values of oneway for which osmnx turns the nodes of a way round."""
_KINDS = {"node": "n", "way": "w", "relation": "r"}


def read_place(place: str, progress: Callable[[str], None]) -> Extract:
    """Fetch what OpenStreetMap knows of a place, such as `Dreieich, Germany`, and say what is sent.

    Raises InputError where the place is unknown or the network does not answer.
    """
    progress("sending")
    before = (osmnx.settings.all_oneway, osmnx.settings.useful_tags_way, osmnx.settings.use_cache)
    osmnx.settings.all_oneway, osmnx.settings.useful_tags_way = True, list(WAY_TAGS)
    osmnx.settings.use_cache = False
    try:
        outline = osmnx.geocode_to_gdf(place).geometry.iloc[0]
        graph = osmnx.graph_from_polygon(outline, simplify=False, retain_all=True, custom_filter='["highway"]')
        features = osmnx.features_from_polygon(outline, dict(FEATURE_TAGS))
    except (OSError, ValueError, RuntimeError, TypeError) as error:  # osmnx's and requests' errors are among these
        mend = "Check the spelling and the connection, or import a downloaded extract (.osm.pbf)."
        raise InputError([Fault(place, None, "", None, f"cannot be fetched ({error})", mend, "NP-I102")]) from error
    finally:
        osmnx.settings.all_oneway, osmnx.settings.useful_tags_way, osmnx.settings.use_cache = before
    return extract_of(place, graph, features)


def extract_of(place: str, graph: Any, features: Any) -> Extract:  # noqa: ANN401  osmnx's tables are untyped
    """Turn osmnx's unsimplified one-way graph and its table of features into an extract."""
    objects: list[Object] = []
    homes: list[tuple[float, float, float]] = []
    for (kind, number), row in features.iterrows():
        tags = {str(key): value for key, value in row.items() if isinstance(value, str)}
        for outline in _outlines(row.geometry):
            lon, lat = middle(outline)
            if is_sought(tags):
                objects.append(Object(f"{_KINDS[kind]}{number}", tags, lon, lat, outline if len(outline) > 1 else ()))
                break
            if is_lived_in(tags) and len(outline) > 1:
                homes.append((lon, lat, floor_area(outline, tags)))
    columns = np.array(homes, dtype=np.float64).reshape(-1, 3)
    places = {int(node): (float(data["x"]), float(data["y"])) for node, data in graph.nodes(data=True)}
    return Extract(
        f"Overpass: {place}",
        "",
        tuple(sorted(_ways(graph), key=lambda way: way.osmid)),
        places,
        tuple(objects),
        Buildings(columns[:, 0], columns[:, 1], columns[:, 2]),
    )


def _ways(graph: Any) -> Iterator[Way]:  # noqa: ANN401
    """Join the one-way steps between neighbouring nodes into the ways they came from."""
    steps: dict[int, list[tuple[int, int]]] = {}
    tags: dict[int, dict[str, str]] = {}
    for u, v, data in graph.edges(data=True):
        osmid = int(data["osmid"])
        steps.setdefault(osmid, []).append((int(u), int(v)))
        found = {name: str(data[name]) for name in WAY_TAGS if isinstance(data.get(name), str)}
        if found.get("oneway") in _TURNED_ROUND:
            found["oneway"] = "yes"
        tags[osmid] = found
    for osmid, pairs in steps.items():
        chain = _chain(pairs)
        for nodes in [chain] if chain else pairs:
            yield Way(osmid, tuple(nodes), tags[osmid])


def _chain(pairs: list[tuple[int, int]]) -> tuple[int, ...] | None:
    """Join steps into one walk; None where a way crosses itself or was cut into several."""
    after = dict(pairs)
    if len(after) < len(pairs):
        return None
    starts = [u for u in after if u not in after.values()] or [pairs[0][0]]
    walk = [starts[0]]
    while walk[-1] in after and len(walk) <= len(pairs):
        walk.append(after[walk[-1]])
    return tuple(walk) if len(walk) == len(pairs) + 1 else None


def _outlines(shape: Any) -> list[tuple[Place, ...]]:  # noqa: ANN401
    if shape.geom_type == "Point":
        return [((float(shape.x), float(shape.y)),)]
    parts = getattr(shape, "geoms", [shape])
    rings = [part.exterior if hasattr(part, "exterior") else part for part in parts]
    return [tuple((float(x), float(y)) for x, y, *_ in ring.coords) for ring in rings if len(ring.coords)]
