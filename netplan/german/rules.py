"""The German of what models, rules and goals may not ask: levels, lives, cohorts, classes, rules on measures."""

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    # Levels, measures, locks
    "not the name of the file": "nicht der Name der Datei",
    'Write "{name}".': 'Schreiben Sie "{name}".',
    "no mode of this model": "kein Verkehrsmittel dieses Modells",
    "no service of this model": "kein Angebot dieses Modells",
    "no service of this model that has classes": "kein Angebot dieses Modells, das Klassen hat",
    "no service of the sector": "kein Angebot des Sektors",
    "no service of {sector:v}": "kein Angebot von {sector}",
    "no level of this model": "keine Stufe dieses Modells",
    "no level of this facility": "keine Stufe dieser Einrichtung",
    "this name is reserved": "dieser Name ist vergeben",
    "Give the level another name.": "Geben Sie der Stufe einen anderen Namen.",
    "a level that runs out takes nobody and then is closed": "eine Stufe, die ausläuft, nimmt niemanden auf und ist "
    "danach geschlossen",
    "Write intake: no, then: closed.": "Schreiben Sie intake: no, then: closed.",
    "the level has no place": "die Stufe hat keinen Platz",
    "level {name} has no place": "die Stufe {name} hat keinen Platz",
    "Write its places, or use `closed`.": "Schreiben Sie ihre Plätze, oder verwenden Sie `closed`.",
    "Write how many places, 0 for none.": "Schreiben Sie, wie viele Plätze es sind, 0 für keinen.",
    "Write the places of all services together.": "Schreiben Sie die Plätze aller Angebote zusammen.",
    "more than the {places} places": "mehr als die {places} Plätze",
    "A facility of this level could never be open; correct one of them.": "Eine Einrichtung dieser Stufe könnte nie "
    "offen sein; berichtigen Sie eines von beiden.",
    "not a lock": "keine Festlegung",
    "no lock": "keine Festlegung",
    "Write keep, never or close by 2029, or leave it empty.": "Schreiben Sie keep, never oder close by 2029, oder "
    "lassen Sie das Feld leer.",
    'Write keep, never or "close by 2029".': 'Schreiben Sie keep, never oder "close by 2029".',
    "the facility is closed today and cannot be kept": "die Einrichtung ist heute geschlossen und kann nicht "
    "erhalten werden",
    "Remove the lock, or correct level_today.": "Entfernen Sie die Festlegung, oder berichtigen Sie level_today.",
    "{file} has no such facility of this sector": "{file} hat keine solche Einrichtung dieses Sektors",
    "the same level as in column from": "dieselbe Stufe wie in Spalte from",
    "Write the level that the measure leads to.": "Schreiben Sie die Stufe, zu der die Maßnahme führt.",
    "the same step as row {row} in {years}": "derselbe Schritt wie Zeile {row} im Jahr {years}",
    "Keep one of them, or part them by first_year and last_year.": "Behalten Sie eine davon, oder trennen Sie sie "
    "durch first_year und last_year.",
    "{level} is a phase: it ends by itself": "{level} ist eine Phase: sie endet von selbst",
    "Remove the measure; the level that follows is `phase: then` of the model.": "Entfernen Sie die Maßnahme; die "
    "Stufe danach nennt `phase: then` des Modells.",
    "{facility} is at level {level}, a phase counted in years, but years are left out": "{facility} ist auf Stufe "
    "{level}, einer Phase, die in Jahren zählt, aber Jahre sind ausgelassen",
    "List every year from {first} to {last}.": "Führen Sie jedes Jahr von {first} bis {last} auf.",
    # Cohorts, classes, who is where today
    "no service of {files} has a stay": "kein Angebot von {files:l} hat eine Verweildauer (stay)",
    "Give one a stay, or remove the key.": "Geben Sie einem eine Verweildauer (stay), oder entfernen Sie den "
    "Schlüssel.",
    "an intake stays from year to year, but years are left out": "ein Jahrgang bleibt von Jahr zu Jahr, aber Jahre "
    "sind ausgelassen",
    "an intake stays from year to year, so every listed year stands for itself": "ein Jahrgang bleibt von Jahr zu "
    "Jahr, also steht jedes aufgeführte Jahr für sich",
    "Write 1, or remove the key.": "Schreiben Sie 1, oder entfernen Sie den Schlüssel.",
    "{years} is no stay": "{years:n}: keine Verweildauer",
    'Write a norm of 1 to {most} years, like "4 years".': "Schreiben Sie eine Norm von 1 bis {most} Jahren, wie "
    '"4 years".',
    "Say which share of which age group enters in a year.": "Sagen Sie, welcher Anteil welcher Altersgruppe in einem "
    "Jahr eintritt.",
    "no age group with a take_up above 0 %": "keine Altersgruppe mit einer Inanspruchnahme (take_up) über 0 %",
    "no grade in which somebody can have left": "kein Jahrgang, in dem schon jemand gegangen sein kann",
    "Write grades from {first} to {last}.": "Schreiben Sie Jahrgänge von {first} bis {last}.",
    "nobody is left": "niemand ist mehr da",
    "Write a share above 0 %, or a shorter stay.": "Schreiben Sie einen Anteil über 0 %, oder eine kürzere "
    "Verweildauer.",
    "out of reach of the cell, or never with places for the service": "außer Reichweite der Zelle, oder nie mit "
    "Plätzen für das Angebot",
    "Leave the facility empty, and they are assigned anew; or raise the norm `reach`.": "Lassen Sie facility leer, "
    "dann werden sie neu zugeordnet; oder erhöhen Sie die Norm `reach`.",
    "with the rows above more than the {most} people of the age group in {year}": "mit den Zeilen darüber mehr als "
    "die {most} Personen der Altersgruppe im Jahr {year}",
    "Correct one of them; a grade is the one of the first listed year.": "Berichtigen Sie eines davon; der Jahrgang "
    "ist der des ersten aufgeführten Jahres.",
    "no grade in which somebody is there already": "kein Jahrgang, in dem schon jemand da ist",
    "Write the grade of the first listed year, {first} to {last}; grade 1 enters then.": "Schreiben Sie den Jahrgang "
    "im ersten aufgeführten Jahr, {first} bis {last}; Jahrgang 1 tritt dann erst ein.",
    "with the rows above more than the {places} places of {facility} today": "mit den Zeilen darüber mehr als die "
    "{places} Plätze von {facility} heute",
    "Correct the people, level_today or the places of that level.": "Berichtigen Sie die Personen, level_today oder "
    "die Plätze dieser Stufe.",
    "the people of {service} are told apart by {grades} grades": "die Personen von {service} werden nach {grades} "
    "Jahrgängen unterschieden",
    "Write {grades}, or correct the norm of its stay.": "Schreiben Sie {grades}, oder berichtigen Sie die Norm "
    "seiner Verweildauer.",
    "no service of the model is taught in classes": "kein Angebot des Modells wird in Klassen unterrichtet",
    "Remove the rule, or add `classes` to a service.": "Entfernen Sie die Regel, oder ergänzen Sie `classes` bei "
    "einem Angebot.",
    "{norm} = {value}, more than the {most} persons of the largest class": "{norm} = {value:n}, mehr als die {most} "
    "Personen der größten Klasse",
    "Correct one of the two norms.": "Berichtigen Sie eine der beiden Normen.",
    "not stages that cover the grades 1 to {grades} once": "keine Abschnitte, die die Jahrgänge 1 bis {grades} je "
    "einmal umfassen",
    "not taught in classes": "nicht in Klassen unterrichtet",
    "no regime of the model": "keine Ausnahme des Modells",
    # Rules
    "no policy": "keine Zuordnung",
    "Write split, whole_cells, districts, nearest or {nearest: {tolerance: 5 min}}.": "Schreiben Sie split, "
    "whole_cells, districts, nearest oder {nearest: {tolerance: 5 min}}.",
    "no period": "kein Zeitraum",
    "Write its first and its last year, like 2026-2029.": "Schreiben Sie sein erstes und sein letztes Jahr, wie "
    "2026-2029.",
    "Grant money for every listed year, 0 EUR where there is none.": "Bewilligen Sie Geld für jedes aufgeführte "
    "Jahr, 0 EUR, wo es keines gibt.",
    "{rule} has no limit": "{rule} hat keine Grenze",
    "{rule} asks for nothing": "{rule} verlangt nichts",
    "Write {one}, {other} or both.": "Schreiben Sie {one}, {other} oder beides.",
    "{rule} cannot be applied as {apply}": "{rule} lässt sich nicht als {apply} anwenden",
    "no house is converted": "kein Haus wird umgewandelt",
    "Write one line {facility: what it becomes}, or leave the rule out.": "Schreiben Sie eine Zeile {Einrichtung: "
    "was sie wird}, oder lassen Sie die Regel weg.",
    "a facility becomes itself": "eine Einrichtung wird zu sich selbst",
    "Name the one that takes its house.": "Nennen Sie die, die ihr Haus übernimmt.",
    "{one} stands at {site}, {other} at {place}": "{one} steht in {site}, {other} in {place}",
    "Name two facilities at one site.": "Nennen Sie zwei Einrichtungen an einem Standort.",
    "both are open today": "beide sind heute offen",
    "Set level_today of {facility} to closed.": "Setzen Sie level_today von {facility} auf closed.",
    "more than a measure costs": "mehr, als eine Maßnahme kostet",
    "Write a rate up to 100 %.": "Schreiben Sie einen Fördersatz bis 100 %.",
    "{years} binds nothing": "{years:n} binden nichts",
    'Write 1 year or more, like "5 years".': 'Schreiben Sie 1 Jahr oder mehr, wie "5 years".',
    "a measure is named by its level or by its name": "eine Maßnahme wird mit ihrer Stufe oder ihrem Namen genannt",
    "Write {facility: …, to: …} or {…, measure: …}.": "Schreiben Sie {facility: …, to: …} oder {…, measure: …}.",
    "a link says one thing": "eine Verknüpfung sagt eine Sache",
    "Write if and then, or one of {names}.": "Schreiben Sie if und then, oder eines von {names}.",
    "within and earlier belong to if and then": "within und earlier gehören zu if und then",
    "Write one of them there.": "Schreiben Sie dort eines davon.",
    "{key} lists one measure only": "{key} führt nur eine Maßnahme auf",
    "Write two or more.": "Schreiben Sie zwei oder mehr.",
    "nothing is linked": "nichts ist verknüpft",
    "Write at least one link, or leave the rule out.": "Schreiben Sie mindestens eine Verknüpfung, oder lassen Sie "
    "die Regel weg.",
    "no measure of {facility} leads to this level": "keine Maßnahme von {facility} führt zu dieser Stufe",
    "no measure of {facility} has this name": "keine Maßnahme von {facility} heißt so",
    "{facility} has no measure at all.": "{facility} hat gar keine Maßnahme.",
    "no planning area of the region": "kein Planungsraum der Region",
    "no facility and no measure is of this line": "keine Einrichtung und keine Maßnahme gehört zu dieser "
    "Haushaltsstelle",
    "a corridor of need has two ends": "ein Bedarfskorridor hat zwei Enden",
    "Write need_low and need_high.": "Schreiben Sie need_low und need_high.",
    "no branch is named": "keine Außenstelle ist genannt",
    "Write one line {branch: main school}, or leave the rule out.": "Schreiben Sie eine Zeile {Außenstelle: "
    "Stammschule}, oder lassen Sie die Regel weg.",
    "{name} is a branch and a main school": "{name} ist Außenstelle und Stammschule",
    "Name the school that both belong to.": "Nennen Sie die Schule, zu der beide gehören.",
    "{one} is of sector {sector}, {other} of {another}": "{one} gehört zum Sektor {sector}, {other} zu {another}",
    "Name a main school of its sector.": "Nennen Sie eine Stammschule ihres Sektors.",
    "branches cannot be planned together with {other} yet": "branches lässt sich noch nicht zusammen mit {other} "
    "planen",
    "Leave the rule classes out; minimum sizes are kept by the school as a whole.": "Lassen Sie die Regel classes "
    "weg; Mindestgrößen hält die Schule als Ganzes ein.",
    "Plan without cohorts, or leave the rule branches out.": "Planen Sie ohne cohorts, oder lassen Sie die Regel "
    "branches weg.",
    "a service is held against itself": "ein Angebot wird sich selbst gegenübergestellt",
    "Name two services.": "Nennen Sie zwei Angebote.",
    "by_class speaks of areas": "by_class spricht von Planungsräumen",
    "Write by: area or by: both.": "Schreiben Sie by: area oder by: both.",
    # Goals
    "a goal is a name, or a name with its tolerance": "ein Ziel ist ein Name, oder ein Name mit seiner Toleranz",
    'Write "- cost" or "- cost: {tolerance: 1 %}".': 'Schreiben Sie "- cost" oder "- cost: {tolerance: 1 %}".',
    "no goal": "kein Ziel",
    "Choose from {names:v}.": "Wählen Sie aus {names}.",
    "{names}: unknown setting of a goal": "{names}: unbekannte Angabe zu einem Ziel",
    "unknown setting of a goal": "unbekannte Angabe zu einem Ziel",
    "Only {names:v} may be set.": "Angegeben werden darf nur {names:l}.",
    "no view of cost": "keine Sicht auf die Kosten",
    "cost_with values other goals in money": "cost_with bewertet andere Ziele in Geld",
    "Name one of {names} with its exchange rate.": "Nennen Sie eines von {names} mit seinem Wertansatz.",
    "no tolerance of {goal}": "keine Toleranz von {goal}",
    "Write a share like 1 % or an amount in its own unit.": "Schreiben Sie einen Anteil wie 1 % oder einen Betrag in "
    "seiner Einheit.",
}
