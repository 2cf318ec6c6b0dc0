"""The rules a plan may have to obey: one file, one constraint; here they are listed."""

from collections.abc import Callable, Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from netplan.constraints.assignment import Assignment
from netplan.constraints.block import Block
from netplan.constraints.branches import Branches
from netplan.constraints.budget import Budget
from netplan.constraints.carrier_share import CarrierShare
from netplan.constraints.carriers import Carriers
from netplan.constraints.classes import Classes
from netplan.constraints.consent import Consent
from netplan.constraints.constraint import Apply, Constraint, Forbidden, Row
from netplan.constraints.conversions import Conversions
from netplan.constraints.coverage import Coverage
from netplan.constraints.everyone_served import EveryoneServed
from netplan.constraints.extra_minutes import ExtraMinutes
from netplan.constraints.free_capacity import FreeCapacity
from netplan.constraints.grants import Grants, Programme
from netplan.constraints.group_gap import GroupGap
from netplan.constraints.group_within_target import GroupWithinTarget
from netplan.constraints.lasting import Lasting
from netplan.constraints.locks import Locks
from netplan.constraints.measure_links import MeasureLinks
from netplan.constraints.measures_per_area import MeasuresPerArea
from netplan.constraints.measures_per_year import MeasuresPerYear
from netplan.constraints.minimum_size import MinimumSize
from netplan.constraints.moves import Moves
from netplan.constraints.open_facilities import OpenFacilities
from netplan.constraints.places import Places
from netplan.constraints.places_for_pupils import PlacesForPupils
from netplan.constraints.places_per_1000 import PlacesPer1000
from netplan.constraints.reach import Reach
from netplan.constraints.reserve import Reserve
from netplan.constraints.shared_rooms import SharedRooms
from netplan.constraints.stability import Stability
from netplan.constraints.within_target import WithinTarget
from netplan.constraints.worst_tenth import WorstTenth, counted

__all__ = [
    "COUNTED",
    "Apply",
    "Assignment",
    "Block",
    "Branches",
    "Budget",
    "CarrierShare",
    "Carriers",
    "Classes",
    "Consent",
    "Constraint",
    "Conversions",
    "Coverage",
    "EveryoneServed",
    "ExtraMinutes",
    "Forbidden",
    "FreeCapacity",
    "Grants",
    "GroupWithinTarget",
    "Lasting",
    "Locks",
    "MeasureLinks",
    "MeasuresPerArea",
    "MeasuresPerYear",
    "MinimumSize",
    "Moves",
    "OpenFacilities",
    "Places",
    "PlacesForPupils",
    "PlacesPer1000",
    "Programme",
    "Reach",
    "Reserve",
    "Row",
    "Rules",
    "SharedRooms",
    "Stability",
    "WithinTarget",
    "WorstTenth",
]

COUNTED: Mapping[str, Callable[[], Constraint]] = {"worst_tenth": counted, "group_gap": GroupGap}
"""By goal, the rule whose own decisions it counts, where it is no sum of ways and levels."""


class Rules(BaseModel):
    """What `constraints:` of a model or scenario may say: each rule once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reach: Reach | None = None
    places: Places | None = None
    minimum_size: MinimumSize | None = None
    locks: Locks | None = None
    budget: Budget | None = None
    grants: Grants | None = None
    measures_per_year: MeasuresPerYear | None = None
    measures_per_area: MeasuresPerArea | None = None
    measure_links: MeasureLinks | None = None
    lasting: Lasting | None = None
    consent: Consent | None = None
    carriers: Carriers | None = None
    carrier_share: CarrierShare | None = None
    shared_rooms: SharedRooms | None = None
    conversions: Conversions | None = None
    branches: Branches | None = None
    open_facilities: OpenFacilities | None = None
    everyone_served: EveryoneServed | None = None
    assignment: Assignment | None = None
    stability: Stability | None = None
    coverage: Coverage | None = None
    reserve: Reserve | None = None
    places_per_1000: PlacesPer1000 | None = None
    places_for_pupils: PlacesForPupils | None = None
    within_target: WithinTarget | None = None
    worst_tenth: WorstTenth | None = None
    extra_minutes: ExtraMinutes | None = None
    group_within_target: GroupWithinTarget | None = None
    free_capacity: FreeCapacity | None = None
    classes: Classes | None = None
    moves: Moves | None = None

    def __iter__(self) -> Iterator[Constraint]:  # type: ignore[override]
        """Iterate over the rules that are set, in the order of this list."""
        found = (getattr(self, name) for name in type(self).model_fields)
        return (rule for rule in found if rule is not None)

    def replaced_by(self, other: "Rules") -> "Rules":
        """Return these rules, each replaced by the other's where that sets it."""
        own = {name: getattr(self, name) for name in type(self).model_fields}
        own |= {name: getattr(other, name) for name in other.model_fields_set}
        return Rules.model_construct(**own)
