"""The social index of areas, from social_index.csv."""

from netplan.audit.reading import RawRegion


def read_classes(region: RawRegion) -> dict[str, str]:
    """Give the class of each area that has one."""
    return {row["area"]: row["class"] for row in region.rows("social_index")}


def classes_of_cells(region: RawRegion) -> dict[str, str]:
    """Give the class of each cell's area; empty where it has none."""
    by_area = read_classes(region)
    return {row["cell"]: by_area.get(row.get("area", ""), "") for row in region.rows("cells")}
