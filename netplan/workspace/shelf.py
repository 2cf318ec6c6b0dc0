"""The files of one workspace, each read and hashed once however many scenarios need it."""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar, cast

from netplan.case import InputFile
from netplan.inputs.csv_files import read_csv
from netplan.inputs.excel import read_excel
from netplan.inputs.findings import Findings, did_you_mean
from netplan.inputs.table import Layout, Table
from netplan.inputs.yaml_files import YamlFile, read_yaml
from netplan.languages import Language
from netplan.workspace.folders import MODELS

_Thing = TypeVar("_Thing")
Hear: TypeAlias = Callable[[Mapping[Language, str], float], None]
"""Hears what takes long, by language, and which share of it is done."""
SUFFIXES = (".csv", ".xlsx")


@dataclass(frozen=True)
class Shelf:
    """A workspace and what was already read of it."""

    root: Path
    hear: Hear | None = None
    """Hears how far a long search of ways is."""
    _kept: dict[Hashable, object] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], _Thing]) -> _Thing:
        """Return what was made for a key, making it where it is asked for the first time."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("_Thing", self._kept[key])

    def yaml(self, file: str, findings: Findings) -> YamlFile | None:
        """Read a YAML file of the workspace; its faults are noted each time it is asked for."""
        if ("yaml", file) not in self._kept and not (self.root / file).is_file():
            folder = (self.root / file).parent
            names = sorted(path.name for path in folder.glob("*.yaml")) if folder.is_dir() else []
            mend = did_you_mean(Path(file).name, names, "Write the file, or `netplan init` a workspace.")
            findings.fault(file, None, "", None, "no such file", mend, "NP-I061")
            return None

        def make() -> tuple[YamlFile | None, Findings]:
            own = Findings()
            return read_yaml(self.root / file, file, own), own

        found, own = self.once(("yaml", file), make)
        findings.add(own)
        return found

    def table(self, stem: str, layout: Layout, findings: Findings, encoding: str, decimal: str) -> Table | None:
        """Read `stem`.csv or `stem`.xlsx; None where neither is there or where faults were noted."""
        files = [stem + suffix for suffix in SUFFIXES if (self.root / (stem + suffix)).is_file()]
        if len(files) > 1:
            mend = "Keep one of the two files."
            findings.fault(files[0], None, "", None, f"{files[1]} is there as well", mend, "NP-I032")
            return None
        if not files:
            return None
        path, file = self.root / files[0], files[0]
        if file.endswith(".xlsx"):
            return read_excel(path, file, layout, findings, decimal)
        return read_csv(path, file, layout, findings, encoding, decimal)

    def has(self, stem: str) -> bool:
        """Whether a table is there."""
        return any((self.root / (stem + suffix)).is_file() for suffix in SUFFIXES)

    def input(self, file: str, rows: int | None) -> InputFile:
        """Return the fingerprint of a file."""

        def make() -> InputFile:
            path = self.root / file
            with path.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            return InputFile(file, digest, path.stat().st_size, rows)

        return self.once(("input", file), make)

    def models(self) -> tuple[str, ...]:
        """List the names of the models."""
        return tuple(sorted(path.stem for path in (self.root / MODELS).glob("*.yaml")))

    def keys_of_all_models(self, branch: str) -> frozenset[str]:
        """Return the names that the models of all sectors give below a key, such as `services`."""
        names: set[str] = set()
        for model in self.models():
            file = self.yaml(f"{MODELS}/{model}.yaml", Findings())
            below = file.tree.get(branch) if file else None
            names.update(below if isinstance(below, dict) else ())
        return frozenset(names)
