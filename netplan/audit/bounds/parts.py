"""A scenario taken apart, from the raw files alone: who needs a place, who may go where, what facilities may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netplan.audit.attendance import There
from netplan.audit.bounds.entries import Bools, Entries, Ints, Needs, entries_of, needs_of
from netplan.audit.bounds.lives import Spots, Steps, lives_of
from netplan.audit.bounds.trails import Trails, trails_of
from netplan.audit.bounds.ways import Ways, ways_of
from netplan.audit.cohorts import Needed
from netplan.audit.facilities import Facility
from netplan.audit.provision import Areas
from netplan.audit.question import Question, Rule
from netplan.audit.rooms import Rooms
from netplan.audit.travel import Places


@dataclass(frozen=True, eq=False)
class Ground:
    """What rules look at beside people and facilities."""

    social: Mapping[str, str]
    """Class of the social index of each cell's area."""
    site_areas: Mapping[str, str]
    """Planning area by site."""
    areas: Areas
    rooms: Rooms


@dataclass(frozen=True, eq=False)
class Parts:
    """What a bound is counted from."""

    question: Question
    entries: Entries
    needs: Needs
    spots: Spots
    steps: Steps
    ways: Ways
    ground: Ground

    @cached_property
    def has_way(self) -> Bools:
        """Whether people can go anywhere, shape (needs,)."""
        found = np.zeros(len(self.needs.people), np.bool_)
        found[self.ways.need] = True
        return found

    @cached_property
    def ever_at(self) -> Bools:
        """Whether some life is at a spot in some listed year, shape (spots,)."""
        return np.asarray(self.steps.reached.any(axis=1))

    @cached_property
    def trails(self) -> Trails:
        """What facilities have behind them, year by year."""
        rules = ("minimum_size", "classes")
        tells = any(rule.apply == "new_only" for name in rules if (rule := self.enforced(name)) is not None)
        return trails_of(self.entries, self.spots, self.steps, tells_touched=tells)

    @cached_property
    def deciding(self) -> Ints:
        """Index of the listed year whose trail bounds who enters, shape (facilities, entries).

        Who stays needs an open facility in every year; the last one knows of all of them. Where trails are too short
        for that, the last one is taken where the facility is open today and may close, else the last one that knows
        of the first.
        """
        was_open = self.spots.is_open[self.spots.today]
        known = self.entries.year[None] + self.trails.window[:, None]
        return np.where(was_open[:, None], self.entries.last[None], np.minimum(self.entries.last[None], known))

    def enforced(self, name: str) -> Rule | None:
        """Give a rule that plans have to obey; None where it is not there, or only reported."""
        rule = self.question.rules.get(name)
        return None if rule is None or rule.apply == "report" else rule


def parts_of(
    question: Question,
    facilities: Mapping[str, Facility],
    demand: Mapping[Needed, int],
    places: Places,
    attending: Mapping[There, int],
    ground: Ground,
) -> Parts:
    """Take a scenario apart."""
    entries = entries_of(question)
    needs = needs_of(entries, demand)
    spots, steps = lives_of(question, tuple(facilities.values()))
    ways = ways_of(question, places, (entries, needs, spots, steps), attending)
    return Parts(question, entries, needs, spots, steps, ways, ground)
