"""The German of what each rule says of itself, by its English sentence or paragraph; formulas stay."""

from collections.abc import Mapping

RULES_SAY: Mapping[str, str] = {
    "A way longer than the service's norm does not exist.": "Einen Weg, der länger ist als die Norm des Angebots, "
    "gibt es nicht.",
    "Nobody is sent where no place is free.": "Niemand wird dorthin geschickt, wo kein Platz frei ist.",
    "An open facility keeps at least the people the law asks for.": "Eine offene Einrichtung behält mindestens so "
    "viele Personen, wie das Gesetz verlangt.",
    "A locked facility stays open, never opens, or is closed by a year.": "Eine festgelegte Einrichtung bleibt "
    "offen, öffnet nie, oder ist bis zu einem Jahr geschlossen.",
    "The money of measures stays within what is granted.": "Das Geld der Maßnahmen bleibt im bewilligten Rahmen.",
    "Programmes pay a share of a measure's cost, each measure by the first programme "
    "whose conditions it meets.": "Förderprogramme zahlen einen Anteil der Kosten einer Maßnahme, jeder Maßnahme das "
    "erste, dessen Bedingungen sie erfüllt.",
    "At most so many measures take effect in one listed year.": "In einem aufgeführten Jahr werden höchstens so "
    "viele Maßnahmen wirksam.",
    "At most so many measures take effect in one planning area.": "In einem Planungsraum werden höchstens so viele "
    "Maßnahmen wirksam.",
    "Measures depend on each other: prerequisites, if–then, either–or, a sequence, two of"
    " a kind.": "Maßnahmen hängen voneinander ab: Voraussetzungen, Wenn–dann, Entweder–oder, eine Reihenfolge, zwei "
    "zusammen.",
    "After a measure none of opposite effect acts on the same facility for some years.": "Nach einer Maßnahme folgt "
    "an derselben Einrichtung einige Jahre lang keine entgegengesetzte.",
    "A measure needs the consent (Einvernehmen) of those whose facility it changes.": "Eine Maßnahme braucht das "
    "Einvernehmen derer, deren Einrichtung sie ändert.",
    "A plan changes facilities of some carriers freely, those of the others only with "
    "their consent.": "Ein Plan ändert Einrichtungen einiger Träger frei, die der anderen nur mit deren Einvernehmen.",
    "Carriers of some types together hold at least, or at most, a share of what is open.": "Träger einiger Arten "
    "halten zusammen mindestens, oder höchstens, einen Anteil des Offenen.",
    "School, after-school care and Kita share the rooms of their site.": "Schule, Hort und Kita teilen sich die "
    "Räume ihres Standorts.",
    "What a house becomes opens only once what it is has closed: a Kita becomes day care "
    "for seniors.": "Was ein Haus wird, öffnet erst, wenn geschlossen ist, was es ist: eine Kita wird Tagespflege "
    "für Senioren.",
    "A branch is open only while its main school is, and both together keep the minimum "
    "of the main school.": "Eine Außenstelle ist nur offen, solange ihre Stammschule es ist, und beide zusammen "
    "halten deren Mindestgröße ein.",
    "The number of open facilities stays within limits.": "Die Zahl der offenen Einrichtungen bleibt in Grenzen.",
    "Nobody is left without a place.": "Niemand bleibt ohne Platz.",
    "The people of a service are assigned as its policy says; without one, as `split`.": "Die Personen eines "
    "Angebots werden zugeordnet, wie seine Regel sagt; ohne Regel wie bei `split`.",
    "Few people go to another facility than the one their district names, in each listed "
    "year.": "Wenige gehen in einem aufgeführten Jahr in eine andere Einrichtung als die ihres Bezirks.",
    "The places of an area are a share of the people of the service's age groups who live"
    " there.": "Die Plätze eines Planungsraums sind ein Anteil der dort Wohnenden in den Altersgruppen des Angebots.",
    "The places of a service exceed the people in need by a share.": "Die Plätze eines Angebots übersteigen den "
    "Bedarf um einen Anteil.",
    "The places of a service stay within a corridor for each 1,000 persons of some age "
    "groups.": "Die Plätze eines Angebots bleiben in einem Korridor je 1.000 Personen einiger Altersgruppen.",
    "The places of one service are a share of the people whom another service takes in "
    "the same place.": "Die Plätze eines Angebots sind ein Anteil der Personen, die ein anderes am selben Ort "
    "aufnimmt.",
    "A share of the people in need of each area has a place within the target.": "Ein Anteil der Personen mit Bedarf "
    "jedes Planungsraums hat einen Platz innerhalb der Zielzeit.",
    "The longest ways of a tenth of the people served are no longer than a norm on "
    "average.": "Die längsten Wege eines Zehntels der Versorgten sind im Mittel nicht länger als eine Norm.",
    "Few people go farther than today by more than so many minutes, in each listed year.": "Wenige haben in einem "
    "aufgeführten Jahr einen um mehr als so viele Minuten längeren Weg als heute.",
    "Enough people of each target group have a place within the target, or hardly a "
    "smaller share than of everybody.": "Genug Personen jeder Zielgruppe haben einen Platz innerhalb der Zielzeit, "
    "oder ein kaum kleinerer Anteil als von allen.",
    "A facility opens or grows only in a year in which the places that are there do not "
    "suffice near it.": "Eine Einrichtung öffnet oder wächst nur in einem Jahr, in dem die vorhandenen Plätze in "
    "ihrer Nähe nicht reichen.",
    "Every grade of an open school can be parted into classes that are neither too small "
    "nor too large.": "Jeder Jahrgang einer offenen Schule lässt sich in Klassen teilen, die weder zu klein noch zu "
    "groß sind.",
    "area[f] is the planning area that the site of f lies in.": "area[f] ist der Planungsraum, in dem der Standort "
    "von f liegt.",
    "What takes effect after the last listed year has not taken effect.": "Was nach dem letzten aufgeführten Jahr "
    "wirksam wird, ist nicht wirksam geworden.",
    "What takes effect in year y may be reverted from year y + years on.": "Was im Jahr y wirksam wird, darf ab dem "
    "Jahr y + years zurückgenommen werden.",
    "With a total, each measure that fits is there twice, funded and not; funded, it gets"
    " the whole grant.": "Mit total ist jede passende Maßnahme zweimal da, gefördert und nicht; gefördert bekommt "
    "sie die ganze Förderung.",
    "rooms[f,k] are the rooms of the site that a level takes: those of a new building of "
    "its own do not count.": "rooms[f,k] sind die Räume des Standorts, die eine Stufe belegt; die eines eigenen "
    "Neubaus zählen nicht.",
    "f are the main school and its branches. The rule on minimum sizes leaves them to "
    "this one.": "f sind die Stammschule und ihre Außenstellen. Die Regel über Mindestgrößen überlässt sie dieser.",
    "over the facilities f of each site, of each area or of the region.": "über die Einrichtungen f jedes Standorts, "
    "jedes Planungsraums oder der Region.",
    "Both sides are multiplied by the denominator of the share, so that they are whole.": "Beide Seiten werden mit "
    "dem Nenner des Anteils malgenommen, damit sie ganz sind.",
    "by_class: in areas of a class of the social index its share takes the place of "
    "least.": "by_class: in Planungsräumen einer Klasse des Sozialindex tritt ihr Anteil an die Stelle von least.",
    "A facility that fills grade by grade is asked only from the year in which an intake "
    "of its own can be in the last grade: no law knows a part of the minimum, and a new "
    "school could not open else. One that runs out is at a phase, whose least is 0. A "
    "school of several houses keeps its minimum as a whole: see `branches`.": "Eine Einrichtung, die Jahrgang für "
    "Jahrgang wächst, wird erst ab dem Jahr gefragt, in dem ein eigener Jahrgang im letzten sein kann: kein Gesetz "
    "kennt einen Teil der Mindestgröße, und eine neue Schule könnte sonst nicht öffnen. Eine, die ausläuft, ist in "
    "einer Phase, deren least 0 ist. Eine Schule mit mehreren Häusern hält ihre Mindestgröße als Ganzes ein: siehe "
    "`branches`.",
    "The same for each line, over the measures i and facilities f of that line. Where "
    "grants are taken off, cost[i] is without them. Nominal cents at the price base year,"
    " in the year they are paid, without carry-over.": "Dasselbe für jede Haushaltsstelle (line), über deren "
    "Maßnahmen i und Einrichtungen f. Wo Förderung abgezogen wird, ist cost[i] ohne sie. Nominale Cent in Preisen des"
    " Preisstands, im Jahr der Zahlung, ohne Übertrag.",
    "A measure of which nothing is said needs no consent. Where this rule is not set, "
    "refused measures are left out and counted. `report` lets every measure in and names "
    "those taken without this consent.": "Eine Maßnahme, zu der nichts gesagt ist, braucht kein Einvernehmen. Wo "
    "diese Regel fehlt, bleiben abgelehnte Maßnahmen weg und werden gezählt. `report` lässt jede Maßnahme zu und "
    "nennt die ohne dieses Einvernehmen ergriffenen.",
    "Two measures, closing A and opening B, in the same year or one after the other; A "
    "may also close for good. Both costs are paid, so the row that opens B says what "
    "comes on top of closing A.": "Zwei Maßnahmen, A schließen und B öffnen, im selben Jahr oder nacheinander; A "
    "darf auch für immer schließen. Beides wird bezahlt, also sagt die Zeile, die B öffnet, was zum Schließen von A "
    "hinzukommt.",
    "cohorts: t is the year in which an intake enters, and go is of the intake; who is "
    "there already before the first listed year is not asked, and follows no policy. Only"
    " levels that take people in count as open.": "cohorts: t ist das Jahr, in dem ein Jahrgang eintritt, und go "
    "gilt dem Jahrgang; wer vor dem ersten aufgeführten Jahr schon da ist, wird nicht gefragt und folgt keiner Regel."
    " Als offen zählen nur Stufen, die aufnehmen.",
    "Nearest: facilities equally near are all the nearest. Who finds every facility full "
    "that is near enough has no place, though one farther away may be free: the plan has "
    "to provide places where people are. Districts: a cell keeps its facility as long as "
    "that offers the service; then, and where it may change, its people go together to "
    "any facility in reach.": "Nearest: gleich nahe Einrichtungen sind alle die nächste. Wer jede nahe genug "
    "gelegene Einrichtung voll findet, hat keinen Platz, auch wenn eine fernere frei ist: der Plan muss Plätze dort "
    "schaffen, wo die Menschen sind. Districts: eine Zelle behält ihre Einrichtung, solange diese das Angebot hat; "
    "danach, und wo sie wechseln darf, gehen ihre Personen gemeinsam in irgendeine Einrichtung in Reichweite.",
    "Who finds no place is counted as that, not here. cohorts: an intake counts in the "
    "year in which it enters; who is there already before the first listed year does not.": "Wer keinen Platz "
    "findet, zählt als solcher, nicht hier. cohorts: ein Jahrgang zählt im Jahr seines Eintritts; wer vor dem ersten "
    "aufgeführten Jahr schon da ist, zählt nicht.",
    "Where care homes stand is for the market (§ 72, § 11(2) SGB XI): there the corridor "
    "is a recommendation (Empfehlung), and `report` is the way to apply it. Homes serve "
    "their surroundings: for one area alone a ratio by residence can mislead.": "Wo Pflegeheime stehen, entscheidet "
    "der Markt (§ 72, § 11(2) SGB XI): dort ist der Korridor eine Empfehlung, und `report` die Art, ihn anzuwenden. "
    "Heime versorgen ihr Umland: für ein Gebiet allein kann eine Quote nach Wohnort täuschen.",
    "beyond[area,s,t] are the persons of the area without a place within the target of "
    "the service: their way is longer, or they have no place at all. demand[area,s,t] are"
    " all who need the service there. Persons are whole, so the right side is rounded "
    "down. by region: one row over all areas.": "beyond[area,s,t] sind die Personen des Planungsraums ohne Platz "
    "innerhalb der Zielzeit des Angebots: ihr Weg ist länger, oder sie haben gar keinen Platz. demand[area,s,t] sind "
    "alle dort, die das Angebot brauchen. Personen sind ganz, also wird die rechte Seite abgerundet. by region: eine "
    "Zeile über alle Planungsräume.",
    "farther[s,j,t] are the people whose way takes more than j minutes, served[s,t] those"
    " who have a place. Ways count in started minutes, as they are told; a tenth of 25 "
    "people are the longest ways of two and half of the third. With tail[s,j,t] for the "
    "smaller one and few[s,j,t] = 1 where fewer than a tenth go farther than j minutes:": "farther[s,j,t] sind die "
    "Personen, deren Weg länger als j Minuten ist, served[s,t] die mit Platz. Wege zählen in angefangenen Minuten, "
    "wie man sie nennt; ein Zehntel von 25 Personen sind die längsten Wege von zweien und die Hälfte des dritten. Mit"
    " tail[s,j,t] für das Kleinere und few[s,j,t] = 1, wo weniger als ein Zehntel weiter als j Minuten geht:",
    "most[s,j,t] are the people of cells with a permitted way of more than j minutes. The"
    " mean of the longest ways is no convex sum of where people go, so it cannot do "
    "without decisions of its own.": "most[s,j,t] sind die Personen der Zellen mit einem zulässigen Weg von mehr als "
    "j Minuten. Das Mittel der längsten Wege ist keine konvexe Summe dessen, wer wohin geht, und kommt ohne eigene "
    "Entscheidungen nicht aus.",
    "today[c,s,t] is the way to the nearest facility whose level of today offers the "
    "service; `today: districts`: to the facility that the cell's district names in that "
    "year, where it names one. Where that is out of reach, the way of today is longer "
    "than any, and nobody's grows. Who finds no place is counted as that, not here.": "today[c,s,t] ist der Weg zur "
    "nächsten Einrichtung, deren heutige Stufe das Angebot hat; `today: districts`: zur Einrichtung, die der Bezirk "
    "der Zelle in diesem Jahr nennt, wo er eine nennt. Wo sie außer Reichweite ist, ist der heutige Weg länger als "
    "jeder, und keiner wächst. Wer keinen Platz findet, zählt als solcher, nicht hier.",
    "beyond[g,s,t] are the persons of the group whose way is longer than their target, or"
    " who have no place; beyond[s,t] and demand[s,t] those of everybody, each by his own "
    "target. gap is the share within the target of everybody less that of the group. "
    "Persons are whole, so right sides are rounded down.": "beyond[g,s,t] sind die Personen der Gruppe, deren Weg "
    "länger ist als ihre Zielzeit, oder die keinen Platz haben; beyond[s,t] und demand[s,t] die von allen, jeder nach"
    " seiner Zielzeit. gap ist der Anteil aller innerhalb der Zielzeit weniger dem der Gruppe. Personen sind ganz, "
    "also werden rechte Seiten abgerundet.",
    "places[area,s,t] = Σ_f,k room[f,k,s] · at[f,k,t] over facilities f whose site lies "
    "in the area; room is the level's places of the service, at most its total. people "
    "are all who live in the area and are of the service's age groups, in need of it or "
    "not. Before the first listed year stand today's levels over that year's people. "
    "Places are whole, so the share is rounded up: den · places ≥ num · people ⇔ places ≥"
    " ⌈num · people / den⌉. last_year asks nothing where nobody lived the year before: "
    "there was no share.": "places[area,s,t] = Σ_f,k room[f,k,s] · at[f,k,t] über die Einrichtungen f, deren "
    "Standort im Planungsraum liegt; room sind die Plätze der Stufe für das Angebot, höchstens ihre Gesamtzahl. "
    "people sind alle, die im Planungsraum wohnen und in den Altersgruppen des Angebots sind, mit oder ohne Bedarf. "
    "Vor dem ersten aufgeführten Jahr stehen die heutigen Stufen gegen die Personen jenes Jahres. Plätze sind ganz, "
    "also wird der Anteil aufgerundet: den · places ≥ num · people ⇔ places ≥ ⌈num · people / den⌉. last_year "
    "verlangt nichts, wo im Jahr zuvor niemand wohnte: es gab keinen Anteil.",
    "places[s,t] = Σ_f,k room[f,k,s] · at[f,k,t] over all facilities, or over those whose"
    " site lies in the area; room is the level's places of the service, at most its "
    "total. demand[s,t] are the persons who need the service there. Places are whole, so "
    "the right side is rounded up.": "places[s,t] = Σ_f,k room[f,k,s] · at[f,k,t] über alle Einrichtungen, oder über "
    "die, deren Standort im Planungsraum liegt; room sind die Plätze der Stufe für das Angebot, höchstens ihre "
    "Gesamtzahl. demand[s,t] sind die Personen, die dort das Angebot brauchen. Plätze sind ganz, also wird die rechte"
    " Seite aufgerundet.",
    "places[s,t] = Σ_f,k room[f,k,s] · at[f,k,t] over all facilities, or over those whose"
    " site lies in the area; room is the level's places of the service, at most its "
    "total. people[t] are all persons of the age groups who live there. Places are whole,"
    " so least is rounded up and most is rounded down.": "places[s,t] = Σ_f,k room[f,k,s] · at[f,k,t] über alle "
    "Einrichtungen, oder über die, deren Standort im Planungsraum liegt; room sind die Plätze der Stufe für das "
    "Angebot, höchstens ihre Gesamtzahl. people[t] sind alle Personen der Altersgruppen, die dort wohnen. Plätze sind"
    " ganz, also wird least aufgerundet und most abgerundet.",
    "placed[s,t](f at k) is the most persons in need of s in year t who can have a place "
    "within a reasonable way: max Σ go[c,g,s] over seconds[c,g,s] ≤ reach, Σ_g go[c,g,s] "
    "≤ demand[c,s,t], Σ_c go[c,g,s] ≤ room[g,·,s], every other facility g at today's "
    "level, people shared out as well as can be. So a measure is permitted if and only if"
    " free places at other facilities cannot do what it does. Not asked of measures under"
    " way, which are decided already, nor of those that add room to no single service. "
    "Closings that the plan itself intends free no room for building: the proof is about "
    "what is there today. cohorts: demand of year t are the places that all intakes then "
    "in it take: Σ_e share[s,e,t] · people[c,s,e].": "placed[s,t](f at k) sind so viele Personen mit Bedarf an s im "
    "Jahr t, wie in zumutbarer Entfernung höchstens einen Platz haben können: max Σ go[c,g,s] über seconds[c,g,s] ≤ "
    "reach, Σ_g go[c,g,s] ≤ demand[c,s,t], Σ_c go[c,g,s] ≤ room[g,·,s], jede andere Einrichtung g auf der heutigen "
    "Stufe, die Personen so gut verteilt wie möglich. Eine Maßnahme ist also genau dann zulässig, wenn freie Plätze "
    "anderer Einrichtungen nicht leisten, was sie leistet. Nicht gefragt wird bei begonnenen Maßnahmen, die schon "
    "beschlossen sind, und bei solchen, die keinem Angebot für sich Raum geben. Schließungen, die der Plan selbst "
    "vorhat, schaffen keinen Raum zum Bauen: der Nachweis gilt dem, was heute da ist. cohorts: demand des Jahres t "
    "sind die Plätze, die alle Jahrgänge belegen, die dann da sind: Σ_e share[s,e,t] · people[c,s,e].",
    "Of cohorts, who is at a facility that closes at once moves in that year; at most so many people a year.": "Aus "
    "den Jahrgängen zieht um, wer in einer Einrichtung ist, die sofort schließt, und zwar in jenem Jahr; höchstens so "
    "viele Personen im Jahr.",
    "Without the rule nobody may be left at a facility that closes. People leave only with a measure that closes at "
    "once, from the second listed year on, and all of them, as a closed facility has no places; they move once, "
    "because only those who went there first may leave; each finds a place, within reach, at a facility that takes "
    "people in. The numbers are exact: those who move are entries of their own, counted below zero where "
    "they leave.": "Ohne die Regel darf in einer Einrichtung, die schließt, niemand mehr sein. Personen gehen nur mit "
    "einer Maßnahme, die sofort schließt, ab dem zweiten aufgeführten Jahr, und alle, denn eine "
    "geschlossene Einrichtung hat keine Plätze; sie ziehen einmal um, denn nur wer zuerst dort war, darf "
    "gehen; jeder findet einen Platz in Reichweite in einer Einrichtung, die aufnimmt. Die Zahlen sind "
    "genau: wer umzieht, ist ein eigener Eintrag, negativ gezählt, wo er geht.",
}
