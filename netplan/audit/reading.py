"""Read the raw files of a workspace as text, without the code that made the plan."""

import csv
import hashlib
import io
import json
import re
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import yaml
from python_calamine import CalamineError, CalamineWorkbook

from netplan.audit.quantities import UnreadableError, number, whole

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
"""What a YAML file holds when every scalar is text."""

Row: TypeAlias = dict[str, str]
"""One row of a table by column."""

_BLANK = re.compile(r"[^\S\n]|\"")
"""What plain tables do not have: blanks, and quotation marks around what has some."""


@dataclass(frozen=True)
class RawWorkspace:
    """The folder with models/, scenarios/ and data/, and the inputs that the run says it used."""

    root: Path
    listed: frozenset[str]
    """Paths relative to `root`, with `/`."""

    def file(self, path: str) -> Path:
        """Give the path of an input that the run lists.

        Raises UnreadableError where the run does not list it: what it was then is unknown.
        """
        if path not in self.listed:
            raise UnreadableError(f"{path} is part of this scenario, but run.json does not list it")
        return self.root / path

    def has(self, path: str) -> bool:
        """Whether the file is there or is listed."""
        return path in self.listed or (self.root / path).is_file()

    def tree(self, path: str) -> dict[str, Tree]:
        """Read a YAML file, every scalar as text."""
        return read_yaml(self.file(path))


@dataclass(frozen=True)
class RawRegion:
    """The tables of one folder in data/, read as text in the region's encoding and decimal sign."""

    workspace: RawWorkspace
    name: str
    decimal: str
    encoding: str
    suppressed: str

    @classmethod
    def of(cls, workspace: RawWorkspace, name: str) -> "RawRegion":
        """Read region.yaml, if the region has one."""
        path = f"data/{name}/region.yaml"
        says = workspace.tree(path) if workspace.has(path) else {}
        return cls(
            workspace, name, text(says, "decimal", "."), text(says, "encoding", "utf-8-sig"), text(says, "suppressed")
        )

    def rows(self, stem: str) -> list[Row]:
        """Read one table; an optional table that is not there has no rows."""
        for ending in (".csv", ".xlsx"):
            path = f"data/{self.name}/{stem}{ending}"
            if path in self.workspace.listed:
                return self._table(self.workspace.root / path)
        for ending in (".csv", ".xlsx"):
            path = f"data/{self.name}/{stem}{ending}"
            if self.workspace.has(path):
                self.workspace.file(path)
        return []

    def _table(self, path: Path) -> list[Row]:
        """Read a table by its ending."""
        return read_xlsx(path, self.decimal) if path.suffix == ".xlsx" else read_csv(path, self.encoding)

    def roads(self) -> Path | None:
        """Give the path of the road network, if the region has one."""
        path = f"data/{self.name}/roads.gpkg"
        return self.workspace.file(path) if self.workspace.has(path) else None

    def number(self, row: Row, column: str) -> Fraction:
        """Read a number of this region's tables exactly."""
        return number(row.get(column, ""), self.decimal, f"data/{self.name}, column {column}")

    def integer(self, row: Row, column: str, empty: int = 0) -> int:
        """Read a whole number; an empty cell is `empty`."""
        said = row.get(column)
        if not said:
            return empty
        if said.isascii() and said.isdecimal():
            return int(said)
        return whole(self.number(row, column), f"data/{self.name}, column {column}")

    def cents(self, row: Row, column: str) -> int:
        """Read an amount of euros as cents; an empty cell costs nothing."""
        said = row.get(column)
        if not said:
            return 0
        if said.isascii() and said.isdecimal():
            return 100 * int(said)
        return whole(self.number(row, column) * 100, f"data/{self.name}, column {column}, in cents")

    def degrees(self, row: Row, column: str) -> float:
        """Read a coordinate as the nearest float."""
        self.number(row, column)
        return float(row[column].replace(",", "."))


def sha256(path: Path) -> str:
    """Give the SHA-256 of a file as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def same(value: str) -> str:
    """Give a text as ids are compared: NFC, without blanks at its ends."""
    return (value if value.isascii() else unicodedata.normalize("NFC", value)).strip()


def read_yaml(path: Path) -> dict[str, Tree]:
    """Read a YAML file whose top is a mapping; every scalar stays text, a key given twice is refused."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    tree = _tree(node, path.name) if node is not None else {}
    if not isinstance(tree, dict):
        raise UnreadableError(f"{path.name}: not a mapping of keys")
    return tree


def _tree(node: yaml.Node, name: str) -> Tree:
    """Turn a YAML node into texts, lists and mappings."""
    if isinstance(node, yaml.ScalarNode):
        return same(str(node.value))
    if isinstance(node, yaml.SequenceNode):
        return [_tree(child, name) for child in node.value]
    tree: dict[str, Tree] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or same(key.value) in tree:
            raise UnreadableError(f"{name}:{key.start_mark.line + 1}: a key that is no text or stands twice")
        tree[same(key.value)] = _tree(value, name)
    return tree


def branch(tree: Tree, key: str) -> dict[str, Tree]:
    """Give the mapping under a key; nothing there is an empty one."""
    below = tree.get(key, {}) if isinstance(tree, dict) else {}
    return below if isinstance(below, dict) else {}


def text(tree: Tree, key: str, missing: str = "") -> str:
    """Give the text under a key."""
    below = tree.get(key, missing) if isinstance(tree, dict) else missing
    if not isinstance(below, str):
        raise UnreadableError(f'"{key}" is not a single value')
    return below


def items(tree: Tree, key: str) -> list[Tree]:
    """Give the list under a key; a single value is a list of one, nothing an empty one."""
    below = tree.get(key, []) if isinstance(tree, dict) else []
    if isinstance(below, list):
        return below
    return [below] if below else []


def read_csv(path: Path, encoding: str = "utf-8-sig") -> list[Row]:
    """Read a CSV file; the header says whether commas or semicolons part its columns."""
    try:
        content = path.read_text(encoding="utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except (OSError, UnicodeDecodeError, LookupError) as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    head = content.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(content, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    return _rows(lines, path.name, are_plain=content.isascii() and not _BLANK.search(content))


def read_xlsx(path: Path, decimal: str) -> list[Row]:
    """Read the first sheet of a workbook; numbers become text with the region's decimal sign."""
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        values = sheet.to_python(skip_empty_area=False)
    except (OSError, CalamineError) as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    return _rows(([_as_text(value, decimal) for value in line] for line in values), path.name)


def _as_text(value: object, decimal: str) -> str:
    """Write a cell of a workbook as a planner would."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", decimal)
    return str(value)


def _rows(lines: Iterable[list[str]], name: str, *, are_plain: bool = False) -> list[Row]:
    """Make rows by column of a header and its lines; empty lines are left out.

    Plain fields, in ASCII and without any blank, are as ids are compared already.
    """
    kept = (line for line in lines if any(line if are_plain else (cell.strip() for cell in line)))
    header = [same(cell) for cell in next(kept, [])]
    rows = []
    for line in kept:
        if len(line) != len(header):
            raise UnreadableError(f"{name}: a row of {len(line)} fields under {len(header)} columns")
        rows.append(dict(zip(header, line if are_plain else map(same, line), strict=True)))
    return rows


def read_json(path: Path) -> dict[str, object]:
    """Read a JSON file whose top is a mapping."""
    if not path.is_file():
        raise UnreadableError(f"there is no {path}")
    try:
        says = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    if not isinstance(says, dict):
        raise UnreadableError(f"{path.name}: not a mapping of keys")
    return says


def read_layer(path: Path, layer: str, columns: Collection[str]) -> dict[str, list[object]]:
    """Read columns of a GeoPackage layer; a column that is not there is left out.

    The file is opened read-only and immutable, so reading it can never change its hash.
    """
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            there = [row[1] for row in connection.execute("SELECT * FROM pragma_table_info(?)", (layer,))]
            wanted = [column for column in columns if column in there]
            if not wanted:
                raise UnreadableError(f"{path.name}: no layer {layer}")
            named = ", ".join(f'"{column}"' for column in wanted)
            # Both names are our own constants: a layer and columns that this package asks for.
            values = connection.execute(f'SELECT {named} FROM "{layer}"').fetchall()  # noqa: S608
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    return {column: [row[i] for row in values] for i, column in enumerate(wanted)}
