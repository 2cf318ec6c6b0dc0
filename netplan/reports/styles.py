"""QGIS styles for the layers of the GeoPackage."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

_MARKER = {
    "open": ("circle", "255,255,255,255", "3.4"),
    "extended": ("triangle", "20,101,44,255", "4.6"),
    "reduced": ("triangle", "125,78,0,255", "4.6"),
    "converted": ("diamond", "10,83,120,255", "4.6"),
    "new": ("square", "91,33,166,255", "4"),
    "closed": ("cross2", "168,15,27,255", "4"),
}
"""Shape, colour and size [mm] by status, as on the maps of the report."""
_FARTHEST = 1_000_000


def by_status(labels: Sequence[tuple[str, str]]) -> str:
    """Return a style with one sign a status."""
    root = Element("qgis", {"styleCategories": "Symbology"})
    renderer = SubElement(root, "renderer-v2", {"type": "categorizedSymbol", "attr": "status", "enableorderby": "0"})
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for i, (status, label) in enumerate(labels):
        SubElement(categories, "category", {"value": status, "symbol": str(i), "label": label, "render": "true"})
        shape, colour, size = _MARKER[status]
        angle = "180" if status == "reduced" else "0"
        _marker(symbols, i, {"name": shape, "color": colour, "size": size, "angle": angle})
    return tostring(root, encoding="unicode")


def graduated(column: str, ends: Sequence[int], colours: Sequence[str]) -> str:
    """Return a style with one colour a class of minutes; `ends` lie between the classes."""
    root = Element("qgis", {"styleCategories": "Symbology"})
    kind = {"type": "graduatedSymbol", "attr": column, "graduatedMethod": "GraduatedColor", "enableorderby": "0"}
    renderer = SubElement(root, "renderer-v2", kind)
    ranges = SubElement(renderer, "ranges")
    symbols = SubElement(renderer, "symbols")
    edges = [-_FARTHEST if min(ends) < 0 else 0, *ends, _FARTHEST]
    for i, colour in enumerate(colours):
        low, high = edges[i], edges[i + 1]
        label = f"≤ {high}" if i == 0 else f"> {low}" if i == len(colours) - 1 else f"{low} – {high}"
        limits = {"lower": str(low), "upper": str(high)}
        SubElement(ranges, "range", {**limits, "symbol": str(i), "label": f"{label} min", "render": "true"})
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        _marker(symbols, i, {"name": "square", "color": f"{red},{green},{blue},255", "size": "2", "angle": "0"})
    return tostring(root, encoding="unicode")


def _marker(symbols: Element, i: int, options: dict[str, str]) -> None:
    symbol = SubElement(symbols, "symbol", {"name": str(i), "type": "marker", "alpha": "1", "clip_to_extent": "1"})
    layer = SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "locked": "0", "pass": "0"})
    listed = SubElement(layer, "Option", {"type": "Map"})
    everything = {**options, "outline_color": "22,34,46,255", "outline_width": "0.3", "size_unit": "MM"}
    for name, value in everything.items():
        SubElement(listed, "Option", {"name": name, "type": "QString", "value": value})
        SubElement(layer, "prop", {"k": name, "v": value})
