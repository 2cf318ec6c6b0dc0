"""A picture of gaps over time, both on logarithmic scales, as SVG."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 70, 20, 150, 50
SECONDS, GAPS = (1, 1000), (0.0001, 1.0)
"""What the picture shows at least and at most."""
COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#0c7c7c", "#990000", "#5b5b5b")


@dataclass(frozen=True)
class Curve:
    """The gap of one search: it holds until the next one."""

    name: str
    """Its first word gives the colour; a curve whose name ends with HiGHS is dashed."""
    seen: Sequence[tuple[float, float]]
    """Seconds and gap."""


def drawn(curves: Sequence[Curve]) -> str:
    """Draw curves."""
    kinds = list(dict.fromkeys(curve.name.split()[0] for curve in curves))
    parts = [*_axes()]
    for curve in curves:
        colour = COLOURS[kinds.index(curve.name.split()[0]) % len(COLOURS)]
        parts += _line(curve, colour)
    for number, kind in enumerate(kinds):
        y = TOP + 16 + 20 * number
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<path d="M{WIDTH - RIGHT + 14} {y - 4}h22" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 42}" y="{y}">{escape(kind)}</text>')
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    title = "<title>Proved gap over time, by size of the region; dashed: HiGHS on the plain matrix</title>"
    return "\n".join([head, title, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *parts, "</svg>\n"])


def _axes() -> Iterator[str]:
    floor = HEIGHT - BOTTOM
    for mark in (1, 5, 15, 60, 300, 1000):
        x = _x(mark)
        yield f'<path d="M{x:.1f} {TOP}V{floor}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{floor + 18}" text-anchor="middle">{mark} s</text>'
    for gap, name in ((1, "100 %"), (0.1, "10 %"), (0.01, "1 %"), (0.001, "0.1 %"), (0.0001, "0.01 %")):
        y = _y(gap)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{name}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle:.0f}" y="{HEIGHT - 8}" text-anchor="middle">seconds since the start</text>'


def _line(curve: Curve, colour: str) -> Iterator[str]:
    """Draw one curve as steps; one that never had a plan is a dot at 100 %."""
    shown = [(at, gap if math.isfinite(gap) else 1.0) for at, gap in curve.seen]
    if not shown:
        return
    path = f"M{_x(shown[0][0]):.1f} {_y(shown[0][1]):.1f}"
    for at, gap in shown[1:]:
        path += f"H{_x(at):.1f}V{_y(gap):.1f}"
    dashes = ' stroke-dasharray="5 4"' if curve.name.endswith("HiGHS") else ""
    yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.6"{dashes}/>'
    at, gap = shown[-1]
    fill = "white" if dashes else colour
    yield f'<circle cx="{_x(at):.1f}" cy="{_y(gap):.1f}" r="3.5" fill="{fill}" stroke="{colour}"/>'


def _x(seconds: float) -> float:
    return LEFT + (WIDTH - RIGHT - LEFT) * _share(seconds, SECONDS)


def _y(gap: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * _share(gap, GAPS)


def _share(value: float, limits: tuple[float, float]) -> float:
    """Return how far along a logarithmic scale a value is, from 0 to 1."""
    low, high = limits
    return math.log(min(max(value, low), high) / low) / math.log(high / low)
