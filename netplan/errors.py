"""Every error a planner can meet: where it is, what is wrong, how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from netplan.german import german

SHOWN_PER_FILE = 50


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that a file says and may not say."""

    file: str
    """The file, relative to the workspace where possible."""
    line: int | None
    """Row of a table or line of a YAML file, counted from 1; None where the fault is in the whole file."""
    where: str
    """Column of a table, key path of a YAML file (`constraints.reach.limit`), or empty."""
    value: str | None
    """The text that stands there; None where nothing stands there."""
    what: str
    """What is wrong, without the final full stop."""
    mend: str
    """How to mend it, a sentence."""
    code: str
    """Stable code, e.g. `NP-I005`."""

    def __str__(self) -> str:
        """Write the fault on one line."""
        return f"{self._place('row', 'column', 'value')}: {self.what}. {self.mend}".rstrip()

    @property
    def de(self) -> str:
        """The fault on one line in German."""
        place = self._place("Zeile", "Spalte", "Wert")
        return f"{place}: {german(self.what)}. {german(self.mend)}".rstrip()

    def _place(self, row: str, column: str, value: str) -> str:
        if self.file.endswith((".yaml", ".yml")):
            place = self.file + (f":{self.line}" if self.line else "")
            place += f" {self.where}" if self.where else ""
        else:
            place = self.file + (f", {row} {self.line}" if self.line else "")
            place += f", {column} {self.where}" if self.where else ""
        return place if self.value is None else f'{place}, {value} "{self.value}"'


class NetplanError(Exception):
    """What every error of netplan is; its text is meant for the planner, in English and German."""

    def __init__(self, en: str, *, de: str = "") -> None:
        """Keep both texts; a text in one language stands for both."""
        super().__init__(en)
        self.en, self._de = en, de or en

    @property
    def de(self) -> str:
        """The text in German."""
        return self._de


class InputError(NetplanError):
    """Files say what they may not: all faults of all files at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in file and line order, each once."""
        self.faults = tuple(sorted(set(faults), key=_place))
        super().__init__(_listed(self.faults))

    @property
    def de(self) -> str:
        """All faults in German."""
        return _listed_in_german(self.faults)


class NoPlanError(NetplanError):
    """The question has no answer; the text explains why."""


class SolverError(NetplanError):
    """The solver failed, or time ran out before any plan was found."""


@dataclass(frozen=True)
class Notice:
    """Something a reader of the plan must know: an assumption, a fallback, a doubt."""

    code: str
    """Stable code, e.g. `NP-W009`."""
    de: str
    en: str

    def __str__(self) -> str:
        """Write the notice in English with its code."""
        return f"{self.code}: {self.en}"


def _place(fault: Fault) -> tuple[str, int, str, str]:
    return (fault.file, fault.line or 0, fault.where, fault.what)


def _by_file(faults: tuple[Fault, ...]) -> list[list[Fault]]:
    files = dict.fromkeys(fault.file for fault in faults)
    return [[fault for fault in faults if fault.file == file] for file in files]


def _listed(faults: tuple[Fault, ...]) -> str:
    lines: list[str] = []
    for found in _by_file(faults):
        lines += [str(fault) for fault in found[:SHOWN_PER_FILE]]
        if len(found) > SHOWN_PER_FILE:
            lines.append(f"{found[0].file}: {len(found) - SHOWN_PER_FILE} more of {len(found)} faults in this file.")
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return "\n".join([*lines, f"{count}; nothing was written."])


def _listed_in_german(faults: tuple[Fault, ...]) -> str:
    lines: list[str] = []
    for found in _by_file(faults):
        lines += [fault.de for fault in found[:SHOWN_PER_FILE]]
        if len(found) > SHOWN_PER_FILE:
            more = len(found) - SHOWN_PER_FILE
            lines.append(f"{found[0].file}: {more} weitere von {len(found)} Fehlern dieser Datei.")
    return "\n".join([*lines, f"{len(faults)} Fehler; geschrieben wurde nichts."])
