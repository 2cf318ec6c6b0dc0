"""Recognise schools, Kitas and care homes among OpenStreetMap's objects, and merge a campus of several objects."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from netplan.inputs.extract import Extract, Object

PRIMARY_SCHOOL, KITA, CARE_HOME = "primary_school", "kita", "care_home"
CAMPUS_M = 100
"""Objects of one kind nearer than this may be one campus [m]."""
_METRES_PER_DEGREE = 111_195.0
_LONGEST_ID = 40
_GENERIC = re.compile("kita|kindergarten|kindertagesstaette|kinderhaus|staedtischer?|der|die|das|am|an|zur|im")

_PRIMARY = re.compile(r"grundsch|primarsch|volksschule\b|\bGS\b|elementary|primary", re.IGNORECASE)
_OTHER_SCHOOL = re.compile(
    r"gymnasi|realsch|oberschul|gesamtsch|hauptsch|sekundar|mittelsch|gemeinschaftssch|stadtteilsch|"
    r"f(ö|oe)rder|sonderp|sondersch|beruf|kolleg\b|musiksch|volkshochsch|fahrschul|tanzsch|sprachsch|fachsch|"
    r"akademie|hochschule|abend|pflegeschul|erwachsenenbildung|secondary",
    re.IGNORECASE,
)
_BERLIN_REF = re.compile(r"\d\d(?P<kind>[A-Z])\d\d")
"""Numbers of Berlin's schools: G is a primary school."""
_AFTER_SCHOOL = re.compile(r"\b(schul)?hort\b|sch(ü|ue)lerladen|ganztagsbetreuung|\bOGS\b|hort[- ]", re.IGNORECASE)
_NURSERY = re.compile(r"kita|kinderg(a|ä)rten|kindertages|krippe|kinderhaus", re.IGNORECASE)
_AMBULANT = re.compile(r"ambulant|pflegedienst|sozialstation|mobile", re.IGNORECASE)
_OTHER = "other school"
_CARE_FACILITIES = frozenset({"nursing_home", "group_home", "day_care"})
_TITLES: Mapping[str, str] = {PRIMARY_SCHOOL: "Grundschule", KITA: "Kita", CARE_HOME: "Pflegeeinrichtung"}
_CARRIERS = (
    ("church", re.compile(r"kirch|evang|\bev\.? |kath|diakon|caritas|pfarr|gemeindezentrum|christ", re.IGNORECASE)),
    ("welfare", re.compile(
        r"\bAWO\b|arbeiterwohl|\bDRK\b|rotes kreuz|parit(ä|ae)t|lebenshilfe|johannit|maltes|\bASB\b|samariter|"
        r"e\. ?V\.|gGmbH|gemeinn(ü|ue)tzig|\bgUG\b|volkssolidarit|stiftung|elterninitiative|sozialwerk",
        re.IGNORECASE)),
    ("municipal", re.compile(
        r"^st(ä|ae)dtische|^(landes|hanse)?stadt|"
        r"gemeinde\b|^(land)?kreis|eigenbetrieb|bezirksamt|kommun|magistrat|verbandsgemeinde|"
        r"kindertagesst(ä|ae)tten nord", re.IGNORECASE)),
    ("private", re.compile(r"\bGmbH\b|\bAG\b|\bKG\b|privat", re.IGNORECASE)),
)  # fmt: skip
_CARRIER_TAGS: Mapping[str, str] = {
    "public": "municipal",
    "government": "municipal",
    "municipal": "municipal",
    "religious": "church",
    "private": "private",
    "business": "private",
    "private_for_profit": "private",
    "private_non_profit": "welfare",
    "ngo": "welfare",
    "charitable": "welfare",
    "community": "welfare",
    "cooperative": "welfare",
}


@dataclass(frozen=True)
class Found:
    """A facility as OpenStreetMap knows it."""

    facility: str
    """Id: sector and name, in plain letters."""
    sector: str
    name: str
    lon: float
    lat: float
    carrier: str
    carrier_type: str
    """Empty where neither tags nor names tell."""
    is_doubtful: bool
    """A school whose tags do not say that it is a primary school."""
    objects: tuple[str, ...]
    """The objects of OpenStreetMap it was made of."""


def found_facilities(extract: Extract) -> tuple[tuple[Found, ...], Mapping[str, int]]:
    """Find the facilities of an extract, and count what was left out, by reason."""
    skipped: Counter[str] = Counter()
    by_sector: dict[str, list[tuple[Object, bool]]] = {PRIMARY_SCHOOL: [], KITA: [], CARE_HOME: []}
    others: list[Object] = []
    for item in extract.objects:
        sector, word = _recognised(item.tags)
        if sector:
            by_sector[sector].append((item, bool(word)))
            continue
        skipped[word] += 1
        if word == _OTHER:
            others.append(item)
    schools = by_sector[PRIMARY_SCHOOL]
    by_sector[PRIMARY_SCHOOL] = [(item, doubt) for item, doubt in schools if not (doubt and _is_part(item, others))]
    if len(by_sector[PRIMARY_SCHOOL]) < len(schools):
        skipped["part of another school"] += len(schools) - len(by_sector[PRIMARY_SCHOOL])
    if extract.unplaced:
        skipped["cut off at the edge of the extract"] += len(extract.unplaced)
    taken: set[str] = set()
    found = [
        _facility(sector, campus, extract, taken) for sector, items in by_sector.items() for campus in _campuses(items)
    ]
    merged = sum(map(len, by_sector.values())) - len(found)
    if merged:
        skipped["merged into a campus"] += merged
    return tuple(found), dict(sorted(skipped.items()))


def _recognised(tags: Mapping[str, str]) -> tuple[str, str]:
    """Give the sector of an object and whether that is doubtful; or no sector and why it is left out."""
    amenity, name = tags.get("amenity", ""), tags.get("name", "")
    if amenity == "school":
        return _school(tags, name)
    if amenity in {"kindergarten", "childcare"}:
        is_nursery = bool(_NURSERY.search(name))
        if not is_nursery and (_AFTER_SCHOOL.search(name) or _least_age(tags) >= 6):  # noqa: PLR2004  school begins
            return "", "after-school care (Hort)"
        if amenity == "childcare" and not is_nursery:
            return "", "child care of another kind"
        return KITA, ""
    return _care(tags, name)


def _school(tags: Mapping[str, str], name: str) -> tuple[str, str]:
    kind = " ".join(tags.get(key, "") for key in ("school:de", "school", "school:type", "type"))
    levels = set(re.split(r"[;,\s]+", tags.get("isced:level", "")))
    berlin = _BERLIN_REF.fullmatch(tags.get("ref", ""))
    if "1" in levels or _PRIMARY.search(kind) or _PRIMARY.search(name):
        return PRIMARY_SCHOOL, ""
    if berlin:
        return (PRIMARY_SCHOOL, "") if berlin["kind"] == "G" else ("", _OTHER)
    if levels - {""} or _OTHER_SCHOOL.search(name) or _OTHER_SCHOOL.search(kind):
        return "", _OTHER
    return PRIMARY_SCHOOL, "doubtful"


def _care(tags: Mapping[str, str], name: str) -> tuple[str, str]:
    kind = tags.get("social_facility", "nursing_home" if tags.get("amenity") == "nursing_home" else "")
    whom = tags.get("social_facility:for", "")
    if kind == "ambulatory_care" or _AMBULANT.search(name):
        return "", "ambulant service"
    if kind == "assisted_living":
        return "", "assisted living"
    if kind not in _CARE_FACILITIES:
        return "", "social facility of another kind"
    for_seniors = "senior" in whom or (kind == "nursing_home" and not whom)
    return (CARE_HOME, "") if for_seniors else ("", "social facility for others than seniors")


def _least_age(tags: Mapping[str, str]) -> int:
    text = tags.get("min_age", "")
    return int(text) if text.isdecimal() else 0


def _campuses(items: Sequence[tuple[Object, bool]]) -> list[list[tuple[Object, bool]]]:
    """Group objects that are one campus: near one another, and not both named, by different names."""
    shapes = [_shape(item) for item, _ in items]
    group = list(range(len(items)))
    pairs = [
        (shapely.distance(shapes[first], shapes[second]), first, second)
        for first in range(len(items))
        for second in range(first + 1, len(items))
    ]
    for distance, first, second in sorted(pairs):
        if distance > CAMPUS_M or group[first] == group[second]:
            continue
        joined = [place for place in range(len(items)) if group[place] in {group[first], group[second]}]
        if _one_name([items[place][0] for place in joined]):
            for place in joined:
                group[place] = min(group[first], group[second])
    return [[items[place] for place in range(len(items)) if group[place] == name] for name in sorted(set(group))]


def _is_part(item: Object, others: Sequence[Object]) -> bool:
    """Say whether a school that may be primary belongs to a campus of another kind."""
    shape = _shape(item)
    return any(shapely.distance(shape, _shape(other)) <= CAMPUS_M and _one_name([item, other]) for other in others)


def _shape(item: Object) -> shapely.Geometry:
    """Draw an object in metres around its own latitude."""
    places = np.array(item.outline or ((item.lon, item.lat),))
    scale = _METRES_PER_DEGREE * np.array([np.cos(np.radians(51.0)), 1.0])
    metres = places * scale
    return shapely.Polygon(metres) if len(metres) > 3 else shapely.Point(metres[0])  # noqa: PLR2004  a ring's least


def _one_name(items: Sequence[Object]) -> bool:
    """Say whether the names of objects may be those of one facility: one holds all others."""
    names = [_plain(item.tags["name"]) for item in items if item.tags.get("name")]
    longest = max(names, key=len, default="")
    return all(name in longest for name in names)


def _facility(sector: str, campus: Sequence[tuple[Object, bool]], extract: Extract, taken: set[str]) -> Found:
    named = [item for item, _ in campus if item.tags.get("name")]
    main = max(named or [item for item, _ in campus], key=lambda item: (bool(item.outline), len(item.outline)))
    tags = {key: value for item in (*(item for item, _ in campus), main) for key, value in item.tags.items()}
    name = main.tags.get("name") or _name_by_street(sector, tags, main, extract)
    operator = tags.get("operator", "")
    carrier_type = next((kind for kind, words in _CARRIERS if words.search(operator)), "")
    carrier_type = carrier_type or _CARRIER_TAGS.get(tags.get("operator:type", ""), "")
    carrier_type = carrier_type or next((kind for kind, words in _CARRIERS if words.search(name)), "")
    return Found(
        _free(f"{sector}_{_slug(name)}", taken),
        sector,
        name,
        round(main.lon, 6),
        round(main.lat, 6),
        operator,
        carrier_type,
        all(is_doubtful for _, is_doubtful in campus),
        tuple(item.osmid for item, _ in campus),
    )


def _name_by_street(sector: str, tags: Mapping[str, str], main: Object, extract: Extract) -> str:
    """Name a facility without a name by its street, else by the nearest named street, else by its number."""
    title = _TITLES[sector]
    street = tags.get("addr:street", "")
    if not street:
        street = _nearest_street(main, extract)
    number = tags.get("addr:housenumber", "")
    return f"{title} {street} {number}".strip() if street else f"{title} {main.osmid}"


def _nearest_street(main: Object, extract: Extract) -> str:
    """Name the street whose middle node is nearest, empty where the map names none."""
    middles = [(way.tags["name"], way.nodes[len(way.nodes) // 2]) for way in extract.ways if way.tags.get("name")]
    held = [(name, extract.place_by_node[node]) for name, node in middles if node in extract.place_by_node]
    if not held:
        return ""
    scale = np.array([np.cos(np.radians(main.lat)), 1.0])
    apart = (np.array([place for _, place in held]) - [main.lon, main.lat]) * scale
    return held[int(np.argmin((apart**2).sum(axis=1)))][0]


def _plain(text: str) -> str:
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.casefold().replace(sign, letters)
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


def _slug(name: str) -> str:
    """Make an id of a name: without words that every facility has, at most about 40 letters."""
    words = [word for word in _plain(name).split("_") if len(word) > 1 or word.isdecimal()]
    special = [word for word in words if not _GENERIC.fullmatch(word)] or words
    result = ""
    for word in special:
        if result and len(result) + len(word) > _LONGEST_ID:
            break
        result += f"_{word}" if result else word
    return result or "x"


def _free(name: str, taken: set[str]) -> str:
    number, result = 1, name
    while result in taken:
        number += 1
        result = f"{name}_{number}"
    taken.add(result)
    return result
