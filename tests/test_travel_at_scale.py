"""Large searches: fewer nodes, many processes and a stop in between change no way."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from netplan.travel import crew, join, ways
from netplan.travel.arcs import Arcs, without_passed
from netplan.travel.blocks import Found, Search
from netplan.travel.graph import Ints, main_component
from tests.invented_streets import CAR, columns, places, streets

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 900
SEARCH = """
import sys
import netplan.travel.crew as crew
from netplan.travel import ways
from tests.invented_streets import CAR, places, streets

crew.WORTH_SECONDS = -1.0
roads = streets(260, 3)
ways(roads, places(roads, 3000, 1), places(roads, 9000, 2), CAR, 7200, workers=2,
     tell=lambda done, blocks: print(done, flush=True))
"""


@pytest.mark.parametrize("seed", range(20))
def test_leaving_nodes_out_makes_no_way_longer_or_shorter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size, count = int(rng.integers(2, 40)), int(rng.integers(0, 150))
    start, end = rng.integers(0, size, (2, count))
    # Weights of nothing, loops and parallel arcs included.
    arcs = Arcs(start, end, rng.integers(0, 6, (2, count)).astype(float))
    kept = rng.random(size) < rng.random()
    fewer, left = without_passed(arcs, kept)
    assert left[kept].all()
    assert left[np.concatenate([fewer.start, fewer.end])].all()
    for kind in range(2):
        before, after = (_lengths(one, kind, np.flatnonzero(left)) for one in (arcs, fewer))
        assert before == after


def _lengths(arcs: Arcs, kind: int, nodes: Ints) -> dict[tuple[int, int], float]:
    """Give the lightest way between all nodes that are left, by networkx."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    graph.add_nodes_from(nodes.tolist())
    for a, b, weight in zip(arcs.start.tolist(), arcs.end.tolist(), arcs.weight[kind].tolist(), strict=True):
        graph.add_edge(a, b, weight=weight)
    found = {}
    for a in nodes.tolist():
        for b, length in nx.single_source_dijkstra_path_length(graph, a).items():
            if b in nodes:
                found[a, b] = length
    return found


def test_a_street_network_keeps_a_fraction_of_its_nodes() -> None:
    roads, kept = streets(60, 1), np.zeros(3600, dtype=bool)
    kept[::40] = True
    arcs = Arcs(roads.u, roads.v, roads.length_cm[None].astype(float))
    fewer, left = without_passed(arcs, kept)
    assert left.sum() < 3600 / 3
    assert len(fewer.start) < len(roads.u)


@pytest.mark.parametrize("who", ["scipy alone", "networkx"])
@pytest.mark.parametrize("mode", ["foot", "car"])
def test_the_benchmark_finds_no_way_that_differs(who: str, mode: str, tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="the benchmark measures memory as Unix does")
    from benchmarks.travel import Task, measured  # noqa: PLC0415  not on Windows

    figures = measured(Task(who, mode, "", 2500, 300, 60, 20, 1, str(tmp_path)))
    assert figures.compared > 50
    assert figures.differ == 0


@pytest.fixture
def many_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search few sites at a time, and ask others for help at once."""
    monkeypatch.setattr("netplan.travel.blocks.BLOCK", 3)
    monkeypatch.setattr("netplan.travel.network.MATRIX", 500)
    monkeypatch.setattr("netplan.travel.crew.WORTH_SECONDS", -1.0)


@pytest.mark.usefixtures("many_blocks")
def test_any_number_of_processes_finds_the_same_in_the_same_order() -> None:
    roads = streets(30, 2)
    cells, sites = places(roads, 300, 1), places(roads, 60, 2)
    alone = ways(roads, cells, sites, CAR, LIMIT, workers=1)
    heard: list[tuple[int, int]] = []
    together = ways(roads, cells, sites, CAR, LIMIT, workers=3, tell=lambda *told: heard.append(told))
    assert len(alone.cell) > 1000
    assert columns(together) == columns(alone)
    done = [one for one, _ in heard]
    assert done == sorted(done)
    assert heard[-1] == (heard[0][1], heard[0][1])


@pytest.mark.usefixtures("many_blocks")
def test_what_others_find_is_taken_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    search = _a_search()
    alone = crew.searched(search, 1, crew.unheard)
    own: list[int] = []
    block = Search.block

    def counted(search: Search, number: int) -> Found:
        own.append(number)
        return block(search, number)

    monkeypatch.setattr(Search, "block", counted)
    monkeypatch.setattr(crew, "claimed", lambda *_: False)  # all are left to the others
    together = crew.searched(search, 3, crew.unheard)
    assert own == [0]
    assert [_lists(found) for found in together] == [_lists(found) for found in alone]


def _lists(found: Found) -> list[list[int]]:
    return [column.tolist() for column in vars(found).values()]


def _a_search() -> Search:
    roads = streets(30, 2)
    main = main_component(roads, CAR.roads)
    cells, sites = (join(places(roads, *ask), roads, CAR, main) for ask in ((300, 1), (60, 2)))
    return Search.of(roads, CAR, main, cells, sites, 1000 * LIMIT)


@pytest.mark.usefixtures("many_blocks")
def test_another_process_finds_what_this_one_finds(tmp_path: Path) -> None:
    search = _a_search()
    crew.write_search(search, tmp_path)
    assert crew.claimed(tmp_path, 3)
    command = [sys.executable, "-m", "netplan.travel.worker", str(tmp_path), "2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as worker:
        assert worker.wait() == 0
    assert not crew.claimed(tmp_path, 2)
    found = {int(file.name.split(".")[0]): dict(np.load(file)) for file in tmp_path.glob("*.found.npz")}
    assert sorted(found) == [2, *range(4, search.blocks())]
    for number, values in found.items():
        assert _lists(Found(**values)) == _lists(search.block(number))


@pytest.mark.usefixtures("many_blocks")
@pytest.mark.parametrize("python", ["false", "there is no such program"])
def test_without_help_one_process_does_all(python: str, monkeypatch: pytest.MonkeyPatch) -> None:
    search = _a_search()
    alone = crew.searched(search, 1, crew.unheard)
    monkeypatch.setattr(sys, "executable", shutil.which(python) or python)
    # As if another had claimed every block, and died.
    monkeypatch.setattr(crew, "claimed", lambda *_: False)
    left = crew.searched(search, 2, crew.unheard)
    assert len(left) == search.blocks()
    assert [_lists(found) for found in left] == [_lists(found) for found in alone]


@pytest.mark.usefixtures("many_blocks")
def test_without_room_for_files_one_process_does_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = _a_search()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "there is no such folder"))
    heard: list[int] = []
    assert len(crew.searched(search, 2, lambda done, _: heard.append(done))) == search.blocks()
    assert heard == list(range(1, search.blocks() + 1))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_stop_ends_every_process(number: signal.Signals, tmp_path: Path) -> None:
    own = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SEARCH]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=own) as asked:
        assert asked.stdout
        while not _helpers(tmp_path):
            assert asked.stdout.readline(), "the search was over before it was stopped"
        asked.send_signal(number)
        asked.communicate()
    assert asked.returncode == -number
    ended = time.monotonic() + 60
    while _helpers(tmp_path):
        assert time.monotonic() < ended, "a helper goes on"
    if number == signal.SIGINT:
        assert list(tmp_path.iterdir()) == []


def _helpers(folder: Path) -> list[str]:
    """List the processes that search blocks of a folder."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = file.read_text().split("\0")
            if "netplan.travel.worker" in words and any(word.startswith(str(folder)) for word in words):
                found.append(file.parent.name)
    return found
