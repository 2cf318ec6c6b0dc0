"""Texts on shared rooms, in German and English."""

ROOMS_TEXTS: dict[str, tuple[str, str]] = {
    "rooms": ("Gemeinsame Räume", "Shared rooms"),
    "rooms_hint": (
        "Einrichtungen an einem Standort teilen sich dessen Räume. Ein Neubau mit eigenen Räumen zählt nicht mit.",
        "Facilities at one site share its rooms. A new building with rooms of its own does not count.",
    ),
    "rooms_table": ("Räume nach Standort und Jahr", "Rooms by site and year"),
    "site": ("Standort", "Site"),
    "rooms_by_facility": ("belegt durch", "taken by"),
    "rooms_taken": ("belegt", "Taken"),
    "rooms_there": ("vorhanden", "Available"),
    "rooms_free": ("frei", "Free"),
    "branch_of": ("Außenstelle von {name}", "branch of {name}"),
    "conversions": ("Umwandlungen", "Conversions"),
    "conversions_hint": (
        "Eine Umwandlung sind zwei Maßnahmen in einem Haus: Die eine Einrichtung schließt, die andere öffnet.",
        "A conversion is two measures in one house: one facility closes, another one opens.",
    ),
    "conversions_table": ("Häuser, die eine andere Einrichtung nutzt", "Houses that another facility takes"),
    "closes": ("schließt", "Closes"),
    "becomes": ("wird zu", "Becomes"),
    "opens": ("öffnet", "Opens"),
    "cost_of_both": ("Kosten beider Maßnahmen", "Cost of both measures"),
}
