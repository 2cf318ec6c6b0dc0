"""Plans as a GeoPackage with the input's own ids; QGIS finds the styles inside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from netplan.comparison import Comparison, Variant
from netplan.languages import Language
from netplan.reports.cells import Cells, cells_of
from netplan.reports.classes import CHANGE_COLOURS, CHANGES, MINUTE_COLOURS, MINUTES
from netplan.reports.districts import by_cell, has_districts
from netplan.reports.schedule import level_shown
from netplan.reports.statuses import NEVER_OPEN, STATUSES, statuses
from netplan.reports.styles import by_status, graduated
from netplan.reports.wording import Wording
from netplan.units import FEWEST, shown_few

CRS = "EPSG:4326"


def write(comparison: Comparison, file: Path, w: Wording) -> Path:
    """Write one layer of facilities, cells and flows for each variant, and their styles; return the path."""
    file.unlink(missing_ok=True)
    cells, styles = cells_of(comparison), list[tuple[str, str]]()
    for i, variant in enumerate(comparison.variants):
        name = f"facilities_{variant.name}"
        _add(_facilities(variant, w), file, name)
        styles.append((name, by_status([(status, w("is_" + status)) for status in STATUSES])))
        name = f"cells_{variant.name}"
        _add(_cells(cells, i, comparison, w.lang), file, name)
        styles.append((name, graduated("minutes", MINUTES, MINUTE_COLOURS)))
        if i != comparison.first:
            styles.append((name, graduated("change_min", CHANGES, CHANGE_COLOURS)))
        lines = _flows(variant)
        if len(lines):
            _add(lines, file, f"flows_{variant.name}")
        if has_districts(variant):
            _add(_districts(variant), file, f"districts_{variant.name}")
    _add_styles(styles, file)
    return file


def _facilities(variant: Variant, w: Wording) -> gpd.GeoDataFrame:
    plan = variant.plan
    levels, level, load = plan.tables.levels, plan.level, plan.load.sum(axis=1)
    words = [level_shown(variant, name, w) for name in levels.names]
    found = statuses(plan)
    columns: dict[str, Any] = {
        "facility": list(levels.facilities),
        "site": [levels.sites[site] for site in levels.site],
        "name": list(levels.called),
        "carrier": list(levels.carriers),
        "carrier_type": list(levels.carrier_types),
        "status": [status or "none" for status in found],
        "level_today": [levels.names[k] for k in levels.today],
    }
    for t, year in enumerate(plan.tables.demand.years.tolist()):
        columns[f"level_{year}"] = [levels.names[k] for k in level[:, t]]
        columns[f"title_{year}"] = [words[k] for k in level[:, t]]
        columns[f"people_{year}"] = _without_few(load[:, t])
    points = shapely.points(levels.site_lon[levels.site], levels.site_lat[levels.site])
    frame = gpd.GeoDataFrame(columns, geometry=points, crs=CRS)
    return frame[[status != NEVER_OPEN for status in found]]


def _cells(cells: Cells, i: int, comparison: Comparison, lang: Language) -> gpd.GeoDataFrame:
    own, base = cells.ways[i].seconds, cells.ways[comparison.first].seconds
    columns: dict[str, Any] = {
        "cell": list(cells.ids),
        "area": list(cells.areas),
        "people": _without_few(cells.people),
        "people_shown": [shown_few(n, lang) for n in cells.people.tolist()],
        "minutes": np.round(own / 60, 2),
        "has_unserved": cells.ways[i].unserved > 0,
    }
    if i != comparison.first:
        columns["change_min"] = np.round((own - base) / 60, 2)
    return gpd.GeoDataFrame(columns, geometry=shapely.points(cells.lon, cells.lat), crs=CRS)


def _flows(variant: Variant) -> gpd.GeoDataFrame:
    """Return a line for each cell and facility in the last listed year, but for one or two people."""
    plan = variant.plan
    pairs, demand, levels = plan.tables.pairs, plan.tables.demand, plan.tables.levels
    going = plan.go_by_year[:, -1]
    used = np.flatnonzero(going >= FEWEST)
    cell, site = pairs.cell[used], levels.site[pairs.facility[used]]
    start = np.column_stack([demand.lon[cell], demand.lat[cell]])
    end = np.column_stack([levels.site_lon[site], levels.site_lat[site]])
    columns = {
        "cell": [demand.cells[c] for c in cell],
        "facility": [levels.facilities[f] for f in pairs.facility[used]],
        "service": [demand.services[s] for s in pairs.service[used]],
        "people": going[used],
        "minutes": np.round(pairs.seconds[used] / 60, 2),
        "metres": pairs.metres[used],
    }
    return gpd.GeoDataFrame(columns, geometry=shapely.linestrings(np.stack([start, end], axis=1)), crs=CRS)


def _districts(variant: Variant) -> gpd.GeoDataFrame:
    """Return a point for each cell, service and listed year with the facility it belongs to."""
    rows, demand = list(by_cell(variant)), variant.plan.tables.demand
    place = {cell: (lon, lat) for cell, lon, lat in zip(demand.cells, demand.lon, demand.lat, strict=True)}
    columns: dict[str, Any] = {
        name: [getattr(row, name) for row in rows] for name in ("year", "service", "cell", "area", "facility", "before")
    }
    columns["people"] = _without_few([row.people for row in rows])
    columns["changes"] = [row.before not in {"", row.facility} for row in rows]
    points = shapely.points(np.array([place[row.cell] for row in rows]).reshape(-1, 2))
    return gpd.GeoDataFrame(columns, geometry=points, crs=CRS)


def _without_few(people: Any) -> "pd.Series[Any]":  # noqa: ANN401  pandas has no narrower type
    counts = pd.Series(people, dtype="Int64")
    return counts.mask((counts > 0) & (counts < FEWEST))


def _add(frame: gpd.GeoDataFrame, file: Path, layer: str) -> None:
    pyogrio.write_dataframe(frame, file, layer=layer, driver="GPKG", append=file.exists())


def _add_styles(styles: Sequence[tuple[str, str]], file: Path) -> None:
    """Write the table in which QGIS looks for the styles of a GeoPackage."""
    first = {layer: i for i, (layer, _) in reversed(list(enumerate(styles)))}
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": layer,
            "f_geometry_column": "geom",
            "styleName": f"netplan {i - first[layer] + 1}",
            "styleQML": qml,
            "styleSLD": "",
            "useAsDefault": i == first[layer],
            "description": "",
            "owner": "",
            "ui": "",
        }
        for i, (layer, qml) in enumerate(styles)
    ]
    pyogrio.write_dataframe(pd.DataFrame(rows), file, layer="layer_styles", driver="GPKG", append=True)
