"""How the people of a tiny question are assigned: plain numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class District:
    """Where a cell belongs today, from a year on."""

    cell: int
    service: int
    facility: str
    since: int = 0
    may_change: bool = False


@dataclass(frozen=True)
class Policies:
    """Policies by service, today's districts, and how many may be assigned anew."""

    by_service: tuple[str, ...] = ()
    """split, whole_cells, nearest or districts; a service not listed is split."""
    tolerance: int = 0
    """Of nearest [s]."""
    districts: tuple[District, ...] = ()
    most_anew: int | None = None
    """Persons in each year."""
    apply: str = "enforce"
