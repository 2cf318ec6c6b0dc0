"""Invented German names for places and facilities; any likeness to a real place is chance."""

from itertools import product

import numpy as np

# fmt: off
FIRST = (
    "Alten", "Birken", "Breiten", "Buchen", "Dorn", "Eichen", "Ellern", "Erlen", "Falken", "Forst", "Frauen",
    "Gers", "Grün", "Hain", "Hasel", "Heiden", "Herms", "Hirsch", "Hohen", "Kalten", "Kirch", "Königs", "Langen",
    "Lauter", "Linden", "Mark", "Mühl", "Otten", "Quell", "Rauen", "Reh", "Reichen", "Ried", "Roten", "Sand",
    "Schön", "Schwarz", "Seiffen", "Stein", "Stolzen", "Tannen", "Wald", "Weißen", "Wiesen", "Wind", "Wolfs",
    "Ziegel",
)
LAST = (
    "au", "bach", "berg", "born", "bruch", "brunn", "burg", "dorf", "feld", "furt", "grund", "hain", "hausen",
    "heim", "hof", "leite", "mühle", "ried", "rode", "see", "stein", "tal", "wald", "winkel", "zell",
)
BEFORE = ("", "Ober", "Unter", "Klein", "Groß", "Neu", "Nieder", "Alt", "Hinter", "Mittel")
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "_"})
STREETS = (
    "Hauptstraße", "Dorfstraße", "Schulstraße", "Lindenweg", "Bachgasse", "Gartenstraße", "Bergstraße", "Kirchweg",
    "Feldstraße", "Wiesenweg", "Mühlgasse", "Ringstraße",
)

SCHOOL_QUARTERS = ("", "Am Markt ", "Nord ", "Am Stadtpark ", "Süd ", "An der Aue ", "West ")
KITA_NAMES = (
    "Sonnenschein", "Spatzennest", "Regenbogen", "Zwergenland", "Pusteblume", "Wirbelwind", "Waldwichtel",
    "Bärenhöhle", "Löwenzahn", "Sternschnuppe", "Rappelkiste", "Apfelbäumchen", "Schneckenhaus", "Kunterbunt",
)
HOME_NAMES = ("am Park", "an der Aue", "am Lindenhof", "Abendsonne", "am Mühlbach", "Rosengarten")
OTHER_NAMES = {
    "ktp": "Kindertagespflege", "jt": "Jugendtreff", "bs": "Beratungsstelle", "wfbm": "Werkstatt", "wst": "Wohnstätte",
    "os": "Oberschule", "gy": "Gymnasium", "fsl": "Förderschule Lernen", "fsg": "Förderschule geistige Entwicklung",
}
# fmt: on


def place_names(count: int, seed: int) -> list[str]:
    """Draw so many different names of places; beyond all combinations they are numbered."""
    rng = np.random.default_rng([seed, 2])
    plain = [a + b for a, b in product(FIRST, LAST) if a.lower()[:3] != b[:3]]
    order = rng.permutation(len(plain))
    names = [plain[i] for i in order]
    for before in BEFORE[1:]:
        if len(names) >= count:
            break
        names += [before + plain[i].lower() for i in order]
    stock = len(names)
    return [names[i % stock] + (f"-{i // stock + 1}" if i >= stock else "") for i in range(count)]


def slug(name: str) -> str:
    """Write a name with plain letters for use in an id.

    >>> slug("Großmühl")
    'grossmuehl'
    """
    return name.lower().translate(PLAIN)


def facility_name(prefix: str, carrier_type: str, place: str, number: int) -> str:
    """Name the facility `number` (from 0) of a place after the prefix of its ids and the kind of its carrier."""
    if prefix == "gs":
        kind = {"church": "Evangelische Grundschule", "private": "Freie Grundschule"}
        quarter = SCHOOL_QUARTERS[number % len(SCHOOL_QUARTERS)]
        return f"{kind.get(carrier_type, 'Grundschule')} {quarter}{place}"
    turn = len(place) + 5 * number
    if prefix in OTHER_NAMES:
        quarter = SCHOOL_QUARTERS[number % len(SCHOOL_QUARTERS)]
        return f"{OTHER_NAMES[prefix]} {quarter}{place}"
    if prefix == "kita":
        kind = {"church": "Evangelische Kita", "private": "Naturkita"}
        own = KITA_NAMES[turn % len(KITA_NAMES)]
        return f"{kind.get(carrier_type, 'Kita')} {own} {place}"
    kind = {"church": "Seniorenstift", "municipal": "Städtisches Pflegeheim"}
    own = HOME_NAMES[turn % len(HOME_NAMES)]
    return f"{kind.get(carrier_type, 'Seniorenzentrum')} {own} {place}"


def carrier_name(carrier_type: str, municipality: str, *, town: bool) -> str:
    """Name a carrier: the municipality itself, a parish, a welfare association or a company."""
    return {
        "municipal": f"{'Stadt' if town else 'Gemeinde'} {municipality}",
        "church": f"Kirchgemeinde {municipality}",
        "welfare": "Sozialwerk Musterkreis e. V.",
        "private": f"Freier Träger {municipality} gGmbH",
    }[carrier_type]
