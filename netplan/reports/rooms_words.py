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
}
