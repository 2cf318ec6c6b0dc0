"""The German of what `netplan show` prints: labels of a model, and what each rule says."""

import re
from collections.abc import Mapping
from textwrap import wrap

from netplan.german.catalogue import Catalogue, german_numbers
from netplan.german.rule_sources import RULE_SOURCES
from netplan.german.rules_said import RULES_SAY

LABELS: Mapping[str, str] = {
    "Services": "Angebote",
    "Modes": "Verkehrsmittel",
    "Levels": "Stufen",
    "Rules": "Regeln",
    "Target groups": "Zielgruppen",
    "Goals": "Ziele",
    "in this order": "in dieser Reihenfolge",
    "Norms for all": "Normen für alle",
    "Norms {set}": "Normen {set}",
    "Classes {set}": "Klassen {set}",
    "Price index of {kind} ({source}": "Preisindex {kind} ({source:w}",
    "assumed)": "angenommen)",
    "for {people}": "für {people}",
    "by {mode:v}": "mit {mode}",
    "take-up {share}": "Inanspruchnahme {share:n}",
    "reach {norm}": "Reichweite {norm:n}",
    "target {norm}": "Zielzeit {norm:n}",
    "least {norm}": "mindestens {norm:n}",
    "wait {norm}": "Wartezeit {norm:n}",
    "speed {norm}": "Tempo {norm:n}",
    "{title}; roads {mode:v}": "{title}; Straßen {mode}",
    "roads {mode:v}": "Straßen {mode}",
    "corridor of need from {low} to {high} of the need counted": "Bedarfskorridor von {low:n} bis {high:n} des "
    "gezählten Bedarfs",
    "transport from {since} on": "Beförderung ab {since:n}",
    "measured by {mode:v}": "gemessen mit {mode}",
    "at {cost} a year and person": "zu {cost:n} je Jahr und Person",
    "with cohorts: stay {norm}": "nach Jahrgängen: Verweildauer {norm:n}",
    "intake {group}: {norm}": "Eintritt {group}: {norm:n}",
    "survival {grade}: {norm}": "Verbleib {grade}: {norm:n}",
    "as everyone": "wie alle",
    "group {name}: {title}": "Gruppe {name}: {title}",
    "{people} in need in {year:v}": "{people:n} mit Bedarf im Jahr {year}",
    "in all {total} ({source}": "insgesamt {total:n} ({source:w}",
    "in all {total}": "insgesamt {total:n}",
    "{service:v} {n:v} parallel": "{service} {n} Züge",
    "{service:v} {n:v} rooms": "{service} {n} Räume",
    "{service:v} {size} by licence": "{service} {size:n} laut Betriebserlaubnis",
    "{n:v} room of its site": "{n} Raum des Standorts",
    "{n:v} rooms of its site": "{n} Räume des Standorts",
    "{money} a year ({source}": "{money:n} im Jahr ({source:w}",
    "{money} a year": "{money:n} im Jahr",
    "{money} a year and person of {service:v} ({source}": "{money:n} je Jahr und Person von {service} ({source:w}",
    "{money} a year and person of {service:v}": "{money:n} je Jahr und Person von {service}",
    "{years} at most": "höchstens {years:n}",
    "then {level:v} ({source}": "dann {level} ({source:w}",
    "then {level:v}": "dann {level}",
    "no intake ({source}": "keine Aufnahme ({source:w}",
    "no intake": "keine Aufnahme",
    "{service:v} {n:v} persons ({source}": "{service} {n} Personen ({source:w}",
    "{service:v} {n:v} persons": "{service} {n} Personen",
    "{name}: {title} [{unit}]": "{name}: {title} [{unit:w}]",
    "persons": "Personen",
    "person-minutes": "Personenminuten",
    "person-minutes, tenfold": "Personenminuten, zehnfach",
    "facility-years": "Einrichtungsjahre",
    "closures": "Schließungen",
    "+ {name:v} at {rate}": "+ {name} zu {rate:n}",
    "{service:v} 1 parallel": "{service} 1 Zug",
    "up to 1 parallel": "bis zu 1 Zug",
    "law (1 parallel) {places:v}": "Gesetz (1 Zug) {places}",
    "tolerance {amount}": "Toleranz {amount:n}",
    "{rule:v}: enforce": "{rule}: gilt (enforce)",
    "{rule:v}: new_only": "{rule}: gilt für Geändertes (new_only)",
    "{rule:v}: report": "{rule}: wird berichtet (report)",
    # Classes
    "{service:v}: classes of at most {n} persons in {grades} grades": "{service}: Klassen von höchstens {n:t} Personen "
    "in {grades} Jahrgängen",
    "{n:v}": "{n}",
    "up to {n:v} parallel": "bis zu {n} Züge",
    "entry grade: {least:v} to {most:v} persons": "Eingangsjahrgang: {least} bis {most} Personen",
    "{name}: {least:v} to {most:v} persons": "{name}: {least} bis {most} Personen",
    "every number between is possible": "jede Zahl dazwischen ist möglich",
    "{gaps} is not possible": "{gaps:l} ist nicht möglich",
    "{gaps} are not possible": "{gaps:l} sind nicht möglich",
    "over all grades together": "über alle Jahrgänge zusammen",
    "at least {n:v} in all": "insgesamt mindestens {n}",
    "at most {n} in a row": "höchstens {n:n} in Folge",
    "existing facilities only": "nur für bestehende Einrichtungen",
    "{level:v}: {n:v} places of {service:v}": "{level}: {n} Plätze für {service}",
    "stated {n:v}": "genannt {n}",
    "law ({n:v} parallel) {places:v}": "Gesetz ({n} Züge) {places}",
    "rooms {n:v}": "Räume {n}",
    "licence {n:v}": "Betriebserlaubnis {n}",
    "binding: {name:v}": "maßgeblich: {name:w}",
    "stated": "genannt",
    "law": "Gesetz",
    "rooms": "Räume",
    "licence": "Betriebserlaubnis",
}
_LABELS, _SAY = Catalogue(LABELS), Catalogue(RULES_SAY, RULE_SOURCES)
_WIDTH = 115
_NORM = re.compile(r"(\S+ = )([^(]+)(\(.*\))")
_BY_YEAR = re.compile(r"\d{4}: [\d.]+")


def german_line(line: str) -> str:
    """Return a printed line in German, part by part; titles, names and sources stay."""
    text = line.strip()
    space = line[: len(line) - len(line.lstrip())]
    norm = _NORM.fullmatch(text)
    if norm:
        return f"{space}{norm[1]}{german_numbers(norm[2])}{_source(norm[3])}"
    parts = re.split(r"([,;] )", text)
    return space + "".join(part if i % 2 else _part(part) for i, part in enumerate(parts))


def _part(text: str) -> str:
    return german_numbers(text) if _BY_YEAR.fullmatch(text) else _LABELS.german(text)


def _source(text: str) -> str:
    """Return what stands in brackets behind a norm: who says so and since when."""
    if text == "(assumed)":
        return "(angenommen)"
    return re.sub(r", from (\d{4}-\d{2}-\d{2})\)$", r", ab \1)", text)


def german_rule(doc: str) -> str:
    """Return what a rule says in German: its sentences, as far as they are words; formulas stay."""
    return "\n\n".join(map(_paragraph, doc.split("\n\n")))


def _paragraph(text: str) -> str:
    plain = " ".join(text.split())
    if not _SAY.unsaid(plain):
        return "\n".join(wrap(_SAY.german(plain), _WIDTH))
    return text.replace("Source:", "Quelle:", 1) if text.startswith("Source:") else text
