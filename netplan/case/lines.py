"""What the files of a region say of one facility, read and checked, before it becomes arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from netplan.tables import NONE, Consent


@dataclass(frozen=True)
class Capacity:
    """How many persons of a service a level can take, and who says so; −1 where nobody does."""

    parallel: int = 0
    """Parallel classes, 0 where it is not said."""
    stated: int = -1
    rooms: int = -1
    """Class rooms × planning value."""
    law: int = -1
    """Parallel classes × most of a class, over all grades."""
    licence: int = -1

    @property
    def places(self) -> int:
        """What is stated, else the fewest of the others; 0 where nobody says anything."""
        others = [places for places in (self.rooms, self.law, self.licence) if places >= 0]
        return self.stated if self.stated >= 0 else min(others, default=0)


@dataclass(frozen=True)
class LevelLine:
    """A size one facility can have."""

    places: Mapping[str, int]
    """By service [persons]; a service not named has none."""
    total: int | None
    """Places over all services [persons]; None: only the services' own limits."""
    least: Mapping[str, int]
    """By service, norms already filled in [persons]."""
    least_total: int
    running: int
    """Running cost of one year [cents]."""
    phase: tuple[int, str] | None = None
    """Listed years it lasts at most, and the level that follows."""
    intake: bool = True
    """Whether people may enter, or only stay who are there."""
    runs_out: bool = False
    """Whether going to this level is the decision to close."""
    capacity: Mapping[str, Capacity] = field(default_factory=dict)
    """By service that is taught in classes."""
    per_person: Mapping[str, int] = field(default_factory=dict)
    """Running cost of one person for a year, by service [cents]."""
    site_rooms: int = 0
    """Rooms of its site that it takes."""
    land: int = 0
    """Running cost of one year that the Land bears [cents]."""
    land_per_person: Mapping[str, int] = field(default_factory=dict)
    """The same of one person, by service [cents]."""


@dataclass(frozen=True)
class MeasureLine:
    """A named step that the region permits one facility."""

    name: str
    before: str
    after: str
    cost: int
    """Nominal [cents]."""
    lead: int = 0
    """Years between paying and taking effect."""
    first: int | None = None
    last: int | None = None
    under_way: bool = False
    consent: Consent = Consent.NOT_ASKED
    proceeds: int = 0
    """What it brings in when it takes effect, nominal [cents]."""
    life: Fraction | None = None
    """Years for which what is built can be used; None: nothing is left of it at the end."""
    line: str = ""
    """Budget line; empty: that of its facility."""


@dataclass(frozen=True)
class FacilityLine:
    """One facility with everything it can become."""

    facility: str
    site: str
    carrier: str
    carrier_type: str
    today: str
    """Level before the first listed year, or `closed`."""
    lock: str
    levels: Mapping[str, LevelLine]
    """Without `closed`; phases not yet unrolled."""
    measures: Sequence[MeasureLine]
    """Without refused ones, unless the scenario lets them in."""
    sector: str = ""
    line: str = ""
    """Budget line; empty: the sector."""
    name: str = ""
    """Its own name; empty: it is called like its site."""


@dataclass(frozen=True)
class Site:
    """A place with coordinates."""

    site: str
    name: str
    lon: float
    lat: float
    area: str = ""
    """Planning area it lies in."""
    area_from: str = "sites.csv"
    """Which file says so; `cells.csv`: it is the area of the nearest cell."""
    rooms: int = NONE
    """Rooms that facilities there share; NONE where nobody says so."""
