"""Every text of a printed comparison, in German and English; the titles of figures stand beside what they count."""

from netplan.languages import Language

_TEXTS: dict[str, tuple[str, str]] = {
    "head_one": ("{year}, verglichen mit {base}", "in {year}, against {base}"),
    "head_last": (
        "im letzten Planungsjahr, verglichen mit {base}",
        "in the last listed year, against {base}",
    ),
    "asked": ("{name} wurde anders gefragt als {base}:", "{name} was asked differently than {base}:"),
    "differs": ("{name} unterscheidet sich von {base} bei {count}:", "{name} differs from {base} in {count}:"),
    "facility": ("1 Einrichtung", "1 facility"),
    "facilities": ("{count} Einrichtungen", "{count} facilities"),
    "level": ("{year} {after} (nicht {before})", "{year} {after} (not {before})"),
    "closed": ("geschlossen", "closed"),
    "none": ("nichts", "none"),
    "file": ("Datei", "file"),
    "norm": ("Norm", "norm"),
    "rule": ("Regel", "rule"),
    "goals": ("Ziele", "goals"),
    "people": ("Bedarf", "people"),
    "spread": ("Bedarf: über die Wohnzellen anders verteilt", "people: spread differently over the cells"),
}


def text(key: str, lang: Language, **inserts: object) -> str:
    """Return a text, with its inserts."""
    return _TEXTS[key][0 if lang == "de" else 1].format(**inserts)
