"""What region.yaml says of the tables beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.yaml_files import Tree, YamlFile
from netplan.workspace.shelf import Shelf

_KEYS = ("title", "decimal", "encoding", "suppressed", "rows", "totals")


@dataclass(frozen=True)
class Settings:
    """How the tables of a region are written, and what they should add up to."""

    file: YamlFile | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    decimal: str = "."
    encoding: str = ""
    suppressed: int | None = None
    """What a suppressed number of people counts as."""
    rows: Mapping[str, int] = field(default_factory=dict)
    """Stated number of records by table."""
    totals: Mapping[str, int] = field(default_factory=dict)
    """Stated sum of the people by table."""


def read_settings(shelf: Shelf, folder: str, findings: Findings) -> Settings:
    """Read region.yaml where the region has one."""
    path = f"{folder}/region.yaml"
    if not (shelf.root / path).is_file():
        return Settings()
    file = shelf.yaml(path, findings)
    if file is None:
        return Settings()
    reader = _Reader(file, findings)
    for key in file.tree:
        if key not in _KEYS:
            findings.fault(path, file.line((key,)), key, None, "unknown key", did_you_mean(key, _KEYS), "NP-I049")
    suppressed = reader.word("suppressed", ("0", "1"), "")
    return Settings(
        file=file,
        title=reader.texts("title"),
        decimal=reader.word("decimal", (".", ","), "."),
        encoding=reader.word("encoding", (), ""),
        suppressed=int(suppressed) if suppressed else None,
        rows=reader.numbers("rows"),
        totals=reader.numbers("totals"),
    )


class _Reader:
    def __init__(self, file: YamlFile, findings: Findings) -> None:
        self.file, self.findings = file, findings

    def word(self, key: str, known: tuple[str, ...], missing: str) -> str:
        found = self.file.tree.get(key, missing)
        if not isinstance(found, str) or (known and found not in (*known, missing)):
            shown = found if isinstance(found, str) else None
            what = "not one of the words that may stand here"
            self._fault((key,), shown, what, f"Write {' or '.join(known) or 'one word'}.")
            return missing
        return found

    def texts(self, key: str) -> dict[str, str]:
        return {name: text for name, text in self._below(key).items() if isinstance(text, str)}

    def numbers(self, key: str) -> dict[str, int]:
        found = {}
        for name, text in self._below(key).items():
            if isinstance(text, str) and text.isdecimal():
                found[name] = int(text)
            else:
                shown = text if isinstance(text, str) else None
                self._fault((key, name), shown, "not a whole number", "Write digits only, like 812.")
        return found

    def _below(self, key: str) -> dict[str, Tree]:
        found = self.file.tree.get(key, {})
        if isinstance(found, dict):
            return found
        self._fault((key,), found if isinstance(found, str) else None, "not a mapping of keys", "Write `name: value`.")
        return {}

    def _fault(self, path: tuple[str, ...], value: str | None, what: str, mend: str) -> None:
        self.findings.fault(self.file.file, self.file.line(path), ".".join(path), value, what, mend, "NP-I047")
