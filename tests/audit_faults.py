"""Faults planted in a run folder or in the files it was made from, each with the rows that must fail, and no others."""

from tests.audit_region import Edit

_PLAN, _PEOPLE, _HOUSES = "plan.json", "assignment.csv", "design/facilities.csv"
_RAW_MEASURES, _RAW_FACILITIES = "tal/measures.csv", "tal/facilities.csv"
_CLOSING = (
    '{"facility": "zu", "measure": "Ende", "kind": "close", "from": "klein", "to": "closed", "year": 2027,\n'
    '   "paid_year": 2027, "cost_cents": 5000000}'
)
_DESIGN, _BASE, _MODEL = "design.yaml", "base.yaml", "kita.yaml"


def goal(name: str, was: int, now: int) -> Edit:
    """Let plan.json claim another value of a goal."""
    unit = {"cost": "cents", "person_minutes": "person-seconds", "longest_way": "seconds"}.get(name, "persons")
    said = f'"goal": "{name}", "unit": "{unit}", "value": '
    return (_PLAN, f"{said}{was},", f"{said}{now},")


def unserved(now: int) -> Edit:
    """Let plan.json claim that others are unserved, as value, bound and limit."""
    said = '"persons", "value": {0}, "bound": {0}, "limit": {0}'
    return (_PLAN, said.format(5), said.format(now))


FAULTS: dict[str, tuple[str, list[Edit]]] = {
    "one person is missing": (
        "everyone counted",
        [(_PEOPLE, "2028,kiga,c2,mobil,4", "2028,kiga,c2,mobil,3"), (_HOUSES, "2028,mobil,klein,kiga,5,4",
                                                                   "2028,mobil,klein,kiga,5,3")],
    ),
    "one person is too many": (
        "everyone counted",
        [(_PEOPLE, "2028,kiga,c2,mobil,4", "2028,kiga,c2,mobil,5"), (_HOUSES, "2028,mobil,klein,kiga,5,4",
                                                                   "2028,mobil,klein,kiga,5,5")],
    ),
    "the row of the unserved is missing": (
        "everyone counted",
        [(_PEOPLE, "2026,kiga,c4,,1,\n", ""), unserved(4)],
    ),
    "half a person": (
        "whole persons",
        [(_PEOPLE, "2028,kiga,c2,mobil,4,0\n", "2028,kiga,c2,mobil,3.5,0\n2028,kiga,c2,neu,0.5,300\n"),
         (_HOUSES, "2028,mobil,klein,kiga,5,4", "2028,mobil,klein,kiga,5,3.5"),
         (_HOUSES, "2028,neu,klein,kiga,5,3", "2028,neu,klein,kiga,5,3.5"),
         goal("person_minutes", 9450, 9450 + 450)],
    ),
    "a negative person": (
        "whole persons",
        [(_PEOPLE, "2028,kiga,c2,mobil,4,0\n", "2028,kiga,c2,mobil,5,0\n2028,kiga,c2,alt,-1,360\n"),
         (_HOUSES, "2028,mobil,klein,kiga,5,4", "2028,mobil,klein,kiga,5,5"),
         (_HOUSES, "2028,alt,klein,kiga,5,5", "2028,alt,klein,kiga,5,4")],
    ),
    "a row of an unknown cell": ("assignment rows", [(_PEOPLE, "2026,kiga,c4,,1,\n",
                                                      "2026,kiga,c4,,1,\n2026,kiga,c9,alt,0,0\n")]),
    "a row twice": ("assignment rows", [(_PEOPLE, "2028,kiga,c3,neu,3,0\n",
                                         "2028,kiga,c3,neu,2,0\n2028,kiga,c3,neu,1,0\n")]),
    "the unserved travel": ("assignment rows", [(_PEOPLE, "2026,kiga,c4,,1,\n", "2026,kiga,c4,,1,60\n")]),
    "a way one second too short": ("travel", [(_PEOPLE, "2027,kiga,c1,alt,4,112", "2027,kiga,c1,alt,4,111")]),
    "a facility out of reach": (
        "reach",
        [(_PEOPLE, "2027,krippe,c1,alt,1,112", "2027,krippe,c1,neu,1,1012"),
         (_HOUSES, "2027,alt,klein,krippe,3,2", "2027,alt,klein,krippe,3,1"),
         (_HOUSES, "2027,neu,klein,krippe,2,0", "2027,neu,klein,krippe,2,1"),
         goal("person_minutes", 9450, 9450 + 900), goal("beyond_target", 9, 10), goal("longest_way", 600, 1012)],
    ),
    "a cell that is not joined is served": (
        "reach",
        [("tal/cells.csv", "50.03", "50.0095"), (_PEOPLE, "2028,kiga,c4,,1,", "2028,kiga,c4,neu,1,60"), unserved(2),
         (_HOUSES, "2028,neu,klein,kiga,5,3", "2028,neu,klein,kiga,5,4"), goal("person_minutes", 9450, 9450 + 180)],
    ),
    "people at a closed facility": (
        "open doors",
        [(_PEOPLE, "2028,kiga,c2,mobil,4,0\n", "2028,kiga,c2,mobil,3,0\n2028,kiga,c2,zu,1,0\n"),
         (_HOUSES, "2028,mobil,klein,kiga,5,4", "2028,mobil,klein,kiga,5,3"),
         (_HOUSES, "2028,zu,closed,kiga,0,0", "2028,zu,closed,kiga,0,1")],
    ),
    "one more than the places of a service": (
        "places",
        [(_PEOPLE, "2026,kiga,c2,zu,4,0\n", "2026,kiga,c2,zu,3,0\n2026,kiga,c2,alt,1,360\n"),
         (_HOUSES, "2026,zu,klein,kiga,5,4", "2026,zu,klein,kiga,5,3"),
         (_HOUSES, "2026,zu,klein,*,6,4", "2026,zu,klein,*,6,3"),
         (_HOUSES, "2026,alt,klein,kiga,5,5", "2026,alt,klein,kiga,5,6"),
         goal("person_minutes", 9450, 9450 + 360), goal("beyond_target", 9, 10)],
    ),
    "one more than the places in all": ("places", [("tal/levels.csv", "alt,klein,*,8,", "alt,klein,*,7,")]),
    "one fewer than the minimum size of the norm": (
        "minimum_size",
        [(_PEOPLE, "2028,kiga,c3,neu,3,0\n", "2028,kiga,c3,neu,2,0\n2028,kiga,c3,mobil,1,300\n"),
         (_HOUSES, "2028,mobil,klein,kiga,5,4", "2028,mobil,klein,kiga,5,5"),
         (_HOUSES, "2028,neu,klein,kiga,5,3", "2028,neu,klein,kiga,5,2"),
         goal("person_minutes", 9450, 9450 + 900)],
    ),
    "one fewer than the minimum size of the region": ("minimum_size", [("tal/levels.csv", "kiga,5,4,", "kiga,5,5,")]),
    "one fewer than the minimum size in all": ("minimum_size", [("tal/levels.csv", "*,8,,", "*,8,7,")]),
    "a measure before its lead time": ("measures", [(_RAW_MEASURES, "1000000.75,1,2027", "1000000.75,2,2027")]),
    "a measure that is not under way": ("measures", [(_RAW_MEASURES, "given,yes", "given,no")]),
    "a measure that is not listed": ("measures", [(_RAW_MEASURES, "neu,Neubau", "neu,Anderes")]),
    "a refused measure": ("measures", [(_RAW_MEASURES, "2027,,given,\n", "2027,,refused,\n")]),
    "a measure before its first year": ("measures", [(_RAW_MEASURES, "50000,,2027,2027", "50000,,2028,2028")]),
    "a measure after its last year": ("measures", [(_RAW_MEASURES, "50000,,2027,2027", "50000,,2026,2026")]),
    "a kind that is not permitted": ("measures", [(_BASE, "[open, close]", "[open]")]),
    "a level without its measure": (
        "levels",
        [(_PLAN, f",\n  {_CLOSING}", ""),
         ("design/measures.csv", "2027,zu,Ende,close,klein,closed,50000.00,2027\n", ""),
         goal("cost", 235210312, 230210312), (_PLAN, '"bound": 235000000', '"bound": 230000000')],
    ),
    "a level that no facility has": ("levels", [(_PLAN, '"nie": {"2026": "closed"', '"nie": {"2026": "riesig"')]),
    "the closing cost is left out": (
        "payments",
        [(_PLAN, '"cost_cents": 5000000}', '"cost_cents": 0}'), ("design/measures.csv", "50000.00", "0.00")],
    ),
    "paid in the year of effect": (
        "payments",
        [(_PLAN, '"paid_year": 2026', '"paid_year": 2027'), ("design/measures.csv", "1000000.75,2026",
                                                          "1000000.75,2027")],
    ),
    "a closed facility that should be kept": ("locks", [(_BASE, "{alt: keep}", "{alt: keep, nie: keep}")]),
    "open a year after its lock": ("locks", [(_RAW_FACILITIES, "close by 2027", "close by 2026")]),
    "open in spite of never": ("locks", [(_RAW_FACILITIES, "neu,s3,kita,Stadt,municipal,closed,",
                                          "neu,s3,kita,Stadt,municipal,closed,never")]),
    "a phase overstayed": (
        "phases",
        [(_PLAN, '"2027": "container#2"', '"2027": "container#1"'),
         (_PLAN, '"to": "container#2", "year": 2027', '"to": "container#1", "year": 2027'),
         (_PLAN, '"from": "container#2"', '"from": "container#1"'), (_HOUSES, "2027,mobil,container#2",
                                                                   "2027,mobil,container#1")],
    ),
    "a phase left for another level": ("phases", [(_MODEL, "then: klein", "then: gross")]),
    "an automatic step is not listed": (
        "phases",
        [(_PLAN, ',\n  {"facility": "mobil", "from": "container#2", "to": "klein", "year": 2028}', "")],
    ),
    "the budget of a year exceeded by one cent": ("budget per year", [(_DESIGN, "{2026: 1000000.75",
                                                                       "{2026: 1000000.74")]),
    "the budget in all exceeded by one cent": ("budget total", [(_DESIGN, "1050000.75", "1050000.74")]),
    "one measure too many in a year": ("measures_per_year", [(_BASE, "{most: 2}", "{most: 1}")]),
    "one facility too many": ("open_facilities", [(_BASE, "{most: 3, least: 3,", "{most: 2, least: 1,")]),
    "one facility too few": ("open_facilities", [(_BASE, "{most: 3, least: 3,", "{most: 4, least: 4,")]),
    "somebody unserved": ("everyone_served", [(_DESIGN, "based_on: base\n", "based_on: base\nunserved: none\n")]),
    "a value off by one": ("goal person_minutes", [goal("person_minutes", 9450, 9451)]),
    "another base year of the discount": ("goal cost", [(_BASE, "base_year: 2027", "base_year: 2026")]),
    "no discount": ("goal cost", [(_BASE, "discount_rate: 2 %", "discount_rate: 0 %")]),
    "the half cent rounded up": ("goal cost", [goal("cost", 235210312, 235210313)]),
    "another span": ("goal unserved, goal cost, goal person_minutes, goal beyond_target, goal open_facilities",
                     [(_BASE, "span: 3", "span: 1")]),
    "a bound above the value": ("limits", [(_PLAN, '"bound": 9000', '"bound": 9451')]),
    "a value above its limit": ("limits", [(_PLAN, '"limit": 12000', '"limit": 9449')]),
    "a goal that was not asked": ("goals", [(_DESIGN, ", longest_way]", "]")]),
    "measures.csv differs": ("measures.csv", [("design/measures.csv", "1000000.75", "1000000.74")]),
    "facilities.csv differs in people": ("facilities.csv", [(_HOUSES, "2026,alt,klein,kiga,5,5",
                                                             "2026,alt,klein,kiga,5,4")]),
    "facilities.csv differs in its level": ("facilities.csv", [(_HOUSES, "2026,alt,klein,kiga",
                                                                "2026,alt,gross,kiga")]),
    "facilities.csv differs over all services": ("facilities.csv", [(_HOUSES, "2026,zu,klein,*,6,4",
                                                                     "2026,zu,klein,*,7,4")]),
    "facilities.csv lacks a row": ("facilities.csv", [(_HOUSES, "2026,zu,klein,kiga,5,4\n", "")]),
    "the plan of another scenario": ("scenario", [(_PLAN, '"scenario": "design"', '"scenario": "thinning"')]),
    "a plan that is cut off": ("run folder", [(_PLAN, '"year": 2028}]}', '"year": 2028}')]),
}  # fmt: skip
"""By name: the rows that fail, parted by commas, and the edits."""
