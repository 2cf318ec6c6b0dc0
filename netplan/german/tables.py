"""The German of what reading finds in files: tables, spreadsheets, maps, the people of a region."""

from collections.abc import Mapping

TABLES: Mapping[str, str] = {
    # What is proposed, and what may follow any sentence
    'Did you mean "{name}"?': 'Meinten Sie "{name}"?',
    'Was it written as "{name}"?': 'Steht sie dort als "{name}"?',
    "Known: {names}.": "Bekannt: {names}.",
    "None is known.": "Bekannt ist nichts.",
    "{what} ({number} rows)": "{what:t} ({number} Zeilen)",
    "{what}, and it holds an invisible character": "{what:t}, und es enthält ein unsichtbares Zeichen",
    "{mend} Empty: netplan looks where the site lies.": "{mend:t} Leer: netplan sieht nach, wo der Standort liegt.",
    "A decimal comma? {mend}": "Ein Dezimalkomma? {mend:t}",
    "Write {text:v}.": "Schreiben Sie {text:l}.",
    "Write it like {text}.": "Schreiben Sie es wie {text:l}.",
    'A leading zero seems lost: write "{text}".': 'Eine führende Null scheint verloren: schreiben Sie "{text}".',
    # Files
    "no such file": "diese Datei fehlt",
    "there is no such file": "diese Datei gibt es nicht",
    "{file:v} is there as well": "{file} ist ebenfalls da",
    "{file:v} is not there": "{file} fehlt",
    "Keep one of the two files.": "Behalten Sie eine der beiden Dateien.",
    "Check the path.": "Prüfen Sie den Pfad.",
    "Import the region again.": "Lesen Sie die Region noch einmal ein.",
    "Delete the file and import again.": "Löschen Sie die Datei und lesen Sie noch einmal ein.",
    "Write the file, or `netplan init` a workspace.": "Schreiben Sie die Datei, oder legen Sie mit `netplan init` "
    "einen Arbeitsordner an.",
    "Write it with the columns {columns}.": "Schreiben Sie sie mit den Spalten {columns:l}.",
    "Write it with the columns {columns}, or choose another rule.": "Schreiben Sie sie mit den Spalten {columns:l}, "
    "oder wählen Sie eine andere Regel.",
    "Write it with the columns {columns}, or say measures: none in the scenario.": "Schreiben Sie sie mit den Spalten "
    "{columns:l}, oder sagen Sie measures: none im Szenario.",
    "Write it with the columns {columns}, or tell no groups apart.": "Schreiben Sie sie mit den Spalten {columns:l}, "
    "oder unterscheiden Sie keine Gruppen.",
    "saved as UTF-16": "als UTF-16 gespeichert",
    "Save it as UTF-8.": "Speichern Sie sie als UTF-8.",
    'no encoding is called "{name}"': 'keine Kodierung heißt "{name}"',
    "Write cp1252 or utf-8.": "Schreiben Sie cp1252 oder utf-8.",
    "the byte is not {name}": "das Byte ist nicht {name}",
    "Save the file as UTF-8, or correct encoding: {name} in region.yaml.": "Speichern Sie die Datei als UTF-8, oder "
    "berichtigen Sie encoding: {name} in region.yaml.",
    'Save the file as UTF-8, or say encoding: cp1252 in region.yaml (there it is "{text}").': "Speichern Sie die "
    'Datei als UTF-8, oder sagen Sie encoding: cp1252 in region.yaml (dort ist es "{text}").',
    "a control character": "ein Steuerzeichen",
    "Save the table again as CSV UTF-8.": "Speichern Sie die Tabelle noch einmal als CSV UTF-8.",
    "destroyed umlauts": "zerstörte Umlaute",
    "UTF-8 was read as another encoding; export the table again from where it was still right.": "UTF-8 wurde in "
    "anderer Kodierung gelesen; führen Sie die Tabelle dort noch einmal aus, wo sie noch richtig war.",
    "1 column found, the file seems separated by {sign}": "1 Spalte gefunden, die Datei scheint durch {sign:w} "
    "getrennt",
    "tabs": "Tabulatoren",
    "Separate the columns by commas or semicolons.": "Trennen Sie die Spalten durch Komma oder Semikolon.",
    "a quotation mark is not closed, or text follows a closed one": "ein Anführungszeichen ist nicht geschlossen, "
    "oder Text folgt auf ein geschlossenes",
    'Put the whole field in quotation marks, and write one inside it twice: "Schule ""Am Berg""".': "Setzen Sie das "
    'ganze Feld in Anführungszeichen und schreiben Sie eines darin doppelt: "Schule ""Am Berg""".',
    # Columns and rows
    "the file has no header": "die Datei hat keine Kopfzeile",
    "{count} columns of this name": "{count} Spalten mit diesem Namen",
    "two columns of this name": "zwei Spalten mit diesem Namen",
    "{count} columns without a name": "{count} Spalten ohne Namen",
    "Keep one, or give each its own name.": "Behalten Sie eine, oder geben Sie jeder ihren eigenen Namen.",
    "Give each column its own name.": "Geben Sie jeder Spalte ihren eigenen Namen.",
    "the column is missing": "die Spalte fehlt",
    "unknown column": "unbekannte Spalte",
    "Columns found: {names}.": "Gefundene Spalten: {names}.",
    "1 field under {width} columns": "1 Feld unter {width} Spalten",
    "{fields} fields under {width} columns": "{fields} Felder unter {width} Spalten",
    "{fields} under {width} columns": "{fields} unter {width} Spalten",
    'The row is separated by "{other}", the header by "{sign}"; use one of them.': 'Die Zeile ist durch "{other}" '
    'getrennt, die Kopfzeile durch "{sign}"; verwenden Sie eines davon.',
    "Write every field, an empty one too; was the file cut off?": "Schreiben Sie jedes Feld, auch ein leeres; wurde "
    "die Datei abgeschnitten?",
    "Write every field, an empty one too.": "Schreiben Sie jedes Feld, auch ein leeres.",
    'Separate the columns by semicolons, or write "3,5" in quotation marks.': "Trennen Sie die Spalten durch "
    'Semikolon, oder schreiben Sie "3,5" in Anführungszeichen.',
    "Remove a separator, or put the text that holds it in quotation marks.": "Entfernen Sie ein Trennzeichen, oder "
    "setzen Sie den Text, in dem es steht, in Anführungszeichen.",
    "the same as row {row}": "dasselbe wie Zeile {row}",
    "the same as row {row} but for blanks or Unicode form": "dasselbe wie Zeile {row} bis auf Leerzeichen oder "
    "Unicode-Form",
    "Keep one of the two rows.": "Behalten Sie eine der beiden Zeilen.",
    "{number} rows, but region.yaml states {stated}": "{number} Zeilen, aber region.yaml nennt {stated}",
    "Was the file cut off?": "Wurde die Datei abgeschnitten?",
    # Values
    "unknown": "unbekannt",
    "nothing stands here": "hier steht nichts",
    "Fill in the {column:v}.": "Füllen Sie {column} aus.",
    "Fill in {column:v}.": "Füllen Sie {column} aus.",
    "not one of the values that may stand here": "keiner der Werte, die hier stehen dürfen",
    "not a whole number": "keine ganze Zahl",
    "Write digits only, like {text}.": "Schreiben Sie nur Ziffern, etwa {text}.",
    "{noun:v} are whole; write {one} or {other}.": "{noun:w} sind ganze Zahlen; schreiben Sie {one} oder {other}.",
    "not a number": "keine Zahl",
    "Write digits, like {text}.": "Schreiben Sie Ziffern, etwa {text}.",
    "below zero": "kleiner als null",
    "{noun:v} cannot be negative.": "{noun:w} können nicht negativ sein.",
    "Money that is spent cannot be negative.": "Was ausgegeben wird, kann nicht negativ sein.",
    "not {limits}": "nicht {limits:t}",
    "at least {least}": "mindestens {least}",
    "between {least} and {most}": "zwischen {least} und {most}",
    "{noun:v} must be {limits}.": "Für {noun:w} gilt: {limits:t}.",
    "a decimal comma that the region does not declare": "ein Dezimalkomma, das die Region nicht ankündigt",
    'Write {text}, or say decimal: "," in region.yaml.': 'Schreiben Sie {text}, oder sagen Sie decimal: "," in '
    "region.yaml.",
    'a decimal point, but region.yaml says decimal: ","': 'ein Dezimalpunkt, aber region.yaml sagt decimal: ","',
    "Write {text}, or leave decimal out of region.yaml.": "Schreiben Sie {text}, oder lassen Sie decimal in "
    "region.yaml weg.",
    "may be {one} or {other}": "kann {one} oder {other} heißen",
    "Write {one}, or {other} with its decimals in full, without a thousands separator.": "Schreiben Sie {one}, oder "
    "{other} mit allen Nachkommastellen, ohne Tausendertrennzeichen.",
    "thousands are separated": "Tausender sind getrennt",
    "finer than a cent": "feiner als ein Cent",
    "Write euros with at most two decimals.": "Schreiben Sie Euro mit höchstens zwei Nachkommastellen.",
    "Write a number, like 54.7.": "Schreiben Sie eine Zahl, etwa 54.7.",
    "Write per cent, like 54.7.": "Schreiben Sie Prozent, etwa 54.7.",
    "a suppressed number": "eine unterdrückte Zahl",
    "Say suppressed: 0 or suppressed: 1 in region.yaml.": "Sagen Sie suppressed: 0 oder suppressed: 1 in region.yaml.",
    "{digits} digits: a leading zero seems lost": "{digits} Ziffern: eine führende Null scheint verloren",
    "Format the column as text and write municipality keys in full, such as 09162000.": "Formatieren Sie die Spalte "
    "als Text und schreiben Sie Gemeindeschlüssel ganz, etwa 09162000.",
    "before first_year {year}": "vor first_year {year}",
    "Exchange the two years.": "Vertauschen Sie die beiden Jahre.",
    "{total} people in all rows, but region.yaml states {stated}": "{total} Personen in allen Zeilen, aber "
    "region.yaml nennt {stated}",
    "Complete the file, or correct totals in region.yaml.": "Ergänzen Sie die Datei, oder berichtigen Sie totals in "
    "region.yaml.",
    "either an area or a cell has to stand here": "hier muss entweder ein Planungsraum oder eine Zelle stehen",
    "Name the area, or the cell and no area.": "Nennen Sie den Planungsraum, oder die Zelle und keinen Planungsraum.",
    "more than 100 % of cell {cell} go elsewhere": "mehr als 100 % der Zelle {cell} gehen anderswohin",
    "Lower one of its shares.": "Senken Sie einen ihrer Anteile.",
    "more than 100 % of cell {cell} are in a group": "mehr als 100 % der Zelle {cell} sind in einer Gruppe",
    "Everybody counts once: lower one of its shares, or make a group of those who are in two.": "Jeder zählt einmal: "
    "senken Sie einen ihrer Anteile, oder bilden Sie eine Gruppe aus denen, die in zweien sind.",
    # Columns as nouns
    "People": "Personen",
    "Persons": "Personen",
    "Seconds": "Sekunden",
    "Metres": "Meter",
    "Years": "Jahre",
    "Rooms": "Räume",
    "Places": "Plätze",
    "Parallel": "Züge",
    "Licence": "Plätze der Betriebserlaubnis",
    "Life_years": "Jahre der Nutzung (life_years)",
    "Site_rooms": "Räume am Standort (site_rooms)",
    "Price_year": "Jahre (price_year)",
    "Grade": "Jahrgänge (grade)",
}
