"""Write SOURCES.md: where an imported region comes from, under which licence, and what is assumed."""

from typing import Protocol

from netplan.inputs.extract import Extract
from netplan.workspace.assumed import CLOSURE_EUR, EXTENSION_EUR, LEVEL, REDUCTION_EUR, Assumed
from netplan.workspace.residents import Residents


class Imported(Protocol):
    """What SOURCES.md tells of an import."""

    @property
    def extract(self) -> Extract:
        """The map."""

    @property
    def residents(self) -> Residents | None:
        """The people in their cells."""

    @property
    def population(self) -> str:
        """Name of the population file."""

    @property
    def areas_file(self) -> str:
        """Name of the file of planning areas."""

    @property
    def assumed(self) -> Assumed | None:
        """Places, costs and measures that nobody has confirmed."""


def sources(imported: Imported) -> str:
    """Write where the tables come from, as Markdown."""
    extract = imported.extract
    dated = f", newest object of {extract.date}" if extract.date else ", date unknown"
    lines = [
        "# Sources",
        "",
        "Made by `netplan import`. Complete it when you correct a table: source, date, licence, who decided.",
        "",
        "| file | source | licence |",
        "|---|---|---|",
        f"| roads.gpkg, sites.csv, facilities.csv | {extract.source}{dated} | © OpenStreetMap contributors, ODbL 1.0 |",
    ]
    if imported.residents is not None:
        years = ", ".join(map(str, imported.residents.years))
        lines.append(f"| cells.csv, people.csv | {imported.population}, {years} | {_licence(imported.population)} |")
    if imported.areas_file:
        lines.append(f"| areas.gpkg | {imported.areas_file} | write here what its owner asks for |")
    elif imported.residents is not None:
        lines.append("| areas.gpkg | one area drawn around all cells by netplan | – |")
    lines += [
        "",
        "Whoever shows roads or facilities must name © OpenStreetMap contributors (ODbL 1.0, section 4.3).",
        "Barriers and turn restrictions of the map are not used; ways are split at junctions.",
        "",
        "## Assumed",
        "",
    ]
    if imported.residents is not None:
        lines.append(
            "- Ages: the file's classes are shared over age groups as age_classes.yaml says, in whole persons."
        )
    if imported.assumed is None:
        lines.append("- Nothing about places: level_today is empty until somebody writes it.")
    else:
        lines += _assumptions(imported.assumed)
    return "\n".join(lines) + "\n"


def _assumptions(assumed: Assumed) -> list[str]:
    sizes = sorted(set(assumed.level_by_facility.values()))
    money = "; ".join(
        f"{sector}: extension {EXTENSION_EUR[sector]} EUR a place, closure {CLOSURE_EUR[sector]} EUR"
        for sector in EXTENSION_EUR
    )
    return [
        f"- Places: level `{LEVEL}` of every facility copies one of its model ({', '.join(sizes)}), the smallest at",
        "  which all facilities of the sector together have places for everybody who needs one. Correct levels.csv.",
        f"- Carriers that the map does not name: municipal. Measures and their costs (2024 prices): {money};",
        f"  reduction {REDUCTION_EUR} EUR. Correct measures.csv.",
    ]


def _licence(population: str) -> str:
    if "zensus" in population.casefold():
        return "© Statistisches Bundesamt (Destatis), Zensus; free with source"
    return "write here what its owner asks for"
