"""How long the ways of a Land take to search: python -m benchmarks.travel [--osm extract.osm.pbf] [--seeds 1 2 3].

Networks: an invented one of 300,000 crossings, and with `--osm` an extract read by netplan's own import. On each, on
foot and by car, the ways from cells to sites within a limit are searched by netplan on one core, on all cores, and
taken from where they are kept; beside it, from some of the sites and extrapolated, by scipy alone and by networkx,
which search the time only, not the length as well. Every figure comes from a process of its own; the ways of those
sites are compared one by one.
"""

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from benchmarks.street_grid import places, street_grid
from netplan.inputs.osm import read_osm
from netplan.travel import Points, Roads, TravelMode, Ways, ways
from netplan.travel.crew import cores
from netplan.travel.graph import edge_milliseconds, milliseconds
from netplan.workspace.streets import streets

FOOT = TravelMode("foot", "walk", Fraction("4.8"), Fraction("4.8"))
CAR = TravelMode(
    "car", "drive", Fraction(30), Fraction("4.8"), 120,
    {"motorway": Fraction(110), "trunk": Fraction(80), "primary": Fraction(70), "secondary": Fraction(50)},
)  # fmt: skip
Floats = NDArray[np.float64]
MODES = {mode.name: mode for mode in (FOOT, CAR)}
WHO = ("netplan, 1 core", "netplan, all cores", "netplan, kept", "scipy alone", "networkx")
OTHERS = {"scipy alone": 100, "networkx": 8}
"""Sites that the others search from; what they take is carried to all sites."""
HEADS = (
    "network", "sites × cells", "mode, limit", "who", "wall [s]", "CPU [s]", "of it here [s]", "pairs", "peak [MB]",
    "ways that differ",
)  # fmt: skip
POLL_SECONDS = 0.1
MEGABYTE = 1024


@dataclass(frozen=True)
class Task:
    """One search by one of those compared."""

    who: str
    mode: str
    osm: str
    nodes: int
    cells: int
    sites: int
    minutes: int
    seed: int
    kept_in: str

    @property
    def network(self) -> str:
        """Name the network."""
        return Path(self.osm).name if self.osm else "invented"

    def given(self) -> tuple[Roads, Points, Points]:
        """Make the roads, the cells and the sites."""
        if self.osm:
            found = streets(read_osm(Path(self.osm)))
            roads = Roads.of_columns(found.nodes, found.edges)
        else:
            roads = street_grid(self.nodes, self.seed)
        return roads, places(roads, self.cells, 10 + self.seed), places(roads, self.sites, 20 + self.seed)


@dataclass
class Figures:
    """What one search took."""

    nodes: int
    edges: int
    wall: float = 0.0
    cpu: float = 0.0
    own: float = 0.0
    """CPU seconds of the process itself, without its helpers."""
    pairs: int = 0
    peak: float = 0.0
    """Largest memory of the process and its helpers together, roads included [MB]."""
    compared: int = 0
    """Ways held against those of netplan."""
    differ: int = 0


def measured(task: Task) -> Figures:
    """Do one task in this process."""
    roads, cells, sites = task.given()
    mode, limit = MODES[task.mode], 60 * task.minutes
    figures = Figures(len(roads.osmid), len(roads.u))
    if task.who in OTHERS:
        found = ways(roads, cells, sites, mode, limit, kept_in=Path(task.kept_in))
        _sampled(task, roads, found, figures)
    else:
        alone = task.who == "netplan, 1 core"
        with _clock(figures):
            found = ways(
                roads, cells, sites, mode, limit, workers=1 if alone else None,
                kept_in=None if alone else Path(task.kept_in),
            )  # fmt: skip
        figures.pairs = len(found.cell)
    figures.peak = max(figures.peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE)
    return figures


@contextmanager
def _clock(figures: Figures) -> Iterator[None]:
    """Measure what happens meanwhile, helpers included."""
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(figures, over), daemon=True)
    watch.start()
    wall, cpu, own = time.perf_counter(), _cpu(), time.process_time()
    yield
    figures.wall, figures.cpu = time.perf_counter() - wall, _cpu() - cpu
    figures.own = time.process_time() - own
    over.set()
    watch.join()


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _watch(figures: Figures, over: threading.Event) -> None:
    """Add up the memory of this process and its helpers from time to time, where there is /proc [MB]."""
    me = Path("/proc/self")
    while me.exists() and not over.wait(POLL_SECONDS):
        helpers = " ".join(file.read_text() for file in me.glob("task/*/children")).split()
        size = sum(_resident(Path("/proc") / number) for number in ["self", *helpers])
        figures.peak = max(figures.peak, size)


def _resident(process: Path) -> float:
    with suppress(OSError):
        for line in (process / "status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / MEGABYTE
    return 0.0


def _sampled(task: Task, roads: Roads, found: Ways, figures: Figures) -> None:
    """Search from some sites by another library, time it, and hold its ways against netplan's."""
    mode = MODES[task.mode]
    if found.cells is None or found.sites is None:
        raise ValueError("the ways were not searched on roads")
    joined = np.flatnonzero(found.sites.node >= 0)
    sample = joined[:: max(1, len(joined) // OTHERS[task.who])][: OTHERS[task.who]]
    leg_in, leg_out = (milliseconds(ends.leg_cm, mode.access_speed) for ends in (found.cells, found.sites))
    left = 1000 * (60 * task.minutes - mode.wait)
    search = _by_networkx if task.who == "networkx" else _by_scipy
    distances = search(roads, mode, found.sites.node[sample].tolist(), left, figures)
    for site, ms in zip(sample.tolist(), distances, strict=True):
        total = np.where(found.cells.node >= 0, ms[found.cells.node], np.inf) + leg_in + leg_out[site]
        cells = np.flatnonzero(total <= left)
        expected = dict(zip(cells.tolist(), (-(-total[cells] // 1000) + mode.wait).tolist(), strict=True))
        own = found.site == site
        got = dict(zip(found.cell[own].tolist(), found.seconds[own].tolist(), strict=True))
        figures.compared += len(expected)
        figures.differ += sum(expected.get(cell) != got.get(cell) for cell in {*expected, *got})
    share = len(joined) / len(sample)
    figures.wall, figures.cpu, figures.own = (share * one for one in (figures.wall, figures.cpu, figures.own))
    figures.pairs = round(share * figures.compared)


def _by_networkx(roads: Roads, mode: TravelMode, sources: list[int], limit: int, figures: Figures) -> list[Floats]:
    """Search as networkx does: a dictionary of nodes in reach for each site."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    for u, v, ms in zip(*_edges(roads, mode), strict=True):
        graph.add_edge(v, u, ms=ms)
    with _clock(figures):
        found = [nx.single_source_dijkstra_path_length(graph, node, cutoff=limit, weight="ms") for node in sources]
    result = np.full((len(sources), len(roads.osmid)), np.inf)
    for row, reached in zip(result, found, strict=True):
        row[list(reached)] = list(reached.values())
    return list(result)


def _by_scipy(roads: Roads, mode: TravelMode, sources: list[int], limit: int, figures: Figures) -> list[Floats]:
    """Search as scipy does: distances to all nodes for each site, ten sites at a time."""
    u, v, ms = _edges(roads, mode)
    size = len(roads.osmid)
    graph = csr_matrix((np.array(ms, dtype=np.float64), (v, u)), shape=(size, size))
    with _clock(figures):
        parts = [dijkstra(graph, indices=sources[i : i + 10], limit=limit) for i in range(0, len(sources), 10)]
    return list(np.concatenate(parts))


def _edges(roads: Roads, mode: TravelMode) -> tuple[list[int], list[int], list[int]]:
    """List the edges of a mode, of parallel ones the quickest: from, to, ms."""
    usable = roads.usable(mode.roads)
    u, v, ms = roads.u[usable], roads.v[usable], edge_milliseconds(roads, mode)[usable]
    order = np.lexsort((ms, v, u))
    u, v, ms = u[order], v[order], ms[order]
    first = np.append(True, (np.diff(u) != 0) | (np.diff(v) != 0))
    return u[first].tolist(), v[first].tolist(), ms[first].tolist()


def _asked(task: Task) -> Figures:
    """Let a process of its own do a task."""
    command = [sys.executable, "-m", "benchmarks.travel", "--one", json.dumps(asdict(task))]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603  our own module
    return Figures(**json.loads(done.stdout))


def _row(task: Task, runs: list[Figures]) -> str:
    """Write a row of the table: medians of the seeds, and from the least to the most in brackets."""

    def spread(values: list[float], digits: int) -> str:
        ends = f" ({min(values):,.{digits}f}–{max(values):,.{digits}f})" if len(values) > 1 else ""
        return f"{statistics.median(values):,.{digits}f}{ends}"

    count = f", from {min(OTHERS[task.who], task.sites)} sites" if task.who in OTHERS else ""
    last = runs[-1]
    cells = (
        f"{task.network}: {last.nodes:,} nodes, {last.edges:,} edges", f"{task.sites:,} × {task.cells:,}",
        f"{task.mode}, {task.minutes} min", task.who + count, spread([one.wall for one in runs], 2),
        spread([one.cpu for one in runs], 2), f"{statistics.median(one.own for one in runs):,.2f}",
        f"{round(statistics.median(one.pairs for one in runs)):,}", spread([one.peak for one in runs], 0),
        f"{sum(one.differ for one in runs)} of {sum(one.compared for one in runs):,}" if task.who in OTHERS else "",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure everybody on every network, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.travel", description=__doc__)
    parser.add_argument("--osm", default="", help="an OpenStreetMap extract to search on as well")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--nodes", type=int, default=300_000)
    parser.add_argument("--sites", type=int, default=5_000)
    parser.add_argument("--cells", type=int, default=20_000)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(asdict(measured(Task(**json.loads(chosen.one))))))
        return
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "networkx"))
    print(f"{cores()} cores, {platform.system()}, Python {platform.python_version()}, {versions}; seeds {chosen.seeds}")
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * 4}{'---:|' * 6}")
    sizes = [("", chosen.sites, chosen.cells)]
    if chosen.osm:
        sizes.append((str(Path(chosen.osm).resolve()), chosen.sites // 10, chosen.cells // 4))
    with tempfile.TemporaryDirectory() as folder:
        for osm, sites, cells in sizes:
            for mode in MODES:
                for who in WHO:
                    tasks = [
                        Task(who, mode, osm, chosen.nodes, cells, sites, chosen.minutes, seed, folder)
                        for seed in chosen.seeds
                    ]
                    print(_row(tasks[0], [_asked(task) for task in tasks]), flush=True)


if __name__ == "__main__":
    main()
