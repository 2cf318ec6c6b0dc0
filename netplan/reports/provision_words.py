"""Texts on provision, in German and English."""

PROVISION_TEXTS: dict[str, tuple[str, str]] = {
    "provision": ("Versorgung nach Gebiet", "Provision by area"),
    "provision_hint": (
        (
            "Versorgungsgrad (Bedarfsdeckung) = Plätze / Einwohner; Auslastung = Zugeordnete / Plätze; "
            "Betreuungsquote = versorgte Einwohner / Einwohner. Einwohner sind alle der Altersgruppen, mit und "
            "ohne Bedarf. Was eine Anzahl von einer oder zwei Personen verriete, steht als „–“ da."
        ),
        (
            "Coverage = places / residents; utilisation = assigned / places; participation = residents with a "
            "place / residents. Residents are all of the age groups, in need or not. What would tell a count of "
            "one or two people is written as “–”."
        ),
    ),
    "provision_table": (
        "{title}: Plätze und Menschen nach Gebiet und Jahr",
        "{title}: places and people by area and year",
    ),
    "residents": ("Einwohner der Altersgruppen", "Residents of the age groups"),
    "served_residents": ("Versorgte Einwohner", "Residents with a place"),
    "served_elsewhere": ("davon in anderen Gebieten", "of them in other areas"),
    "guests": ("Aus anderen Gebieten", "From other areas"),
    "coverage": ("Versorgungsgrad", "Coverage"),
    "utilisation": ("Auslastung", "Utilisation"),
    "participation": ("Betreuungsquote", "Participation"),
    "whole_region": ("ganze Region", "whole region"),
    "corridor": ("Bedarfskorridor (Empfehlung)", "Corridor of need (recommendation)"),
    "corridor_hint": (
        (
            "Plätze je 1.000 Personen der gezählten Altersgruppen. Der Korridor ist eine Empfehlung: "
            "Er ordnet nichts an, und Einrichtungen versorgen auch ihr Umland."
        ),
        (
            "Places for 1,000 persons of the age groups counted. The corridor is a recommendation: "
            "it orders nothing, and facilities serve their surroundings too."
        ),
    ),
    "corridor_table": (
        "Plätze und Bedarfskorridor nach Angebot, Gebiet und Jahr",
        "Places and corridor of need by service, area and year",
    ),
    "people_counted": ("Personen der Altersgruppen", "Persons of the age groups"),
    "corridor_low": ("Korridor von", "Corridor from"),
    "corridor_high": ("bis", "to"),
    "corridor_gap": ("Lücke (−), Überhang (+)", "Gap (−), surplus (+)"),
    "need_corridor": ("Bedarf und Lücken (Empfehlung)", "Need and gaps (advice)"),
    "need_corridor_hint": (
        (
            "Bedarf bei niedriger und bei hoher Inanspruchnahme gegen die Plätze im Gebiet. Standorte sind ein Rat an "
            "Träger, keine Anordnung; Einrichtungen versorgen auch ihr Umland."
        ),
        (
            "Need where take-up is low and where it is high, against the places of the area. Sites are advice to "
            "carriers, no order; facilities serve their surroundings too."
        ),
    ),
    "need_corridor_table": (
        "Bedarfskorridor, Plätze und Lücke nach Angebot, Gebiet und Jahr",
        "Corridor of need, places and gap by service, area and year",
    ),
    "need_low": ("Bedarf von", "Need from"),
    "need_high": ("bis", "to"),
    "advised_sites": ("Empfohlene Standorte", "Advised sites"),
    "further_sites": ("Weitere mögliche", "Further possible ones"),
    "free_capacity": ("Nachweis freier Kapazitäten", "Proof of free capacity"),
    "free_capacity_hint": (
        (
            "Zu jedem Neubau und jeder Erweiterung: die Einrichtungen, die Menschen aus ihrem Umkreis auf "
            "zumutbarem Weg erreichen, und deren freie Plätze im Jahr der Wirkung, in dieser Variante und in "
            "„{base}“. Zumutbar ist der Weg der Regel free_capacity, sonst die Zielzeit (§ 6 Abs. 2 "
            "SächsSchulnetzVO)."
        ),
        (
            "For each new building and extension: the facilities that people around it reach within a "
            "reasonable way, and their free places in the year from which it holds, in this variant and in "
            "“{base}”. Reasonable is the way of the rule free_capacity, else the target time (§ 6(2) "
            "SächsSchulnetzVO)."
        ),
    ),
    "free_capacity_table": ("Freie Plätze im Umkreis von Neubau und Erweiterung", "Free places near what is built"),
    "places_added": ("Neue Plätze", "Places added"),
    "people_near": ("Bedarf im Umkreis", "Need nearby"),
    "near_facility": ("Einrichtung im Umkreis", "Facility nearby"),
    "free_places": ("Frei", "Free"),
    "free_before": ("Frei im Vergleich", "Free in the baseline"),
    "none_near": ("keine", "none"),
}
