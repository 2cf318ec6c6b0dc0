"""Faults against the rules of provision, each with the rows that must fail, and no others.

By area: c1, c2, s1, s2 north and c3, c4, s3 south; children 3-5 are 10 and 8, places of kiga:

    2026   north 5 + 5 + 3 (container)   south 0        2027   north 5 + 3   south 5        2028   north 5 + 5   south 5

9 in need of kiga in the north, 4 in the south: 9 and 4 of them, all but c4's 1, have a place. Within 5 min are in
2026 c1 5, c2 4, c3 3; in 2027 c1 4, c2 4, c3 3 (c1's fifth takes 502 s); in 2028 c1 5, c2 4, c3 3.
"""

from tests.audit_region import Edit

_BASE = "base.yaml"
_CONSTRAINTS = "  minimum_size: enforce\n  measures_per_year"


def ruled(rule: str) -> Edit:
    """Let the scenario ask for one rule more."""
    return (_BASE, _CONSTRAINTS, f"  {rule}\n{_CONSTRAINTS}")


PROVISION_KEPT: dict[str, list[Edit]] = {
    "coverage to the place": [ruled("coverage: {least: {kiga: 44.5 %}, by: region}")],
    "coverage of the year before": [ruled("coverage: {last_year: yes, by: region, apply: report}")],
    "the reserve to the place": [ruled("reserve: {share: {kiga: 0 %}}")],
    "the corridor to the place": [
        ruled("places_per_1000: {groups: [3-5], least: {kiga: 722 per 1000}, most: {kiga: 834 per 1000}}")
    ],
    "within the target to the person": [ruled("within_target: {least: {kiga: 84.6 %}, by: region}")],
    "what is built is needed": [ruled("free_capacity: {reach: 5 min}")],
    "a norm instead of a number": [
        ruled("coverage: {least: {kiga: enough}, by: region}"),
        ("kita.yaml", "    target: {value: 5 min}", "    target: {value: 5 min}\n    enough: {value: 44.5 %}"),
    ],
}
"""What the plan keeps, just."""

PROVISION_FAULTS: dict[str, tuple[str, list[Edit]]] = {
    "a place too few for the coverage": ("coverage", [ruled("coverage: {least: {kiga: 72.3 %}, by: region}")]),
    "an area without coverage": ("coverage", [ruled("coverage: {least: {kiga: 1 %}}")]),
    "coverage of an area that falls": ("coverage", [ruled("coverage: {last_year: yes}")]),
    "a place too few for the reserve": ("reserve", [ruled("reserve: {share: {kiga: 0.1 %}}")]),
    "a place below the corridor": (
        "places_per_1000",
        [ruled("places_per_1000: {groups: [3-5], least: {kiga: 723 per 1000}}")],
    ),
    "a place above the corridor": (
        "places_per_1000",
        [ruled("places_per_1000: {groups: [3-5], most: {kiga: 833 per 1000}}")],
    ),
    "a person too few within the target": (
        "within_target",
        [ruled("within_target: {least: {kiga: 84.7 %}, by: region}")],
    ),
    "somebody of an area without a place": ("within_target", [ruled("within_target: {least: {kiga: 75.1 %}}")]),
    "built beside free places": (
        "free_capacity",
        [
            ruled("free_capacity: {reach: 5 min}"),
            (
                "tal/levels.csv",
                "alt,klein,*,8,,90000\n",
                "alt,klein,*,8,,90000\nzu,klein,krippe,2,,\nzu,klein,kiga,7,,\nzu,klein,*,9,,100000\n",
            ),
            ("design/facilities.csv", "2026,zu,klein,kiga,5,4", "2026,zu,klein,kiga,7,4"),
            ("design/facilities.csv", "2026,zu,klein,*,6,4", "2026,zu,klein,*,9,4"),
        ],
    ),
}
"""By name: the row that fails, and the edits."""
