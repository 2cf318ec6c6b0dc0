"""The German of where each rule comes from, by its English paragraph."""

from collections.abc import Mapping

RULE_SOURCES: Mapping[str, str] = {
    "Source: the scenario.": "Quelle: das Szenario.",
    "Source: norm `reach` of the service, e.g. OVG Rheinland-Pfalz 7 B 10851/19 for "
    "Kitas.": "Quelle: Norm `reach` des Angebots, z. B. OVG Rheinland-Pfalz 7 B 10851/19 für Kitas.",
    "Source: operating licence or classes × class size, from `levels.csv` or the model's "
    "levels.": "Quelle: Betriebserlaubnis oder Klassen × Klassengröße, aus `levels.csv` oder den Stufen des Modells.",
    "Source: norm `least` of the service, e.g. § 4a SächsSchulG, or `least` in "
    "`levels.csv`.": "Quelle: Norm `least` des Angebots, z. B. § 4a SächsSchulG, oder `least` in `levels.csv`.",
    "Source: `lock` in `facilities.csv` or `locks` in the scenario.": "Quelle: `lock` in `facilities.csv` oder "
    "`locks` im Szenario.",
    "Source: the council's budget, in the scenario.": "Quelle: der Haushalt des Rates, im Szenario.",
    "Source: the programme, in the scenario.": "Quelle: das Förderprogramm, im Szenario.",
    "Source: the scenario; e.g. subsidies that bind a building to its use for some years.": "Quelle: das Szenario; "
    "z. B. Zuwendungen, die ein Gebäude einige Jahre an seinen Zweck binden.",
    "Source: `consent` in `measures.csv`; e.g. BVerfG, 19 Nov 2014, 2 BvL 2/13 on primary"
    " schools.": "Quelle: `consent` in `measures.csv`; z. B. BVerfG, 19. November 2014, 2 BvL 2/13 zu Grundschulen.",
    "Source: the scenario; e.g. § 4 SGB VIII and § 11 (2) SGB XI: carriers are free to "
    "act for themselves.": "Quelle: das Szenario; z. B. § 4 SGB VIII und § 11 (2) SGB XI: Träger handeln "
    "selbstständig.",
    "Source: the scenario; e.g. diversity of carriers, § 3 SGB VIII.": "Quelle: das Szenario; z. B. Vielfalt der "
    "Träger, § 3 SGB VIII.",
    "Source: the buildings, from `rooms` of `sites.csv` and `site_rooms` of `levels.csv` "
    "or the model's levels.": "Quelle: die Gebäude, aus `rooms` in `sites.csv` und `site_rooms` in `levels.csv` oder "
    "den Stufen des Modells.",
    "Source: the scenario; a school with several houses is one school (e.g. § 62 SchulG "
    "RLP: sites of one school).": "Quelle: das Szenario; eine Schule mit mehreren Häusern ist eine Schule (z. B. § "
    "62 SchulG RLP: Standorte einer Schule).",
    "Source: the scenario's `unserved: none`, e.g. the claim of § 24 SGB VIII.": "Quelle: `unserved: none` im "
    "Szenario, z. B. der Anspruch nach § 24 SGB VIII.",
    "Source: the scenario; Schulbezirke: § 62 SchulG RLP, § 6 SächsSchulnetzVO; "
    "`districts.csv`.": "Quelle: das Szenario; Schulbezirke: § 62 SchulG RLP, § 6 SächsSchulnetzVO; `districts.csv`.",
    "Source: the scenario; districts from `districts.csv`.": "Quelle: das Szenario; Bezirke aus `districts.csv`.",
    "Source: Versorgungsgrad of the Kita-Bedarfsplan of Landkreis Zwickau (planned places"
    " / resident children, at least the rate of the year before), targets of the "
    "Kita-Bedarfsplan of Mainz.": "Quelle: Versorgungsgrad im Kita-Bedarfsplan des Landkreises Zwickau (geplante "
    "Plätze / wohnhafte Kinder, mindestens die Quote des Vorjahres), Ziele des Kita-Bedarfsplans Mainz.",
    "Source: § 80(1) Nr. 3 SGB VIII, provision for unforeseen need.": "Quelle: § 80(1) Nr. 3 SGB VIII, Vorsorge für "
    "unvorhergesehenen Bedarf.",
    "Source: places per 1,000 persons aged 80 and more, e.g. INSEK Zwickau.": "Quelle: Plätze je 1.000 Personen ab "
    "80 Jahren, z. B. INSEK Zwickau.",
    "Source: joint balance of schools and after-school care (§ 23a SächsSchulG: school "
    "plans are coordinated with youth welfare), share as in the Kita-Bedarfsplan of "
    "Landkreis Zwickau.": "Quelle: gemeinsame Bilanz von Schulen und Horten (§ 23a SächsSchulG: Schulnetzplanung ist "
    "mit der Jugendhilfe abzustimmen), Anteil wie im Kita-Bedarfsplan des Landkreises Zwickau.",
    "Source: the scenario; councils ask for e.g. 90 % within a planning value (equal "
    "conditions, Art. 72 GG, § 1 ROG).": "Quelle: das Szenario; Räte fragen z. B. nach 90 % innerhalb eines "
    "Planwerts (gleichwertige Verhältnisse, Art. 72 GG, § 1 ROG).",
    "Source: the scenario; percentiles of ways instead of means: IW 2023, BBSR (domain "
    "practice: P95, persons beyond).": "Quelle: das Szenario; Perzentile der Wege statt Mittelwerten: IW 2023, BBSR "
    "(Praxis: P95, Personen darüber).",
    "Source: the scenario; councils ask how many children have how much farther to go "
    "(MV: Auflagen zur Schulentwicklungsplanung, times before and after a closure).": "Quelle: das Szenario; Räte "
    "fragen, wie viele Kinder wie viel weiter gehen müssen (MV: Auflagen zur Schulentwicklungsplanung, Zeiten vor und"
    " nach einer Schließung).",
    "Source: the scenario; planning for target groups, equal conditions of living (§ 1 "
    "ROG, § 1(3) SGB VIII).": "Quelle: das Szenario; Planung für Zielgruppen, gleichwertige Lebensverhältnisse (§ 1 "
    "ROG, § 1(3) SGB VIII).",
    "Source: § 6(2) SächsSchulnetzVO: before a new school or extension, proof that "
    "neither free room at schools in reasonable distance nor cooperation suffices.": "Quelle: § 6(2) "
    "SächsSchulnetzVO: vor einer neuen Schule oder Erweiterung der Nachweis, dass weder freie Kapazitäten an Schulen "
    "in zumutbarer Entfernung noch Kooperation genügen.",
    "Source: norms of the service, e.g. §§ 4a, 4b SächsSchulG; which regimes are "
    "permitted: the scenario.": "Quelle: Normen des Angebots, z. B. §§ 4a, 4b SächsSchulG; welche Ausnahmen zulässig "
    "sind: das Szenario.",
}
