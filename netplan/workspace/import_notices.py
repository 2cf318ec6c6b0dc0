"""What an importer must know: what was left out, cut off, merged or assumed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from netplan.inputs.ages import ages_of, assumed_shares
from netplan.inputs.area_people import AreaPeople
from netplan.inputs.extract import Extract
from netplan.inputs.findings import Findings
from netplan.inputs.grid import Grid
from netplan.languages import Language
from netplan.travel import REASONS, Points, Roads, TravelMode, join
from netplan.workspace.found import Found
from netplan.workspace.residents import CELL_M, Residents, Shares
from netplan.workspace.streets import Streets

_REASONS_DE: Mapping[str, str] = {
    "after-school care (Hort)": "Hort",
    "ambulant service": "ambulanter Dienst",
    "assisted living": "betreutes Wohnen",
    "child care of another kind": "andere Kinderbetreuung",
    "cut off at the edge of the extract": "am Rand abgeschnitten",
    "merged into a campus": "mit einem Campus zusammengefasst",
    "other school": "andere Schule",
    "part of another school": "Teil einer anderen Schule",
    "social facility for others than seniors": "soziale Einrichtung nicht für Senioren",
    "social facility of another kind": "andere soziale Einrichtung",
}
_SHOWN = 12


def note_streets(extract: Extract, network: Streets, findings: Findings) -> None:
    """Say where the map was cut."""
    if network.cut_ways:
        findings.notice(
            "NP-W110",
            f"{network.cut_ways} Wege der Karte sind abgeschnitten ({network.missing_nodes} Knoten fehlen); "
            "am Rand können Wege länger erscheinen, als sie sind.",
            f"{network.cut_ways} ways of the map are cut off ({network.missing_nodes} nodes are missing); "
            "near the border ways may look longer than they are.",
        )
    if not network.edges["u"].size:
        mend = "Give an extract with streets (tag highway)."
        findings.fault(extract.source, None, "", None, "the map has no street", mend, "NP-I101")
        findings.raise_faults()


def note_facilities(found: Sequence[Found], skipped: Mapping[str, int], findings: Findings) -> None:
    """Say what became no facility, and whose kind or carrier is doubtful."""
    if skipped:
        findings.notice(
            "NP-W109",
            "Nicht als Einrichtung übernommen: " + ", ".join(f"{n} × {_REASONS_DE[why]}" for why, n in skipped.items()),
            "Not taken as facilities: " + ", ".join(f"{n} × {why}" for why, n in skipped.items()),
        )
    doubtful = [item.name for item in found if item.is_doubtful]
    if doubtful:
        findings.notice(
            "NP-W101",
            f"Bei {len(doubtful)} Schulen ist unklar, ob sie Grundschulen sind: {_listed(doubtful, 'de')}. "
            "Andere löschen.",
            f"{len(doubtful)} schools do not say whether they are primary: {_listed(doubtful, 'en')}. "
            "Delete the others.",
        )
    unknown = [item.facility for item in found if not item.carrier_type]
    if unknown:
        findings.notice(
            "NP-W113",
            f"Von {len(unknown)} Einrichtungen ist der Träger unbekannt: {_listed(unknown, 'de')}.",
            f"The carrier of {len(unknown)} facilities is unknown: {_listed(unknown, 'en')}.",
        )


def note_population(people: Grid | AreaPeople, shares: Shares, findings: Findings) -> None:
    """Say what is assumed of ages and what the statistical office kept secret."""
    if people.suppressed:
        findings.notice(
            "NP-W111",
            f"{people.file}: {people.suppressed} geheim gehaltene Werte zählen als 0.",
            f"{people.file}: {people.suppressed} suppressed values count as 0.",
        )
    split = [name for name in people.classes if len(shares[name]) > 1]
    own = any(shares[name] != _assumed(name) for name in split)
    if split and not own:
        findings.notice(
            "NP-W108",
            f"Altersklassen sind nach dem Altersaufbau Deutschlands aufgeteilt (angenommen): {_listed(split, 'de')}. "
            "Ändern: age_classes.yaml.",
            f"Age classes are shared like Germany's people by age (assumed): {_listed(split, 'en')}. "
            "To change: age_classes.yaml.",
        )
    if isinstance(people, Grid) and people.size_m > CELL_M:
        findings.notice(
            "NP-W114",
            f"Die Zellen sind {people.size_m} m groß; Wege beginnen in ihrer Mitte und sind ungenau.",
            f"The cells are {people.size_m} m wide; ways begin in their middle and are rough.",
        )


def note_unjoined(network: Streets, found: Sequence[Found], residents: Residents | None, findings: Findings) -> None:
    """Name the cells and facilities that lie too far from every path."""
    roads = Roads.of_columns(network.nodes, network.edges)
    foot = TravelMode("walk", "walk", Fraction(4), Fraction(4))
    ids, lon, lat = (tuple(getattr(item, name) for item in found) for name in ("facility", "lon", "lat"))
    points = [Points(ids, np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64))]
    if residents:
        points.append(Points(residents.cells, residents.lon, residents.lat))
    for group in points:
        reason = join(group, roads, foot).reason
        lost = [f"{name} ({REASONS[why]['de']})" for name, why in zip(group.ids, reason, strict=True) if why]
        english = [f"{name} ({REASONS[why]['en']})" for name, why in zip(group.ids, reason, strict=True) if why]
        if lost:
            findings.notice(
                "NP-W115",
                f"Zu Fuß nicht angebunden: {_listed(lost, 'de')}.",
                f"Not joined on foot: {_listed(english, 'en')}.",
            )


def _assumed(name: str) -> Mapping[str, Fraction]:
    ages = ages_of(name)
    return assumed_shares(ages) if ages else {}


def _listed(names: Sequence[str], lang: Language) -> str:
    more = "weitere" if lang == "de" else "more"
    rest = f" … ({len(names) - _SHOWN} {more})" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + rest
