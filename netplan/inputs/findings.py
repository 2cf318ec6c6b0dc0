"""What reading finds: faults to be mended and notices for the reader of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from netplan.errors import Fault, InputError, Notice


@dataclass(frozen=True)
class Findings:
    """Faults and notices in the order they are found; the one thing here that grows."""

    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def fault(
        self, file: str, line: int | None, where: str, value: str | None, what: str, mend: str, code: str
    ) -> None:
        """Note a fault; the arguments are those of Fault."""
        self.faults.append(Fault(file, line, where, value, what, mend, code))

    def notice(self, code: str, de: str, en: str) -> None:
        """Note something that is no fault but that a reader must know."""
        self.notices.append(Notice(code, de, en))

    def add(self, other: "Findings") -> None:
        """Take over what another reading found."""
        self.faults.extend(other.faults)
        self.notices.extend(other.notices)

    def clean_column(self, file: str, *columns: str) -> bool:
        """Whether nothing is wrong with some columns of a file."""
        wrong = {column for fault in self.faults if fault.file == file for column in fault.where.split(", ")}
        return not wrong & {"", *columns}

    def clean(self, *files: str) -> bool:
        """Whether nothing is wrong with any of some files."""
        return not any(fault.file in files for fault in self.faults)

    def raise_faults(self) -> None:
        """Raise InputError with all faults, if there are any."""
        if self.faults:
            raise InputError(self.faults)


def did_you_mean(text: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the sentence that proposes the nearest known name, else the one that lists the known names."""
    names = [name for name in dict.fromkeys(known) if name]
    folded = {name.casefold(): name for name in reversed(names)}
    near = get_close_matches(text.casefold(), folded, n=1, cutoff=0.65)
    if near:
        return f'Did you mean "{folded[near[0]]}"?'
    if not names:
        return otherwise or "None is known."
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")  # noqa: PLR2004  as many as a line holds
    return otherwise or f"Known: {shown}."
