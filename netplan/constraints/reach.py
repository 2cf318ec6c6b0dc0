"""Reach: nobody is sent farther than the norm."""

from typing import ClassVar

import numpy as np

from netplan.constraints.constraint import Apply, Constraint, Forbidden, Kind
from netplan.tables import Tables


class Reach(Constraint):
    """A way longer than the service's norm does not exist.

    go[c,f,s,t] exists  ⇔  seconds[c,f,s] ≤ reach[s]        ∀ c, f, s

    Source: norm `reach` of the service, e.g. OVG Rheinland-Pfalz 7 B 10851/19 for Kitas.
    """

    rule: ClassVar[str] = "reach"
    kind: ClassVar[Kind] = "couples people"
    may: ClassVar[tuple[Apply, ...]] = ("enforce",)
    title: ClassVar[dict[str, str]] = {"de": "Erreichbarkeit", "en": "Reach"}

    def forbids(self, tables: Tables) -> Forbidden:
        """Return the pairs that are too far apart."""
        pairs = tables.pairs
        far = pairs.seconds > tables.reach
        return Forbidden(far, np.zeros(len(tables.steps.facility), bool))
