"""A plan as the auditor recomputes it: all that goals, indicators and money count."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from netplan.audit.claim import Assigned, Claim
from netplan.audit.cohorts import years_counted
from netplan.audit.facilities import Facility
from netplan.audit.journeys import cell_of
from netplan.audit.levels import Level
from netplan.audit.life import Lives
from netplan.audit.people import House
from netplan.audit.question import Question
from netplan.audit.travel import Way


@dataclass(frozen=True)
class Outcome:
    """A plan as recomputed: all that a goal or an indicator counts."""

    question: Question
    facilities: Mapping[str, Facility]
    claim: Claim
    lives: Lives
    houses: list[House]
    seconds: Mapping[Way, int | None]
    social: Mapping[str, str]
    """Class of the social index of each cell's area."""
    far: AbstractSet[Way] = frozenset()
    """Ways of people who are taken to their facility at public cost."""

    def span(self, year: int) -> int:
        """Give the years that a listed year stands for; a year that is not listed stands for none."""
        years = self.question.years
        return self.question.spans[years.index(year)] if year in years else 0

    def stay(self, row: Assigned) -> int:
        """Give the years for which assigned people count: a listed year's span, or all years of their stay."""
        return years_counted(self.question, row)

    def way(self, row: Assigned) -> int:
        """Give the seconds of an assigned row; where the audit finds no way, a fault of its own, those claimed."""
        facility = self.facilities.get(row.facility)
        found = self.seconds.get((row.service, row.cell, facility.site)) if facility else None
        return found if found is not None else row.seconds or 0

    def weight(self, row: Assigned) -> Fraction:
        """Give how much a minute of assigned people counts: by their group, and by the class of their area."""
        own = self.question.journey(row.service, row.cell).weight
        sector = self.question.services[row.service].sector
        return own * self.question.area_weights.get((sector, self.social.get(cell_of(row.cell), "")), Fraction(1))

    def level_at(self, row: Assigned, year: int) -> Level | None:
        """Give the level that the facility of assigned people has in a listed year; None where there is none."""
        facility = self.facilities.get(row.facility)
        if facility is None:
            return None
        at = self.lives.positions[row.facility][1 + self.question.years.index(year)]
        return facility.levels[at.level]

    def transport(self, row: Assigned) -> int:
        """Give what it costs for a year to take one of the assigned people to the facility [cents]."""
        facility = self.facilities.get(row.facility)
        is_taken = facility is not None and (row.service, row.cell, facility.site) in self.far
        return self.question.taken[row.service].cents if is_taken else 0

    @property
    def served(self) -> list[Assigned]:
        """Rows of people who are sent to a facility."""
        return [row for row in self.claim.assigned if row.facility and row.people > 0]
