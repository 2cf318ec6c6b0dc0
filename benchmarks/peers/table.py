"""The table of peers: a line a peer and instance, then geometric means."""

import math
from collections.abc import Iterator, Sequence

from benchmarks.peers.rounds import NETPLAN, Measured

HEADER = (
    f"{'instance':<18}{'peer':<15}{'building':>9}{'solving':>9}{'both':>9}{'spread':>8}{'process':>9}{'MB':>7}"
    f"{'value':>18}{'gap':>10}{'in netplan’s time':>19}  status"
)


def lines(name: str, found: Sequence[Measured]) -> Iterator[str]:
    """Write what all peers did with one instance."""
    for one in found:
        shown = one.shown
        if shown.value is None:
            yield f"{name:<18}{one.peer:<15}{'–':>9}{'–':>9}{shown.seconds:>9.3f}{'':>61}{'':>10}  {shown.status}"
            continue
        times = "".join(f"{one.median(part):>9.3f}" for part in ("building", "solving", "seconds"))
        short = "" if one.at_equal_time is None else _percent(one.at_equal_time.gap)
        yield (
            f"{name:<18}{one.peer:<15}{times}{one.spread:>8.3f}{one.median('process'):>9.2f}"
            f"{one.median('megabytes'):>7.0f}{shown.value:>18,.3f}{_percent(shown.gap):>10}{short:>19}  {shown.status}"
        )


def _percent(gap: float) -> str:
    return "no plan" if math.isinf(gap) else f"{100 * gap:.4f} %"


def geometric_means(by_kind: dict[str, list[list[Measured]]]) -> Iterator[str]:
    """Write how many times as long as netplan each peer took, by set and over all, as geometric means.

    Only instances that both solved count. Where a peer's time was up before it was as near as asked, its time limit
    counts, so that the true ratio is larger; their number is told.
    """
    yield f"{'set':<12}{'peer':<15}{'instances':>10}{'time / netplan’s':>18}{'process / its':>21}{'out of time':>13}"
    everything = [found for kind in by_kind.values() for found in kind]
    for kind, rows in [*by_kind.items(), *([("all", everything)] if len(by_kind) > 1 else [])]:
        for peer in dict.fromkeys(one.peer for found in rows for one in found if one.peer != NETPLAN):
            both = [(own, other) for found in rows for own, other in _pairs(found, peer)]
            if both:
                late = sum(other.shown.status == "limit" for _, other in both)
                yield (
                    f"{kind:<12}{peer:<15}{len(both):>10}{_mean(both, 'seconds'):>17.2f}×"
                    f"{_mean(both, 'process'):>20.2f}×{late:>13}"
                )


def _pairs(found: Sequence[Measured], peer: str) -> list[tuple[Measured, Measured]]:
    own = [one for one in found if one.peer == NETPLAN and one.solves]
    return [(own[0], other) for other in found if own and other.peer == peer and other.solves]


def _mean(both: Sequence[tuple[Measured, Measured]], part: str) -> float:
    ratios = [math.log(other.median(part) / own.median(part)) for own, other in both]
    return math.exp(sum(ratios) / len(ratios))
