"""Whether places lie where the region is: degrees, in the right order, near one another."""

from collections.abc import Sequence

import numpy as np

from netplan.inputs.table import Floats, Table
from netplan.travel import great_circle_cm

FARTHEST_CM = 200 * 100_000
"""A place farther than 200 km from the middle of the region is not in it; no German county is half as wide [cm]."""
_GERMANY = ((5.5, 15.5), (47.0, 55.5))
"""Longitudes and latitudes between which Germany lies [degrees]."""


def check_places(table: Table, around: Sequence[tuple[Floats, Floats]]) -> None:
    """Note every place of a table that is far from the median of `around`, and whether lon and lat are swapped."""
    lon, lat = table.degrees("lon"), table.degrees("lat")
    if not len(lon):
        return
    middle = (
        float(np.median(np.concatenate([x for x, _ in around]))),
        float(np.median(np.concatenate([y for _, y in around]))),
    )
    if not _in_germany(*middle) and _in_germany(middle[1], middle[0]):
        middle = (middle[1], middle[0])
    far = great_circle_cm(lon, lat, np.array(middle[0]), np.array(middle[1])) > FARTHEST_CM
    for record in np.flatnonzero(far).tolist():
        swapped = abs(lon[record]) <= 90 and _near(lat[record], lon[record], middle)  # noqa: PLR2004  degrees of a latitude
        value = f"{table.columns['lon'][record]}, {table.columns['lat'][record]}"
        row = int(table.rows[record])
        if swapped:
            what, mend = "lon and lat are swapped", f"Write lon {lat[record]}, lat {lon[record]}."
        else:
            what = f"more than 200 km from the middle of the region ({middle[0]:.3f}, {middle[1]:.3f})"
            mend = "Correct lon and lat; both are degrees of WGS 84 (EPSG:4326)."
        table.findings.fault(table.file, row, "lon, lat", value, what, mend, "NP-I033")


def _near(lon: float, lat: float, middle: tuple[float, float]) -> bool:
    distance = great_circle_cm(*(np.array(value) for value in (lon, lat, *middle)))
    return bool(distance <= FARTHEST_CM)


def _in_germany(lon: float, lat: float) -> bool:
    (west, east), (south, north) = _GERMANY
    return west <= lon <= east and south <= lat <= north
