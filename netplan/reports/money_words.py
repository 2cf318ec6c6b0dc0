"""Texts on money, in German and English."""

MONEY_TEXTS: dict[str, tuple[str, str]] = {
    "payers": ("Wer bezahlt", "Who pays"),
    "payers_hint": (
        (
            "Maßnahmen, Zuwendungen und Erlöse nominal und über alle Jahre; Gesamtkosten abgezinst. Zuwendungen "
            "entlasten die Träger und belasten das Land."
        ),
        (
            "Measures, grants and proceeds nominal and over all years; total cost discounted. Grants are taken off "
            "the carriers and borne by the Land."
        ),
    ),
    "payers_table": ("Kosten nach Sicht und Träger", "Cost by view and carrier"),
    "payer": ("Sicht, Träger", "View, carrier"),
    "payer_cost": ("Maßnahmen", "Measures"),
    "payer_grants": ("Zuwendungen", "Grants"),
    "payer_proceeds": ("Erlöse", "Proceeds"),
    "payer_running": ("Betrieb {year} im Jahr", "Running cost in {year}"),
    "payer_present": ("Gesamtkosten", "Total cost"),
    "payer_carriers": ("alle Träger", "all carriers"),
    "payer_land": ("Land", "Land (state)"),
    "payer_transport": ("Beförderung (Landkreis, Stadt)", "Transport (county, town)"),
    "payer_total": ("zusammen", "together"),
}
"""By key: German, English."""
