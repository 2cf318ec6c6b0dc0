"""What is seen while something goes on: a spinner, or the line of progress of a solve."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from netplan.cli.texts import text
from netplan.languages import Language

if TYPE_CHECKING:
    from rich.live import Live

    from netplan.engine import Progress

LINE_EVERY = 10.0
"""Seconds between two lines of progress where nobody watches a terminal."""


@contextmanager
def busy(key: str, lang: Language) -> Iterator[Callable[[Mapping[Language, str], float], None]]:
    """Show that something goes on, where somebody watches; what is yielded takes in how far it is."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.markup import escape

    from netplan.units import shown_share

    def draw(what: Mapping[Language, str], share: float) -> None:
        far = f"{text('ways', lang)} {escape(what[lang])}, {shown_share(share, lang, 0)}"
        status.update(far if share < 1 else text(key, lang))

    with Console(stderr=True).status(text(key, lang)) as status:
        yield draw


class Lines:
    """The lines of progress of solves: goal, best plan, bound, gap, elapsed; one for each that goes on."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._where: dict[str, str] = {}
        self._begun: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._live: Live | None = None

    def __enter__(self) -> Self:
        """Draw lines, where somebody watches."""
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live
            from rich.text import Text

            console = Console(stderr=True)
            self._live = Live(get_renderable=lambda: Text(self._written()), console=console, transient=True)
            self._live.start(refresh=True)
        return self

    def __exit__(self, *failure: object) -> None:
        """Take the lines away; what was found is printed in their place."""
        if self._live:
            self._live.stop()

    def begin(self, name: str) -> None:
        """Draw a line from the start."""
        self._begun[name] = self._last[name] = time.monotonic()
        self._where[name] = text("starting", self._lang)
        if self._live:
            self._live.refresh()

    def draw(self, name: str, progress: "Progress") -> None:
        """Take note of where a search stands; say so from time to time where there is no terminal."""
        self._where[name] = _where(progress, self._lang)
        now = time.monotonic()
        if self._live is None and now - self._last[name] >= LINE_EVERY:
            self._last[name] = now
            sys.stderr.write(self._line(name) + "\n")

    def end(self, name: str, say: Callable[[], object]) -> None:
        """Take a line away, and all of them while something else is said."""
        self._where.pop(name, None)
        if self._live:
            self._live.stop()
        say()
        if self._live:
            self._live.start(refresh=True)

    def _written(self) -> str:
        return "\n".join(map(self._line, list(self._where)))

    def _line(self, name: str) -> str:
        where = self._where.get(name, "")
        return f"{name}  {where}  {time.monotonic() - self._begun[name]:.0f} s"


def amount(value: float, unit: str, lang: Language) -> str:
    """Write a goal's value as people do."""
    from netplan.units import shown_minutes, shown_money, shown_number

    if unit == "cents":
        return shown_money(round(value), lang)
    return shown_minutes(value, lang) if unit.endswith("seconds") else shown_number(value, lang)


def _where(progress: "Progress", lang: Language) -> str:
    from netplan.indicators import GOALS
    from netplan.units import shown_share

    goal = GOALS[progress.goal]
    best = "–" if progress.value is None else amount(progress.value, goal.unit, lang)
    bound = "–" if progress.bound is None else amount(progress.bound, goal.unit, lang)
    gap = "–" if progress.gap is None else shown_share(progress.gap, lang, 2)
    parts = (f"{text('best', lang)} {best}", f"{text('bound', lang)} {bound}", f"{text('gap', lang)} {gap}")
    return "  ".join([f"{progress.stage + 1}/{progress.stages} {goal.title[lang]}", *parts])
