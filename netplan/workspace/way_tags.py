"""Which modes may use a street of OpenStreetMap, and in which direction."""

from collections.abc import Mapping
from dataclasses import dataclass

MODES = ("walk", "bike", "drive")

_FOR_ALL = (
    *("primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link"),
    *("unclassified", "residential", "living_street", "service", "road"),
)
_FOR_CARS = ("motorway", "motorway_link", "trunk", "trunk_link")
_OPEN_TO: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_FOR_ALL, frozenset(MODES)),
    **dict.fromkeys(_FOR_CARS, frozenset({"drive"})),
    "track": frozenset({"walk", "bike"}),
    "path": frozenset({"walk", "bike"}),
    "bridleway": frozenset({"walk"}),
    "cycleway": frozenset({"bike"}),
    "footway": frozenset({"walk"}),
    "pedestrian": frozenset({"walk"}),
    "steps": frozenset({"walk"}),
    "corridor": frozenset({"walk"}),
    "platform": frozenset({"walk"}),
}
"""What a kind of street is open to where its tags say nothing. Source: OpenStreetMap wiki, access defaults Germany."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    "walk": ("foot", "access"),
    "bike": ("bicycle", "vehicle", "access"),
    "drive": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
"""Tags about a mode, the most special first."""
_ALLOWED = frozenset({"yes", "designated", "permissive", "official", "destination", "customers", "use_sidepath"})
_FORBIDDEN = frozenset(
    {"no", "private", "agricultural", "forestry", "delivery", "permit", "military", "emergency", "dismount", "psv"}
)
_YES, _BACK = frozenset({"yes", "true", "1"}), frozenset({"-1", "reverse"})
_AGAINST = frozenset({"opposite", "opposite_lane", "opposite_track", "opposite_share_busway"})


@dataclass(frozen=True)
class Use:
    """Which modes may use a street along its own direction and against it."""

    along: frozenset[str]
    against: frozenset[str]


def use(tags: Mapping[str, str]) -> Use:
    """Say who may use a street. Turn restrictions and barriers are not looked at."""
    modes = [mode for mode in MODES if _may(mode, tags)]
    direction = {mode: _direction(mode, tags) for mode in modes}
    along = frozenset(mode for mode in modes if direction[mode] >= 0)
    return Use(along, frozenset(mode for mode in modes if direction[mode] <= 0))


def _may(mode: str, tags: Mapping[str, str]) -> bool:
    open_to = _OPEN_TO.get(tags.get("highway", ""))
    if open_to is None:
        return False
    if tags.get("motorroad") == "yes" and mode != "drive":
        return False
    for key in _KEYS[mode]:
        value = tags.get(key, "").split(";")[0].strip()
        if value in _FORBIDDEN:
            return False
        # A general permission opens nothing that the kind of street closes: access=yes makes no road of steps.
        if value in _ALLOWED and (key == _KEYS[mode][0] or (mode == "drive" and key == "motor_vehicle")):
            return True
    return mode in open_to


def _direction(mode: str, tags: Mapping[str, str]) -> int:
    """Tell the direction a mode may go: 1 along the street, −1 against it, 0 both ways."""
    if mode == "walk":
        return _sign(tags.get("oneway:foot", ""))
    if mode == "bike":
        if tags.get("oneway:bicycle"):
            return _sign(tags["oneway:bicycle"])
        lanes = {tags.get(key, "") for key in ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")}
        if lanes & _AGAINST or "no" in {tags.get("cycleway:left:oneway"), tags.get("cycleway:right:oneway")}:
            return 0
    if "oneway" in tags:
        return _sign(tags["oneway"])
    is_round = tags.get("junction") in {"roundabout", "circular"}
    return 1 if is_round or tags.get("highway") == "motorway" else 0


def _sign(value: str) -> int:
    return 1 if value in _YES else -1 if value in _BACK else 0
