"""Carriers: whose facilities a plan may change without asking."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field

from netplan.constraints.constraint import Constraint, Forbidden, Kind, Row
from netplan.constraints.never_taken import never_taken
from netplan.decisions import Decisions
from netplan.tables import CarrierType, Consent, Tables


class Carriers(Constraint):
    """A plan changes facilities of some carriers freely, those of the others only with their consent.

    step[i] = 0        ∀ measures i of facilities f with carrier_type[f] ∉ without_consent and consent[i] ≠ given

    Source: the scenario; e.g. § 4 SGB VIII and § 11 (2) SGB XI: carriers are free to act for themselves.
    """

    rule: ClassVar[str] = "carriers"
    kind: ClassVar[Kind] = "one facility"
    title: ClassVar[dict[str, str]] = {"de": "Trägerhoheit", "en": "Carriers"}

    without_consent: tuple[CarrierType, ...] = Field(min_length=1)
    """Types of carriers whose facilities may be changed without consent."""

    def forbids(self, tables: Tables) -> Forbidden:
        """Return the measures that other carriers have not agreed to."""
        return Forbidden(np.zeros(len(tables.pairs.cell), bool), self._lacking(tables))

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a measure and year that a carrier has not agreed to."""
        yield from never_taken(self._lacking(tables), decisions, tables)

    def _lacking(self, tables: Tables) -> npt.NDArray[np.bool_]:
        steps = tables.steps
        is_free = np.array([kind in self.without_consent for kind in tables.levels.carrier_types], bool)
        return np.asarray(steps.is_measure & ~is_free[steps.facility] & (steps.consent != Consent.GIVEN))
