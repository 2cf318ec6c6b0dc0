"""Texts on areas by social index, in German and English."""

SOCIAL_TEXTS: dict[str, tuple[str, str]] = {
    "social": ("Gebiete nach Sozialindex", "Areas by social index"),
    "social_hint": (
        (
            "Die Gebiete mit der höchsten sozialen Belastung zuerst. Der Anteil innerhalb der Zielzeit zählt alle mit "
            "Bedarf, jede Zielgruppe mit ihrer eigenen Zielzeit; der Abstand ist er weniger dem der ganzen Region. Was "
            "eine Anzahl von einer oder zwei Personen verriete, steht als „–“ da."
        ),
        (
            "Areas with the highest social burden first. The share within the target time counts all in need, each "
            "target group with its own target; the gap is that share less the one of the whole region. What would "
            "tell a count of one or two people is written as “–”."
        ),
    ),
    "social_table": (
        "Wie es den Gebieten {year} geht, nach Sozialindex",
        "How areas fare in {year}, by social index",
    ),
    "social_index": ("Sozialindex", "Social index"),
    "social_class": ("Klasse", "Class"),
    "share_within": ("Innerhalb der Zielzeit", "Within the target time"),
    "gap_to_all": ("Abstand zu allen", "Gap to everybody"),
}
"""German and English by key."""
