"""What an import made, left out and assumed, as it is printed in German and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netplan.errors import Notice
from netplan.languages import Language, language
from netplan.units import shown_number
from netplan.workspace.found import CARE_HOME, KITA, PRIMARY_SCHOOL

_WORDS: Mapping[str, Mapping[Language, tuple[str, str]]] = {
    "nodes": {"de": ("Knoten", "Knoten"), "en": ("node", "nodes")},
    "edges": {"de": ("Kante", "Kanten"), "en": ("edge", "edges")},
    "cells": {"de": ("Wohnzelle", "Wohnzellen"), "en": ("cell", "cells")},
    "people": {"de": ("Person", "Personen"), "en": ("person", "people")},
    "areas": {"de": ("Planungsraum", "Planungsräume"), "en": ("area", "areas")},
    PRIMARY_SCHOOL: {"de": ("Grundschule", "Grundschulen"), "en": ("primary school", "primary schools")},
    KITA: {"de": ("Kita", "Kitas"), "en": ("Kita", "Kitas")},
    CARE_HOME: {"de": ("Pflegeheim", "Pflegeheime"), "en": ("care home", "care homes")},
}
"""What is counted, one and several."""


@dataclass(frozen=True)
class ImportSummary:
    """What an import made, left out and assumed."""

    folder: Path
    counts: Mapping[str, int]
    """How many nodes, edges, cells, people, areas and facilities by sector the region has."""
    skipped: Mapping[str, int]
    """Objects of the map that became no facility of their own, by reason."""
    kept: tuple[str, ...]
    """Files that were there and were changed by the planner, and so were not written."""
    notices: tuple[Notice, ...]

    def __str__(self) -> str:
        """Write the summary in the language that the environment asks for."""
        return self.told(language())

    def told(self, lang: Language) -> str:
        """Write the summary as lines for people."""
        counted = ", ".join(
            f"{shown_number(number, lang)} {_WORDS[name][lang][number != 1]}" for name, number in self.counts.items()
        )
        told = (f"{notice.code}: {notice.de if lang == 'de' else notice.en}" for notice in self.notices)
        return "\n".join([f"{self.folder}: {counted}", *told])
