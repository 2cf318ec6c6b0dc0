"""What a tiny question may say of measures: plain settings, nothing of netplan's own."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Link:
    """Measures that depend on each other; each letter of `tags` names the measures that carry it."""

    kind: str
    """if, at_most_one, exactly_one, sequence or together."""
    tags: str
    delay: int = 0
    """Years from the first until the second must be there; below zero: so many years earlier."""


@dataclass(frozen=True)
class Share:
    """What carriers of some types hold together."""

    types: tuple[str, ...]
    least: Fraction | None = None
    most: Fraction | None = None
    of: str = "places"
    since: int = 0
    apply: str = "enforce"


@dataclass(frozen=True)
class MeasureRules:
    """Rules on measures; each is not set where it says nothing."""

    links: tuple[Link, ...] = ()
    links_apply: str = "enforce"
    per_year: int | None = None
    """Most measures of an area in a listed year."""
    total: int | None = None
    area_apply: str = "enforce"
    lasting: int = 0
    """For how many years a measure is not reverted."""
    lasting_apply: str = "enforce"
    consent: str = ""
    """given, asked or refused; empty: the rule is not set."""
    consent_apply: str = "enforce"
    carriers: tuple[str, ...] = ()
    """Types of carriers that need not agree."""
    carriers_apply: str = "enforce"
    share: Share | None = None
