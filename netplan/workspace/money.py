"""Money of a region: what has to fit together before it is added up."""

from collections.abc import Mapping

from netplan.case.lines import LevelLine
from netplan.inputs.findings import Findings
from netplan.workspace.rows import FacilityRow


def check_per_person(row: FacilityRow, levels: Mapping[str, LevelLine], findings: Findings) -> None:
    """Check that a person costs the same at every level of a facility: else cost would be a product of decisions."""
    first: dict[str, tuple[str, int]] = {}
    for name, level in levels.items():
        for service in (service for service, places in level.places.items() if places):
            cents = level.per_person.get(service, 0)
            other, known = first.setdefault(service, (name, cents))
            if cents != known:
                what = (
                    f"a person of {service} costs {known / 100:.2f} EUR a year at {other}, {cents / 100:.2f} at {name}"
                )
                mend = "Write one per_person_eur for all levels of the facility; running_eur may differ by level."
                findings.fault(row.file, row.row, "facility", row.facility, what, mend, "NP-I085")
                break
