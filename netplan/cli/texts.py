"""The texts of the command line in German and English."""

from netplan.languages import Language

_TEXTS: dict[str, tuple[str, str]] = {
    "netplan": (
        "Findet den Standortplan für Schulen, Kitas und Pflege und beweist, wie gut er ist.",
        "Find the site plan for schools, Kitas and care facilities, and prove how good it is.",
    ),
    "init": (
        "Einen neuen Arbeitsordner mit Modellen, Szenarien und dem Beispielkreis anlegen.",
        "Begin a workspace: models, scenarios and the example county.",
    ),
    "import": (
        "Eine Region aus OpenStreetMap und einem Bevölkerungsraster anlegen.",
        "Make a region from OpenStreetMap and a population grid.",
    ),
    "show": ("Eine Region, ein Modell oder ein Szenario zeigen.", "Show a region, a model or a scenario."),
    "check": ("Szenarien prüfen, ohne zu rechnen: alle Fehler aller Dateien.", "Check scenarios: all faults at once."),
    "solve": ("Den besten Plan je Szenario suchen, nach results/.", "Find each scenario's best plan, into results/."),
    "compare": ("Gelöste Szenarien nebeneinanderstellen.", "Put solved scenarios side by side."),
    "report": ("Gelöste Szenarien als eine HTML-Datei aufschreiben.", "Write solved scenarios down as one HTML file."),
    "verify": ("Einen Plan aus den Rohdaten nachrechnen.", "Recompute a plan from the raw files."),
    "--bound": ("Auch die Schranken nachrechnen, ohne Löser.", "Recompute the bounds too, without a solver."),
    "--lang": ("Sprache: de oder en.", "Language: de or en."),
    "--seconds": ("Rechenzeit je Szenario [s].", "Time for each scenario [s]."),
    "--gap": ("Zulässige Lücke zum Beweis, als Anteil.", "Gap to the proof that is good enough, as a share."),
    "--seed": ("Startzahl des Zufalls.", "Seed of whatever is random."),
    "--threads": ("Rechenkerne.", "Processor cores to use."),
    "--report-to": ("HTML-Datei, die geschrieben wird.", "The HTML file to write."),
    "--import-to": ("Ordner der Region, z. B. data/meine-stadt.", "The region's folder, e.g. data/my-town."),
    "--population": ("CSV-Raster der Bevölkerung.", "CSV grid of the population."),
    "--areas": ("Planungsräume (GeoPackage, GeoJSON, TopoJSON).", "Planning areas (GeoPackage, GeoJSON, TopoJSON)."),
    "--place": ("Ort, der aus dem Netz geholt wird, statt SOURCE.", "Place to fetch from the network, not SOURCE."),
    "--assume-places": ("Fehlende Plätze annehmen, gekennzeichnet.", "Assume missing places, labelled as such."),
    "begun": ("angelegt. Weiter mit:", "is ready. Next:"),
    "checked": ("ohne Fehler", "no faults"),
    "reading": ("Dateien werden gelesen …", "Reading the files …"),
    "ways": ("Die Wege werden gesucht:", "Searching the ways:"),
    "roads": ("Die Karte wird gelesen …", "Reading the map …"),
    "sending": (
        'Gesendet wird der Name "{place}" an nominatim.openstreetmap.org und sein Umriss an overpass-api.de.',
        'Sends the name "{place}" to nominatim.openstreetmap.org and its outline to overpass-api.de.',
    ),
    "people": ("Die Bevölkerung wird gelesen …", "Reading the population …"),
    "writing": ("Die Region wird geschrieben …", "Writing the region …"),
    "reporting": ("Der Bericht wird geschrieben …", "Writing the report …"),
    "starting": ("beginnt", "starting"),
    "best": ("bester Plan", "best plan"),
    "bound": ("Schranke", "bound"),
    "gap": ("Lücke", "gap"),
    "stopped": ("Angehalten; es gibt keinen Plan.", "Stopped; there is no plan."),
    "audit": ("DIE NACHRECHNUNG WIDERSPRICHT; siehe netplan verify", "THE AUDIT DISAGREES; see netplan verify"),
}


def text(key: str, lang: Language) -> str:
    """Return a text by its key; what is no key is a text already."""
    return _TEXTS[key][0 if lang == "de" else 1] if key in _TEXTS else key
