"""Consent: which measures a plan may use, by what those who must agree have said."""

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from netplan.constraints.constraint import Constraint, Forbidden, Kind, Row
from netplan.constraints.never_taken import never_taken
from netplan.decisions import Decisions
from netplan.tables import Consent as Said
from netplan.tables import Tables


class Consent(Constraint):
    """A measure needs the consent (Einvernehmen) of those whose facility it changes.

    step[i] = 0        ∀ measures i with consent[i] > up_to, in the order given, asked, refused

    A measure of which nothing is said needs no consent. Where this rule is not set, refused measures are left
    out and counted. `report` lets every measure in and names those taken without this consent.

    Source: `consent` in `measures.csv`; e.g. BVerfG, 19 Nov 2014, 2 BvL 2/13 on primary schools.
    """

    rule: ClassVar[str] = "consent"
    kind: ClassVar[Kind] = "one facility"
    title: ClassVar[dict[str, str]] = {"de": "Einvernehmen", "en": "Consent"}

    up_to: Literal["given", "asked", "refused"] = "asked"
    """given: only with consent; asked: also where it is not yet given; refused: also against a refusal."""

    @property
    def lets_refused_in(self) -> bool:
        """Whether refused measures are there to be taken."""
        return self.up_to == "refused" or self.apply == "report"

    def forbids(self, tables: Tables) -> Forbidden:
        """Return the measures without the consent asked for."""
        return Forbidden(np.zeros(len(tables.pairs.cell), bool), self._lacking(tables))

    def rows(self, decisions: Decisions, tables: Tables) -> Iterator[Row]:
        """Yield one row a measure and year without the consent asked for."""
        yield from never_taken(self._lacking(tables), decisions, tables)

    def _lacking(self, tables: Tables) -> npt.NDArray[np.bool_]:
        return np.asarray(tables.steps.consent > Said[self.up_to.upper()])
