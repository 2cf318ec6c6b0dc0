"""What the auditor found: one row per rule, and whether the plan stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netplan.audit.telling import Language, told

NOT_CHECKED = (
    "Not checked: that no better plan exists (a bound needs a solver; only bound ≤ value ≤ limit is compared), "
    "and metres."
)
"""What no auditor without a solver can say."""
BOUNDS_CHECKED = "Not checked: metres."
SOME_CHECKED = "Not checked: bounds without kept prices, and metres."
RESTS = "no prices are kept"
"""What is found of a bound that no prices prove."""

SHOWN = 3
"""Faults spelled out in the detail of one row; the others are counted."""


@dataclass(frozen=True)
class Check:
    """One row of the audit: what was claimed, what was found, and whether they agree."""

    name: str
    """The rule, e.g. `places` or `goal cost`."""
    recomputed: str
    """What was recomputed, in words."""
    claimed: str
    """What the run folder or the rule says."""
    found: str
    """What the raw files say."""
    passed: bool
    """False makes the whole verdict fail."""
    detail: str
    """The first faults, or what a rule that is only reported has counted."""


@dataclass(frozen=True)
class Verdict:
    """The judgement on one run folder; prints itself as a table."""

    run: str
    """The run folder as it was named."""
    rows: tuple[Check, ...]
    """One row per rule, in the order in which they were checked."""
    indicators: Mapping[str, object]
    """The indicators recomputed from the raw files: integers by year or in all, `mean_s` a number [s]."""
    not_checked: str = NOT_CHECKED

    @property
    def passed(self) -> bool:
        """Whether every row agrees."""
        return all(row.passed for row in self.rows)

    def __str__(self) -> str:
        """Print the verdict in English."""
        return self.told("en")

    def told(self, lang: Language) -> str:
        """Write rule, claimed, recomputed and `ok` or `FAULT`, one line each, with amounts as people read them."""
        cells = [
            [told(row.name, lang), *(told(text, lang, row.name) for text in (row.claimed, row.found)), _word(row, lang)]
            for row in self.rows
        ]
        heads = [*(told(head, lang) for head in ("rule", "claimed", "recomputed")), ""]
        widths = [max(len(line[i]) for line in [heads, *cells]) for i in range(len(heads))]
        lines = [_line(heads, widths)]
        for row, line in zip(self.rows, cells, strict=True):
            lines.append(_line(line, widths))
            if row.detail:
                lines.append(f"    {told(row.detail, lang, row.name)}")
        faults = sum(not row.passed for row in self.rows)
        verdict = f"{faults} of {len(self.rows)} rows at FAULT" if faults else "every row agrees"
        return "\n".join([*lines, told(self.not_checked, lang), f"{self.run}: {told(verdict, lang)}"])

    def as_json(self) -> dict[str, object]:
        """Give the verdict as plain values, for `audit` in run.json."""
        return {
            "passed": self.passed,
            "rows": [
                {
                    "name": row.name,
                    "recomputed": row.recomputed,
                    "claimed": row.claimed,
                    "found": row.found,
                    "passed": row.passed,
                    "detail": row.detail,
                }
                for row in self.rows
            ],
            "indicators": {name: _by_text(value) for name, value in self.indicators.items()},
            "not_checked": self.not_checked,
        }


def check(name: str, recomputed: str, claimed: object, found: object, faults: Sequence[str]) -> Check:
    """Make a row that passes where no fault was found."""
    return Check(name, recomputed, str(claimed), str(found), not faults, _spelled(faults))


def not_checked(bounds: Sequence[Check]) -> str:
    """Say what is left unchecked, given the rows on bounds."""
    if not bounds:
        return NOT_CHECKED
    return SOME_CHECKED if any(row.found == RESTS for row in bounds) else BOUNDS_CHECKED


def judged(name: str, recomputed: str, apply: str, faults: Sequence[str], clean: str) -> Check:
    """Make the row of a rule that may be enforced or only reported."""
    if apply == "report":
        counted = f"{len(faults)} not kept (only reported)" if faults else clean
        return Check(name, recomputed, "report", counted, passed=True, detail=_spelled(faults))
    return check(name, recomputed, apply, f"{len(faults)} not kept" if faults else clean, faults)


def _by_text(value: object) -> object:
    """Give a mapping by year with its years as text, as JSON keeps them."""
    return {str(key): each for key, each in value.items()} if isinstance(value, Mapping) else value


def _spelled(faults: Sequence[str]) -> str:
    """Join the first faults and count the rest."""
    rest = len(faults) - SHOWN
    return "; ".join(faults[:SHOWN]) + (f"; and {rest} more" if rest > 0 else "")


def _word(row: Check, lang: Language) -> str:
    return told("ok" if row.passed else "FAULT", lang)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Pad the cells of one line to their columns."""
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
