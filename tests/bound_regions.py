"""Random regions small enough to be listed, written as files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

AREAS = ("Nord", "Süd")
ORDERS = (
    ("cost", "person_minutes"),
    ("beyond_target", "cost"),
    ("open_facilities", "closures", "person_minutes"),
    ("weighted_minutes", "carrier_cost"),
    ("land_cost", "cost_with"),
    ("person_minutes", "longest_way", "cost"),
)


@dataclass(frozen=True)
class Drawn:
    """A region drawn at random: what its files say."""

    model: dict[str, Any]
    scenario: dict[str, Any]
    tables: Mapping[str, list[dict[str, Any]]]


def drawn(seed: int) -> Drawn:
    """Draw a region with up to three services, four years, five facilities; half of all options in each."""
    return _Dice(seed).region()


def write(region: Drawn, root: Path) -> Path:
    """Write a workspace; return the scenario's file."""
    texts = {"models/kita.yaml": _yaml(region.model), "scenarios/plan.yaml": _yaml(region.scenario)}
    for stem, rows in region.tables.items():
        if rows:
            lines = [",".join(rows[0]), *(",".join(str(value) for value in row.values()) for row in rows)]
            texts[f"data/tal/{stem}.csv"] = "\n".join(lines) + "\n"
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "data/tal/SOURCES.md").write_text("# Tal\n\nInvented. CC0.\n", encoding="utf-8")
    return root / "scenarios/plan.yaml"


def _yaml(tree: dict[str, Any]) -> str:
    """Write a tree as JSON, which is YAML too."""
    return json.dumps(tree, ensure_ascii=False, indent=1).replace("true", "yes").replace("false", "no")


class _Dice:
    """Draws a region."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        dice = self.dice
        self.services = ["krippe", "kiga", "hort"][: dice.choice((1, 1, 2, 3))]
        self.has_stay = dice.random() < 1 / 3
        self.years = list(range(2026, 2026 + dice.choice((1, 2, 3, 4))))
        if not self.has_stay and dice.random() < 1 / 2:
            self.years = [2026 + 2 * (year - 2026) for year in self.years]
        self.cells = [f"c{c}" for c in range(dice.randint(3, 8))]
        self.sites = [f"s{j}" for j in range(dice.randint(2, 4))]
        self.facilities = [f"f{f}" for f in range(dice.randint(2, 5))]
        self.has_phase = dice.random() < 1 / 2
        self.has_groups = dice.random() < 1 / 4
        self.levels = ["klein", "mittel", "gross"][: dice.randint(1, 3)]
        self.has_conversion = self.sometimes(0.2)
        self.facility_rows, self.measure_rows = self.draw_facilities(), self.draw_measures()

    def sometimes(self, share: float = 0.5) -> bool:
        return self.dice.random() < share

    def region(self) -> Drawn:
        return Drawn(self.model(), self.scenario(), self.tables())

    def model(self) -> dict[str, Any]:
        dice = self.dice
        both = {"de": "Test", "en": "test"}
        norms = {
            **{f"take_{s}": f"{dice.choice((40, 75, 100))} %" for s in self.services},
            **{f"reach_{s}": f"{dice.choice((8, 12, 20))} min" for s in self.services},
            **{f"least_{s}": f"{dice.choice((1, 2, 4))} persons" for s in self.services},
            "target": "6 min",
            "target_group": "4 min",
            "weight": "150 %",
            "life": "20 years",
            "stay": f"{dice.choice(('2', '3', '2.5'))} years",
            "survival": f"{dice.choice(('90', '100', '104'))} %",
            "foot": "3.6 km/h",
            "far": "300 m",
            "fare": f"{dice.randint(50, 900)}.37 EUR",
        }
        services = {}
        for s in self.services:
            services[s] = {
                "title": both, "modes": ["foot"], "take_up": {"0-5": f"take_{s}"}, "reach": f"reach_{s}",
                "target": "target", "least": f"least_{s}", "transport": {"from": "far", "cost": "fare", "by": "foot"},
            }  # fmt: skip
            if self.has_stay:
                services[s] |= {"stay": "stay", "survival": {"2": "survival"}, "intake": {"0-5": f"take_{s}"}}
        return {
            "sector": "kita", "title": both, "people": both, "services": services,
            "modes": {"foot": {"title": both, "roads": "walk", "speed": "foot"}},
            "groups": {"slow": {"title": both, "target": "target_group", "weight": "weight"}},
            "levels": self.standard_levels(both),
            "norms": {"all": {name: {"value": value} for name, value in norms.items()}},
            "constraints": {"reach": "enforce", "places": "enforce"},
            "goals": ["unserved", "cost"],
        }  # fmt: skip

    def standard_levels(self, both: dict[str, str]) -> dict[str, Any]:
        dice = self.dice
        per_person = {s: f"{dice.choice((0, 120, 333))}.50 EUR" for s in self.services} if self.sometimes() else {}
        found: dict[str, Any] = {}
        for number, name in enumerate(self.levels, 1):
            places = {s: f"{number * dice.randint(2, 6)} persons" for s in self.services}
            found[name] = {"title": both, "places": places, "running": f"{number * dice.randint(20, 90)}000.49 EUR"}
            if self.sometimes():
                found[name]["total"] = f"{number * dice.randint(2, 7)} persons"
            if self.sometimes():
                found[name]["least_total"] = f"{dice.randint(1, 2)} persons"
            if self.sometimes():
                found[name]["least"] = {self.services[0]: f"{dice.randint(0, 2)} persons"}
            if self.sometimes():
                found[name]["land"] = "1234.56 EUR"
            found[name]["site_rooms"] = number
            found[name] |= {"life": "life"} | ({"per_person": per_person} if per_person else {})
        if self.has_phase:
            places = {s: f"{dice.randint(1, 4)} persons" for s in self.services}
            phase = {"years": dice.choice((1, 2)), "then": dice.choice((self.levels[0], "closed"))}
            found["container"] = {"title": both, "places": places, "running": "9000 EUR", "phase": phase}
            found["container"] |= {"per_person": per_person} if per_person else {}
        if self.has_stay:
            phase = {"years": 2, "then": "closed", "run_out": True}
            places = dict.fromkeys(self.services, "4 persons")
            found["aus"] = {"title": both, "places": places, "intake": False, "running": "8000 EUR", "phase": phase}
            found["aus"] |= {"per_person": per_person} if per_person else {}
        return found

    def scenario(self) -> dict[str, Any]:
        dice = self.dice
        order = list(dice.choice(ORDERS))
        goals: list[Any] = ["unserved"]
        for name in order:
            view = {"carrier_cost": "carrier", "land_cost": "land"}.get(name)
            rates = {"person_minutes": "0.37 EUR per person-minute", "closures": "5000.005 EUR per closure"}
            if name == "cost_with":
                goals.append({"cost_with": rates | {"beyond_target": "12.3 EUR per person"}})
            else:
                goals.append({"cost": {"view": view}} if view else name)
        said: dict[str, Any] = {
            "title": {"de": "Plan", "en": "plan"}, "region": "tal", "sector": "kita", "norms": "all",
            "years": self.years, "span": 1 if self.has_stay else dice.choice((1, 2, 3)),
            "constraints": self.rules(), "goals": goals,
            "cost": {
                "discount_rate": f"{dice.choice((0, 2, 3.5))} %", "base_year": dice.choice((2025, 2026, 2028)),
                "residual": self.sometimes(), "transport": self.sometimes(),
            },
        }  # fmt: skip
        said |= {"cohorts": True} if self.has_stay else {}
        said |= {"groups": ["slow"]} if self.has_groups else {}
        said |= {"unserved": "none"} if self.sometimes(0.25) else {}
        return said

    def rules(self) -> dict[str, Any]:
        dice = self.dice
        budget: dict[str, Any] = {"total": f"{dice.randint(100, 900)}000.75 EUR"}
        if self.sometimes():
            budget["per_year"] = f"{dice.randint(50, 500)} kEUR"
        if len(self.years) > 1 and self.sometimes():
            budget["periods"] = {f"{self.years[0]}-{self.years[-1]}": f"{dice.randint(100, 800)} kEUR"}
        budget |= {key: True for key in ("running", "proceeds", "grants") if self.sometimes(0.3)}
        if self.sometimes(0.3):
            budget["lines"] = {"dach": {"total": f"{dice.randint(50, 300)} kEUR", "running": self.sometimes()}}
        programme: dict[str, Any] = {"rate": "40 %", "most": "50000.25 EUR"}
        programme |= {"total": "80 kEUR"} if self.sometimes() else {}
        may: dict[str, Any] = {
            "minimum_size": dice.choice(("enforce", "new_only", "report")),
            "locks": dice.choice(("enforce", "report")),
            "budget": budget,
            "open_facilities": {"most": dice.randint(1, 5), "least": 1, "from": self.years[-1]},
            "measures_per_year": {"most": dice.randint(1, 2)},
            "measures_per_area": {"per_year": 1, "total": {"Nord": 1, "*": 2}},
            "carrier_share": {
                "carrier_type": "municipal",
                "least": "30 %",
                "of": dice.choice(("places", "facilities")),
            },
            "consent": {"up_to": dice.choice(("given", "asked", "refused"))},
            "carriers": {"without_consent": ["municipal"]},
            "grants": {"programmes": {"bau": programme}},
            "assignment": {self.services[0]: "whole_cells"},
            "lasting": {"years": f"{dice.randint(1, 3)} years"},
            "shared_rooms": "enforce",
            "reserve": {"share": f"{dice.randint(1, 10)} %", "by": dice.choice(("area", "region", "both"))},
            "coverage": {"least": f"{dice.randint(1, 10)} %", "last_year": self.sometimes()},
            "places_per_1000": {"groups": ["0-5"], "least": "100 per 1000", "most": "900 per 1000"},
            "within_target": {"least": f"{dice.randint(20, 80)} %", "by": dice.choice(("area", "region", "both"))},
            "measure_links": {"links": self.links()},
        }
        pair = {self.facilities[0]: self.facilities[-1]}
        may |= {"conversions": {"into": pair}} if self.has_conversion else {}
        may |= {} if self.has_stay else {"branches": {"of": pair}}
        if len(self.services) > 1:
            service, pupils = self.services[:2]
            by = dice.choice(("site", "area", "region"))
            may["places_for_pupils"] = {"service": service, "pupils": pupils, "share": "33 %", "by": by}
        chances = dict.fromkeys(("lasting", "branches", "measure_links", "places_per_1000"), 0.15) | {
            "reserve": 0.05,
            "coverage": 0.05,
            "assignment": 0.0 if self.has_groups else 0.3,
            "carriers": 0.25,
            "consent": 0.3,
            "carrier_share": 0.3,
        }
        drawn = {name: rule for name, rule in may.items() if self.sometimes(chances.get(name, 0.5))}
        return {name: rule for name, rule in drawn.items() if rule != {"links": []}}

    def links(self) -> list[dict[str, Any]]:
        known = {row["facility"]: {"facility": row["facility"], "to": row["to"]} for row in self.measure_rows}
        named = [{"facility": row["facility"], "measure": row["measure"]} for row in self.measure_rows[:2]]
        names = list(known.values())
        found: list[dict[str, Any]] = [{"exactly_one": named}] if len(named) > 1 else []
        if len(names) > 1:
            one, other = names[0], names[-1]
            found += [
                {"if": one, "then": other, "within": "1 years"},
                {"if": other, "then": one, "earlier": "1 years"},
                {"at_most_one": names},
                {"sequence": [one, other]},
                {"together": [one, other]},
            ]
        return found

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        dice, area = self.dice, {}
        for c in self.cells:
            area[c] = AREAS[0] if c == "c0" else AREAS[1] if c == "c1" else dice.choice(AREAS)
        cells = [{"cell": c, "area": area[c], "lon": 12.0 + i / 100, "lat": 51.0} for i, c in enumerate(self.cells)]
        people = [
            {"cell": c, "age_group": "0-5", "year": year, "people": dice.randint(0, 6)}
            for c, year in product(self.cells, self.years)
        ]
        sites = [
            {
                "site": s,
                "name": s,
                "lon": 12.0,
                "lat": 51.0,
                "area": dice.choice(AREAS),
                "rooms": dice.choice(("", 3, 6)),
            }
            for s in self.sites
        ]
        travel = [
            {"cell": c, "site": s, "mode": "foot", "travel_s": seconds, "metres": seconds}
            for c, s in product(self.cells, self.sites)
            if self.sometimes(0.8)
            for seconds in [dice.randint(20, 900)]
        ]
        groups = [{"group": "slow", "area": a, "cell": "", "service": "", "share_percent": 40} for a in AREAS]
        return {
            "cells": cells, "people": people, "sites": sites, "travel": travel, "facilities": self.facility_rows,
            "measures": self.measure_rows, "groups": groups if self.has_groups else [],
        }  # fmt: skip

    def draw_facilities(self) -> list[dict[str, Any]]:
        dice = self.dice
        rows: list[dict[str, Any]] = [
            {
                "facility": f, "site": dice.choice(self.sites), "sector": "kita", "carrier": "Stadt",
                "carrier_type": dice.choice(("municipal", "welfare")),
                "level_today": dice.choice(("closed", *self.levels)),
                "lock": dice.choice(("", "", "keep", "never", f"close by {self.years[-1]}")),
                "line": "dach" if f == "f0" else dice.choice(("", "dach")),
            }
            for f in self.facilities
        ]  # fmt: skip
        if self.has_conversion:
            rows[-1] |= {"site": rows[0]["site"], "level_today": "closed"}
        for row in rows:
            if (row["lock"] == "keep") == (row["level_today"] == "closed"):
                row["lock"] = ""
        return rows

    def draw_measures(self) -> list[dict[str, Any]]:
        dice = self.dice
        found: list[dict[str, Any]] = []
        levels = ["closed", *self.levels]
        ends = list(product(levels, levels)) + [("closed", "container")] * self.has_phase
        ends += [(level, "aus") for level in self.levels] * self.has_stay
        for f in self.facilities:
            for before, after in ends:
                if before == after or (found and self.sometimes(0.4)):
                    continue
                first, last = dice.choice((("", ""), ("", ""), (self.years[-1], ""), ("", self.years[0])))
                found.append({
                    "facility": f, "measure": f"{before} zu {after}", "from": before, "to": after,
                    "cost_eur": f"{dice.randint(1, 400)}000.{dice.choice(('00', '07', '50'))}",
                    "lead_years": dice.choice((0, 0, 1)), "first_year": first,
                    "last_year": last,
                    "consent": dice.choice(("", "given", "asked", "refused")),
                    "under_way": dice.choice(("", "", "yes")),
                    "proceeds_eur": dice.choice((0, 0, "1500.33")), "line": dice.choice(("", "", "dach")),
                })  # fmt: skip
        return found
