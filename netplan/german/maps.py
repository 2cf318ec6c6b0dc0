"""The German of what reading finds in spreadsheets, maps, population grids and the places of a region."""

from collections.abc import Mapping

MAPS: Mapping[str, str] = {
    # Spreadsheets
    "merged cells": "verbundene Zellen",
    "Split them and fill in every cell.": "Teilen Sie sie und füllen Sie jede Zelle aus.",
    "a formula without a stored result": "eine Formel ohne gespeichertes Ergebnis",
    "Open the file in a spreadsheet program and save it, or write the value itself.": "Öffnen und speichern Sie die "
    "Datei in einer Tabellenkalkulation, oder schreiben Sie den Wert selbst.",
    "an error of the spreadsheet": "ein Fehler der Tabellenkalkulation",
    "Correct the formula, or write the value itself.": "Berichtigen Sie die Formel, oder schreiben Sie den Wert "
    "selbst.",
    "the sheet ends exactly at row {row}, where spreadsheet programs cut a table off": "das Blatt endet genau bei "
    "Zeile {row:n}, wo Tabellenkalkulationen abschneiden",
    "Export all rows as CSV UTF-8, straight from where they come from.": "Führen Sie alle Zeilen als CSV UTF-8 aus, "
    "unmittelbar dort, woher sie kommen.",
    "a cell stands far away from the table": "eine Zelle steht weit weg von der Tabelle",
    "Delete all rows and columns behind the table, or save it as CSV UTF-8.": "Löschen Sie alle Zeilen und Spalten "
    "hinter der Tabelle, oder speichern Sie sie als CSV UTF-8.",
    "unpacked it has {size} MB, {times} times its size": "entpackt hat sie {size} MB, das {times}-Fache ihrer Größe",
    "Save the table alone as a new .xlsx, or as CSV UTF-8.": "Speichern Sie die Tabelle allein als neue .xlsx, oder "
    "als CSV UTF-8.",
    "no readable workbook ({error})": "keine lesbare Arbeitsmappe ({error})",
    "Open it in a spreadsheet program and save it again as .xlsx, or as CSV UTF-8.": "Öffnen Sie sie in einer "
    "Tabellenkalkulation und speichern Sie sie neu als .xlsx, oder als CSV UTF-8.",
    "the spreadsheet made a date of this cell": "die Tabellenkalkulation machte aus dieser Zelle ein Datum",
    "Format the column as text and write the value again.": "Formatieren Sie die Spalte als Text und schreiben Sie "
    "den Wert noch einmal.",
    # Layers, polygons, OpenStreetMap
    "no readable GeoPackage ({error})": "kein lesbares GeoPackage ({error:w})",
    "file is not a database": "die Datei ist keine Datenbank",
    "Save it again as GeoPackage from QGIS, or bring the roads with `netplan roads`.": "Speichern Sie es aus QGIS "
    "noch einmal als GeoPackage, oder holen Sie die Straßen mit `netplan roads`.",
    "the layer {layer} is missing": "die Ebene {layer} fehlt",
    "layer {layer} is missing; the file holds {names}": "die Ebene {layer} fehlt; die Datei enthält {names}",
    "Name the layer {layer}.": "Nennen Sie die Ebene {layer}.",
    "the layer {layer} is in {system}": "die Ebene {layer} ist in {system}",
    "Save the layer in EPSG:4326 (WGS 84).": "Speichern Sie die Ebene in EPSG:4326 (WGS 84).",
    "layer {layer} has no such column": "die Ebene {layer} hat keine solche Spalte",
    "nothing stands here in layer {layer}": "hier steht nichts in der Ebene {layer}",
    "not an OpenStreetMap file by its name": "dem Namen nach keine OpenStreetMap-Datei",
    "Give a file that ends in .osm.pbf, .osm or .osm.gz, e.g. an extract from download.geofabrik.de.": "Geben Sie "
    "eine Datei an, die auf .osm.pbf, .osm oder .osm.gz endet, z. B. einen Auszug von download.geofabrik.de.",
    "cannot be read as OpenStreetMap data ({error})": "nicht als OpenStreetMap-Daten lesbar ({error})",
    "Download the extract again; it may have been cut off on the way.": "Laden Sie den Auszug noch einmal herunter; "
    "er kann unterwegs abgeschnitten worden sein.",
    "cannot be fetched ({error})": "kann nicht geholt werden ({error})",
    "Check the spelling and the connection, or import a downloaded extract (.osm.pbf).": "Prüfen Sie Schreibung und "
    "Verbindung, oder lesen Sie einen heruntergeladenen Auszug ein (.osm.pbf).",
    "no polygon in the file": "kein Polygon in der Datei",
    "Give a GeoPackage, GeoJSON or TopoJSON file with one polygon for every planning area.": "Geben Sie eine Datei "
    "(GeoPackage, GeoJSON, TopoJSON) mit einem Polygon je Planungsraum an.",
    "Give a file with polygons.": "Geben Sie eine Datei mit Polygonen an.",
    "Give a GeoPackage, GeoJSON or TopoJSON file.": "Geben Sie eine Datei als GeoPackage, GeoJSON oder TopoJSON an.",
    "the coordinates are not degrees": "die Koordinaten sind keine Grade",
    "Save the file in EPSG:4326 (WGS 84), or as GeoPackage, which names its own system.": "Speichern Sie die Datei "
    "in EPSG:4326 (WGS 84), oder als GeoPackage, das sein Koordinatensystem selbst nennt.",
    "no column names every area once (columns: {names})": "keine Spalte nennt jeden Planungsraum einmal (Spalten: "
    "{names})",
    "Give every polygon its own id in a column called area.": "Geben Sie jedem Polygon seine eigene Kennung in einer "
    "Spalte area.",
    "cannot be read ({error})": "nicht lesbar ({error})",
    "the coordinate system is not named": "das Koordinatensystem ist nicht genannt",
    "Say in the file which coordinate system it is in; save it from QGIS as GeoPackage.": "Nennen Sie in der Datei "
    "ihr Koordinatensystem; speichern Sie sie aus QGIS als GeoPackage.",
    "no readable TopoJSON ({error})": "kein lesbares TopoJSON ({error})",
    "Export the file again, or save it as GeoJSON.": "Führen Sie die Datei noch einmal aus, oder speichern Sie sie "
    "als GeoJSON.",
    "the map has no street": "die Karte hat keine Straße",
    "Give an extract with streets (tag highway).": "Geben Sie einen Auszug mit Straßen an (Tag highway).",
    # Population
    "no column says where people live": "keine Spalte sagt, wo die Menschen wohnen",
    "Give every cell its INSPIRE id (column cell or GITTER_ID_100m) or its lon and lat.": "Geben Sie jeder Zelle "
    "ihre INSPIRE-Kennung (Spalte cell oder GITTER_ID_100m) oder lon und lat.",
    "no column counts people": "keine Spalte zählt Personen",
    "Name the columns by age, like unter18, a18_29, 65+, or einwohner for everybody.": "Benennen Sie die Spalten "
    "nach dem Alter, etwa unter18, a18_29, 65+, oder einwohner für alle.",
    "the year is not known": "das Jahr ist nicht bekannt",
    "Put the year into the name of the file, e.g. people_2024.csv, or into a column year.": "Setzen Sie das Jahr in "
    "den Namen der Datei, z. B. people_2024.csv, oder in eine Spalte year.",
    "no INSPIRE cell id": "keine INSPIRE-Kennung einer Zelle",
    "{x} and {y} lie outside the cell that the id names": "{x} und {y} liegen außerhalb der Zelle, die die Kennung "
    "nennt",
    "Correct the id or the coordinates; they must name the same cell.": "Berichtigen Sie Kennung oder Koordinaten; "
    "sie müssen dieselbe Zelle nennen.",
    "{x} and {y} are swapped": "{x} und {y} sind vertauscht",
    "Exchange the two columns.": "Vertauschen Sie die beiden Spalten.",
    "the same cell as in row {row}": "dieselbe Zelle wie in Zeile {row}",
    "the ages of {one} and {other} overlap, so people would count twice": "die Alter von {one} und {other} "
    "überschneiden sich, Personen würden doppelt zählen",
    "Remove one of the two columns.": "Entfernen Sie eine der beiden Spalten.",
    "no age class": "keine Altersklasse",
    "no year": "kein Jahr",
    "Write a year like 2024, or put it into the name of the file.": "Schreiben Sie ein Jahr wie 2024, oder setzen "
    "Sie es in den Namen der Datei.",
    "the same area, age group and year as in row {row}": "derselbe Planungsraum, dieselbe Altersgruppe und dasselbe "
    "Jahr wie in Zeile {row}",
    "none of its areas ({one} …) is in {file} ({other} …)": "keiner ihrer Planungsräume ({one} …) steht in {file:w} "
    "({other} …)",
    "the file of areas": "der Datei der Planungsräume",
    "Name the areas alike in both files; Berlin's register needs {names} beside it.": "Benennen Sie die Planungsräume "
    "in beiden Dateien gleich; das Berliner Register braucht {names} daneben.",
    "no class of the population file": "keine Klasse der Bevölkerungsdatei",
    "the class is missing": "die Klasse fehlt",
    "the shares add up to {total}": "die Anteile ergeben zusammen {total:n}",
    "They must add up to 100 %.": "Sie müssen zusammen 100 % ergeben.",
    "no age group of netplan": "keine Altersgruppe von netplan",
    "no cell lies in the region of the roads": "keine Zelle liegt im Gebiet der Straßen",
    "Give the population of the same town as the roads.": "Geben Sie die Bevölkerung derselben Stadt an wie die "
    "Straßen.",
    "no building of the map lies in any area with people": "kein Gebäude der Karte liegt in einem Planungsraum mit "
    "Bevölkerung",
    "Give files of the same town.": "Geben Sie Dateien derselben Stadt an.",
    # Places and roads
    "lon and lat are swapped": "lon und lat sind vertauscht",
    "Write lon {lon}, lat {lat}.": "Schreiben Sie lon {lon}, lat {lat}.",
    "more than {distance} km from the middle of the region ({middle})": "mehr als {distance} km von der Mitte der "
    "Region entfernt ({middle})",
    "Correct lon and lat; both are degrees of WGS 84 (EPSG:4326).": "Berichtigen Sie lon und lat; beide sind Grade "
    "in WGS 84 (EPSG:4326).",
    "not between −{least} and {most} degrees": "nicht zwischen −{least} und {most} Grad",
    "Write degrees of WGS 84 (EPSG:4326), not metres such as those of UTM.": "Schreiben Sie Grade in WGS 84 "
    "(EPSG:4326), keine Meter wie die von UTM.",
    "{thing} can be joined to the roads for {mode}: {reason}": "{thing:t} lässt sich an die Wege für {mode} "
    "anschließen: {reason:t}",
    "no cell": "keine Zelle",
    "no site": "kein Standort",
    "this mode has no road at all": "es gibt keine Straße für dieses Verkehrsmittel",
    "more than 1,000 m from every road": "mehr als 1.000 m von jeder Straße",
    "more than 1,000 m from every road; lon and lat seem to be swapped": "mehr als 1.000 m von jeder Straße; lon und "
    "lat scheinen vertauscht",
    "Do roads and places belong together?": "Gehören Straßen und Orte zusammen?",
    "two nodes of this name": "zwei Knoten mit diesem Namen",
    "Give every node of layer nodes its own osmid.": "Geben Sie jedem Knoten der Ebene nodes seine eigene osmid.",
    "node {node} has no place on the earth": "der Knoten {node} hat keinen Ort auf der Erde",
    "Save the layer in EPSG:4326: x is the longitude, y the latitude, in degrees.": "Speichern Sie die Ebene in "
    "EPSG:4326: x ist die Länge, y die Breite, in Grad.",
    "the edge names a node that layer nodes does not hold": "die Kante nennt einen Knoten, den die Ebene nodes nicht "
    "enthält",
    "Add the node or remove the edge.": "Ergänzen Sie den Knoten, oder entfernen Sie die Kante.",
    "edge {edge} has no length above zero": "die Kante {edge} hat keine Länge über null",
    "Write the length of the edge in metres, or remove the edge.": "Schreiben Sie die Länge der Kante in Metern, "
    "oder entfernen Sie die Kante.",
    "no such file, and travel.csv has no ways by {mode}": "diese Datei fehlt, und travel.csv hat keine Wege mit {mode}",
    "Bring the roads with `netplan roads`.": "Holen Sie die Straßen mit `netplan roads`.",
    "Bring the roads with `netplan roads`, or write travel.csv.": "Holen Sie die Straßen mit `netplan roads`, oder "
    "schreiben Sie travel.csv.",
}
