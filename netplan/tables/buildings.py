"""Arrays of facilities: the sizes each can have, the steps between them, what they cost, what houses share."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from netplan.tables.kinds import NONE, UNLIMITED, Floats, Ints, StepKind


@dataclass(frozen=True)
class Levels:
    """Facilities and the sizes each can have; level 0 is closed."""

    facilities: tuple[str, ...]
    names: tuple[str, ...]
    """Level names; a phase appears as its links `container#1`, `container#2`."""
    today: Ints
    """Level before the first listed year, shape (facilities,)."""
    exists: npt.NDArray[np.bool_]
    """Whether a facility can have a level, shape (facilities, levels)."""
    places: Ints
    """Places by service, shape (facilities, levels, services) [persons]."""
    total: Ints
    """Places over all services or UNLIMITED, shape (facilities, levels) [persons]."""
    least: Ints
    """Fewest persons by service, shape (facilities, levels, services) [persons]."""
    least_total: Ints
    """Fewest persons over all services, shape (facilities, levels) [persons]."""
    intake: npt.NDArray[np.bool_]
    """Whether people may enter, or only stay who are there, shape (facilities, levels)."""
    running: Ints
    """Running cost of one year, shape (facilities, levels) [cents]."""
    running_present: Ints
    """Discounted running cost of all years a listed year stands for, shape (facilities, levels, years) [cents]."""
    land: Ints
    """Running cost of one year that the Land bears, shape (facilities, levels) [cents]."""
    land_present: Ints
    """The same, discounted, of all years a listed year stands for, shape (facilities, levels, years) [cents]."""
    locks: tuple[str, ...]
    """By facility: empty, `keep`, `never` or `close by 2029`."""
    site: Ints
    """Index of each facility's site, shape (facilities,)."""
    sites: tuple[str, ...]
    site_names: tuple[str, ...]
    site_lon: Floats
    site_lat: Floats
    site_area: tuple[str, ...]
    """Planning area that each site lies in, by id."""
    line: tuple[str, ...]
    """Budget line of each facility, for its running cost."""
    carriers: tuple[str, ...]
    """Carrier of each facility."""
    carrier_types: tuple[str, ...]
    own_names: tuple[str, ...] = ()
    """Name of each facility, empty where it is called like its site; no entry where all are."""

    @cached_property
    def called(self) -> tuple[str, ...]:
        """What each facility is called: by its own name, else like its site, with its id where others stand there."""
        seats = self.site.tolist()
        own = self.own_names or ("",) * len(seats)
        plain = Counter(seat for seat, name in zip(seats, own, strict=True) if not name)
        return tuple(
            name or self.site_names[seat] + (f" ({facility})" if plain[seat] > 1 else "")
            for facility, seat, name in zip(self.facilities, seats, own, strict=True)
        )

    @property
    def area(self) -> tuple[str, ...]:
        """Planning area of each facility: the one its site lies in."""
        return tuple(self.site_area[j] for j in self.site.tolist())

    def of_line(self, line: str) -> npt.NDArray[np.bool_]:
        """Whether a facility belongs to a budget line; to the empty one all do, shape (facilities,)."""
        return np.array([not line or name == line for name in self.line], bool)

    @property
    def size(self) -> Ints:
        """Places of each level over all services, shape (facilities, levels) [persons]."""
        return np.asarray(np.where(self.total == UNLIMITED, self.places.sum(axis=2), self.total))

    @property
    def room(self) -> Ints:
        """Persons of a service a level can hold at all, shape (facilities, levels, services)."""
        return np.asarray(np.minimum(self.places, self.size[:, :, None]))


@dataclass(frozen=True)
class Steps:
    """Every step a facility may take from one level to the next, in one listed year each."""

    facility: Ints
    before: Ints
    after: Ints
    year: Ints
    """Index of the listed year from which the step holds, shape (steps,)."""
    kind: Ints
    """StepKind of each step, shape (steps,)."""
    name: Ints
    """Index into `names`, shape (steps,)."""
    names: tuple[str, ...]
    """What measures are called in the region; the first name is empty."""
    cost: Ints
    """Money of the measure, nominal, shape (steps,) [cents]."""
    present: Ints
    """The same, discounted from the year it is paid, shape (steps,) [cents]."""
    paid: Ints
    """Index of the listed year in which it is paid, or NEVER, shape (steps,)."""
    consent: Ints
    """Consent to the measure, shape (steps,)."""
    proceeds: Ints
    """Money that it brings in, in the listed year from which it holds, nominal, shape (steps,) [cents]."""
    proceeds_present: Ints
    """The same, discounted, shape (steps,) [cents]."""
    residual: Ints
    """What is left of its cost at the end, discounted, if the facility is open then, shape (steps,) [cents]."""
    grant: Ints
    """Part of the cost that a programme pays, nominal, shape (steps,) [cents]."""
    grant_present: Ints
    """The same, discounted, shape (steps,) [cents]."""
    programme: Ints
    """Index into `programmes`, NONE where none pays, shape (steps,)."""
    programmes: tuple[str, ...]
    """Names of the programmes that pay grants."""
    line: Ints
    """Budget line of the measure, index into `lines`, shape (steps,)."""
    lines: tuple[str, ...]

    def of_line(self, line: str) -> npt.NDArray[np.bool_]:
        """Whether a step belongs to a budget line; to the empty one all do, shape (steps,)."""
        return np.array([not line or name == line for name in self.lines], bool)[self.line]

    @property
    def is_measure(self) -> npt.NDArray[np.bool_]:
        """Whether a step is a planned action: neither staying nor automatic, shape (steps,)."""
        return np.asarray((self.kind != StepKind.STAY) & (self.kind != StepKind.AUTOMATIC))


@dataclass(frozen=True)
class Money:
    """What people cost where they go; what levels and steps cost stands with them. Empty where people cost nothing."""

    per_person: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """Running cost of one person for a year, shape (facilities, services) [cents]."""
    per_person_present: Ints = field(default_factory=lambda: np.zeros((0, 0, 0), np.int64))
    """Discounted running cost of one person of an entry for all years it is there, by the places it takes, shape
    (facilities, services, entries) [cents]."""

    land_per_person: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """Running cost of one person for a year that the Land bears, shape (facilities, services) [cents]."""
    land_per_person_present: Ints = field(default_factory=lambda: np.zeros((0, 0, 0), np.int64))
    """The same, discounted, as `per_person_present` [cents]."""
    transport: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Cost of taking one person to the facility for a year, shape (services,) [cents]."""
    transport_present: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """The same, discounted, of one person of an entry for all its years, shape (services, entries) [cents]."""
    is_far: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, bool))
    """Whether the way is so long that transport is paid, shape (pairs,); no entry where it is not counted."""


@dataclass(frozen=True)
class Premises:
    """What facilities share: the rooms of a site, and one school of several houses."""

    rooms: Ints = field(default_factory=lambda: np.zeros((0, 0), np.int64))
    """Rooms of the site that a level takes, shape (facilities, levels)."""
    site_rooms: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Rooms that a site has, NONE where nobody says so, shape (sites,); no entry where nothing is known of rooms."""
    main: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Main school of each facility that is one of several houses of it, the main one included, NONE for others; shape
    (facilities,), no entry without the rule on branches."""

    def has_houses(self, f: int) -> bool:
        """Whether a facility is one of several houses of one school."""
        return bool(self.main.size) and int(self.main[f]) != NONE

    @property
    def known(self) -> tuple[int, ...]:
        """Indices of the sites whose rooms are known."""
        return tuple(np.flatnonzero(self.site_rooms != NONE).tolist())
