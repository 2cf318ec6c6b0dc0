"""Check what a YAML file says against the schema of a model or scenario, with line and key of every fault."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from netplan.constraints import (
    Assignment,
    Branches,
    Budget,
    Carriers,
    CarrierShare,
    Classes,
    Consent,
    Conversions,
    Coverage,
    EveryoneServed,
    ExtraMinutes,
    FreeCapacity,
    Grants,
    GroupWithinTarget,
    Lasting,
    Locks,
    MeasureLinks,
    MeasuresPerArea,
    MeasuresPerYear,
    MinimumSize,
    Moves,
    OpenFacilities,
    Places,
    PlacesForPupils,
    PlacesPer1000,
    Programme,
    Reach,
    Reserve,
    Rules,
    SharedRooms,
    Stability,
    WithinTarget,
    WorstTenth,
)
from netplan.constraints.budget import Line
from netplan.constraints.measure_links import Link, MeasureName
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import KeyPath, Tree
from netplan.norms import NormText
from netplan.scenario import MoneyText, Scenario
from netplan.sector import (
    ClassesText,
    GroupText,
    LevelText,
    ModeText,
    PhaseText,
    PriceIndexText,
    RegimeText,
    Sector,
    ServiceText,
    TransportText,
)

Place: TypeAlias = Callable[[KeyPath], tuple[str, int | None]]
"""Where a key path is written: file and line."""
_Model = TypeVar("_Model", Sector, Scenario)

_RULES = (
    *(Assignment, Budget, Classes, EveryoneServed, Locks, MeasuresPerYear, MinimumSize, OpenFacilities, Places, Reach),
    *(Moves, MeasuresPerArea, MeasureLinks, Lasting, Consent, Carriers, CarrierShare),
    *(SharedRooms, Conversions, Branches, PlacesForPupils),
    *(Stability, Coverage, Reserve, PlacesPer1000, WithinTarget, FreeCapacity),
    *(WorstTenth, ExtraMinutes, GroupWithinTarget, Grants),
)
_SHARES = frozenset({"coverage", "reserve", "places_per_1000", "within_target", "group_within_target"})
"""Rules whose limits are shares, not counts."""
_SCHEMA: dict[str, Mapping[KeyPath, type[BaseModel]]] = {
    "Sector": {
        (): Sector,
        ("services", "*"): ServiceText,
        ("services", "*", "classes"): ClassesText,
        ("services", "*", "transport"): TransportText,
        ("groups", "*"): GroupText,
        ("regimes", "*"): RegimeText,
        ("modes", "*"): ModeText,
        ("levels", "*"): LevelText,
        ("levels", "*", "phase"): PhaseText,
        ("norms", "*", "*"): NormText,
        ("price_index", "*"): PriceIndexText,
    },
    "Scenario": {
        (): Scenario,
        ("cost",): MoneyText,
        ("cost", "price_index", "*"): PriceIndexText,
        ("override", "*"): NormText,
    },
}
_SHARED: Mapping[KeyPath, type[BaseModel]] = {
    ("constraints",): Rules,
    **{("constraints", rule.rule): rule for rule in _RULES},
    ("constraints", "grants", "programmes", "*"): Programme,
    ("constraints", "budget", "lines", "*"): Line,
    ("constraints", "measure_links", "links", "*"): Link,
    ("constraints", "measure_links", "links", "*", "*"): MeasureName,
    ("constraints", "measure_links", "links", "*", "*", "*"): MeasureName,
}
_WHOLE = re.compile(r"0|[1-9]\d*")
_SHAPES = {
    "mapping_type": ("not a mapping of keys", "Write it like {de: …, en: …}, or as indented `key: value` lines."),
    "dict_type": ("not a mapping of keys", "Write indented `key: value` lines."),
    "model_type": ("not a mapping of keys", "Write indented `key: value` lines."),
    "tuple_type": ("not a list", "Write it like [a, b]."),
    "list_type": ("not a list", "Write it like [a, b]."),
    "string_type": ("not a single value", "Write one word or one text in quotation marks."),
    "int_type": ("not a whole number", "Write digits only, like 2026."),
    "int_parsing": ("not a whole number", "Write digits only, like 2026."),
    "is_instance_of": ("not a quantity", 'Write a number and its unit, like "25 min".'),
    "too_short": ("nothing is listed here", "List at least one."),
}


def validated(kind: type[_Model], tree: Mapping[str, Tree], place: Place, findings: Findings) -> _Model | None:
    """Return a file's content typed by its schema; None, and faults noted, where it does not fit."""
    wrong = dict(_wrong_scalars(tree))
    for path, (what, mend) in wrong.items():
        _fault(path, place, findings, (what, mend, "NP-I047"), _value(tree, path))
    try:
        found = kind.model_validate(tree)
    except ValidationError as error:
        for detail in error.errors():
            path = _path(detail["loc"], tree)
            if path not in wrong:
                _fault(path, place, findings, _sentence(kind, path, detail, tree), _value(tree, path))
        return None
    return None if wrong else found


def _fault(path: KeyPath, place: Place, findings: Findings, sentence: tuple[str, str, str], value: str | None) -> None:
    file, line = place(path)
    what, mend, code = sentence
    shown = None if code in {"NP-I049", "NP-I063"} else value
    findings.fault(file, line, ".".join(path), shown, what, mend, code)


def _sentence(
    kind: type[BaseModel], path: KeyPath, detail: Mapping[str, Any], tree: Mapping[str, Tree]
) -> tuple[str, str, str]:
    """Say in a planner's words what pydantic found: what is wrong, how to mend it, and the code."""
    name, context = detail["type"], detail.get("ctx", {})
    if name == "missing":
        return "the key is missing", _missing(kind, path, tree), "NP-I063"
    if name == "extra_forbidden":
        otherwise = "A decimal comma? Write a decimal point." if path[-1][:1].isdigit() else ""
        return "unknown key", did_you_mean(path[-1], known_keys(kind, path[:-1]), otherwise), "NP-I049"
    if name == "literal_error":
        known = re.findall(r"'([^']+)'", context["expected"])
        return "not one of the words that may stand here", did_you_mean(str(detail["input"]), known), "NP-I047"
    if name == "value_error":
        what, mend = _own_words(str(context["error"]), _value(tree, path))
        return what, mend, "NP-I044" if path == ("years",) else "NP-I047"
    if name.startswith(("greater_than", "less_than")):
        limit = next(iter(context.values()))
        least = int(limit) + (name == "greater_than")
        return f"below {least}", f"Write {least} or more.", "NP-I047"
    what, mend = _SHAPES.get(name, (str(detail["msg"]), "See the reference of the file."))
    return what, mend, "NP-I047"


def _own_words(message: str, value: str | None) -> tuple[str, str]:
    """Split a sentence of our own schema into what is wrong and how to mend it."""
    what, _, mend = message.partition("; ")
    what = what.removeprefix(f"{value} is ") if value else what
    what = what.removeprefix(f"{value}: ") if value else what
    return what.rstrip("."), mend[:1].upper() + mend[1:]


def _missing(kind: type[BaseModel], path: KeyPath, tree: Mapping[str, Tree]) -> str:
    above: Any = tree
    for key in path[:-1]:
        above = above[key] if isinstance(above, dict) else {}
    known = known_keys(kind, path[:-1])
    strange = [key for key in above if key not in known] if isinstance(above, dict) else []
    written = did_you_mean(path[-1], strange, "-")
    return "Add it." if written == "-" else written.replace("Did you mean", "Was it written as")


def known_keys(kind: type[BaseModel], path: KeyPath) -> tuple[str, ...]:
    """List the keys that may stand below a key path of a model or scenario."""
    for pattern, model in {**_SCHEMA[kind.__name__], **_SHARED}.items():
        if len(pattern) == len(path) and all(p in {"*", key} for p, key in zip(pattern, path, strict=True)):
            return tuple(info.alias or name for name, info in model.model_fields.items())
    return ()


def _path(loc: tuple[int | str, ...], tree: Mapping[str, Tree]) -> KeyPath:
    """Turn pydantic's place into a key path: without the steps that are no keys of the file."""
    path: list[str] = []
    here: Any = tree
    for step in map(str, loc):
        if isinstance(here, dict):
            if step not in here and step == "[key]":
                continue
            path.append(step)
            here = here.get(step)
        elif isinstance(here, list) and step.isdecimal():
            path.append(step)
            here = here[int(step)] if int(step) < len(here) else None
        elif isinstance(here, str):
            break
        else:
            path.append(step)
    return tuple(path)


def _value(tree: Mapping[str, Tree], path: KeyPath) -> str | None:
    here: Any = tree
    for key in path:
        if isinstance(here, dict):
            here = here.get(key)
        elif isinstance(here, list) and key.isdecimal() and int(key) < len(here):
            here = here[int(key)]
        else:
            return None
    return here if isinstance(here, str) and here else None


def _wrong_scalars(tree: Mapping[str, Tree]) -> Iterator[tuple[KeyPath, tuple[str, str]]]:
    """Yield bare numbers and yes/no that are written as YAML or Python might understand, but people do not."""
    for path, text in _scalars(dict(tree), ()):
        names = [key for key in path if not key.isdecimal()]
        last, is_rule = names[-1] if names else "", path[0] == "constraints"
        is_whole = names in (["years"], ["span"]) or (last == "years" and "phase" in names)
        is_whole |= last in {"base_year", "price_base", "price_year", "site_rooms"}
        if (is_whole or (is_rule and _is_number(path, last))) and not _WHOLE.fullmatch(text):
            yield path, ("not a whole number", "Write digits only, like 2026.")
        is_regime = path[0] == "regimes" and last in {"mixed", "only_existing"}
        is_level = path[0] == "levels" and last in {"intake", "run_out"}
        is_yes_or_no = is_regime or is_level or path in {("cohorts",), ("cost", "residual"), ("cost", "transport")}
        if (is_yes_or_no or (is_rule and _is_choice(path, last))) and text not in {"yes", "no"}:
            yield path, ("neither yes nor no", "Write yes or no.")


def _is_number(path: KeyPath, last: str) -> bool:
    """Whether a setting of a rule is a bare whole number."""
    if path[1] == "measures_per_area":
        return last != "apply"
    if path[1] == "grants":
        return last in {"from", "to"}
    if path[1] == "carrier_share":
        return last == "from"
    return last in {"most", "least", "from"} and not _SHARES & set(path)


def _is_choice(path: KeyPath, last: str) -> bool:
    """Whether a setting of a rule is yes or no."""
    return last == "last_year" or (path[1] == "budget" and last in {"running", "proceeds", "grants"})


def _scalars(tree: Tree, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(tree, str):
        yield path, tree
        return
    below = tree.items() if isinstance(tree, dict) else ((str(i), part) for i, part in enumerate(tree))
    for key, part in below:
        yield from _scalars(part, (*path, key))
