"""How long from cell to site: by hand on a tiny network, and against networkx on random ones."""

from fractions import Fraction

import networkx as nx
import numpy as np
import pytest

from netplan.errors import InputError
from netplan.travel import (
    Points,
    Roads,
    TravelMode,
    Ways,
    great_circle_cm,
    join,
    quickest,
    ways,
    ways_of_table,
)
from netplan.travel.networks import of_networkx, to_networkx

# A street of three crossings, 100 m apart on the map but with lengths of our own, and an island:
#
#        1 ===100 m==> 2 <--200 m--> 3          7 <--50 m--> 8     (island, cut off)
#        ^ <==150 m====/             |
#        |                           |          both: 1 → 2 also by a parallel edge of 400 m
#        +------- 300 m, one-way ----+          3 → 1 only in that direction
LON = 8.7
STEP = 0.001
NODES = {
    "osmid": np.array([1, 2, 3, 7, 8]),
    "x": LON + STEP * np.array([0, 1, 2, 6, 7]),
    "y": np.full(5, 50.0),
}
EDGES = {
    "u": np.array([1, 1, 2, 2, 3, 3, 7, 8]),
    "v": np.array([2, 2, 1, 3, 2, 1, 8, 7]),
    "length": np.array([400.0, 100.0, 150.0, 200.0, 200.0, 300.0, 50.0, 50.0]),
    "highway": np.array(["path", "street", "street", "street", "street", "fast", "street", "street"], dtype=object),
    "walk": np.ones(8),
    "bike": np.zeros(8),
    "drive": np.array([1, 1, 1, 1, 0, 1, 1, 1]),
}
WALK = TravelMode("walk", "walk", Fraction("3.6"), Fraction("3.6"))


def _roads() -> Roads:
    return Roads.of_columns(NODES, EDGES)


def _points(*places: tuple[str, float, float]) -> Points:
    ids, lon, lat = zip(*places, strict=True)
    return Points(ids, np.array(lon), np.array(lat))


def _at_nodes(*numbers: int) -> Points:
    return _points(*((f"at{n}", NODES["x"][n], NODES["y"][n]) for n in numbers))


def _seconds(found: Ways) -> dict[tuple[int, int], int]:
    return {(int(c), int(s)): int(t) for c, s, t in zip(found.cell, found.site, found.seconds, strict=True)}


def test_ways_run_from_home_to_site_along_one_way_streets() -> None:
    found = ways(_roads(), _at_nodes(0, 1, 2), _at_nodes(0, 2), WALK, 3600)
    # 3.6 km/h is a metre a second. Home 1 → site 3: 100 + 200; home 3 → site 1: 300 by the one-way street.
    assert _seconds(found) == {(0, 0): 0, (0, 1): 300, (1, 0): 150, (1, 1): 200, (2, 0): 300, (2, 1): 0}


def test_of_parallel_edges_the_shortest_counts_and_they_never_add_up() -> None:
    found = ways(_roads(), _at_nodes(0), _at_nodes(1), WALK, 3600)
    assert _seconds(found) == {(0, 0): 100}
    assert found.metres.tolist() == [100]


def test_pairs_beyond_the_limit_do_not_exist_and_pairs_at_the_limit_do() -> None:
    cells, sites = _at_nodes(0), _at_nodes(2)
    assert len(ways(_roads(), cells, sites, WALK, 300).cell) == 1
    assert len(ways(_roads(), cells, sites, WALK, 299).cell) == 0


def test_waiting_is_added_once_and_counts_against_the_limit() -> None:
    bus = TravelMode("bus", "walk", Fraction("3.6"), Fraction("3.6"), wait=60)
    assert ways(_roads(), _at_nodes(0), _at_nodes(2), bus, 360).seconds.tolist() == [360]
    assert len(ways(_roads(), _at_nodes(0), _at_nodes(2), bus, 359).cell) == 0
    assert len(ways(_roads(), _at_nodes(0), _at_nodes(0), bus, 59).cell) == 0


def test_access_legs_at_both_ends_are_walked_at_their_own_speed() -> None:
    home = _points(("home", LON, 50.0005))
    leg_cm = int(great_circle_cm(np.array([LON]), np.array([50.0005]), np.array([LON]), np.array([50.0]))[0])
    assert leg_cm == 5560  # half a thousandth of a degree of latitude
    mode = TravelMode("car", "walk", Fraction(36), Fraction("1.8"))
    found = ways(_roads(), home, home, mode, 3600)
    # 55.60 m at half a metre a second, twice.
    assert found.seconds.tolist() == [-(-2 * 55_60 * 20 // 1000)]
    assert found.metres.tolist() == [-(-2 * leg_cm // 100)]


def test_a_way_is_rounded_up_once_and_not_by_edge() -> None:
    # At 7 km/h 100 m take 51,428.57… ms and 200 m 102,857.14… ms: each edge up to a whole millisecond.
    mode = TravelMode("run", "walk", Fraction(7), Fraction(7))
    found = ways(_roads(), _at_nodes(0), _at_nodes(2), mode, 3600)
    assert found.seconds.tolist() == [-(-(51_429 + 102_858) // 1000)] == [155]


def test_speed_may_depend_on_the_kind_of_street() -> None:
    mode = TravelMode("car", "walk", Fraction("3.6"), Fraction("3.6"), speed_by_highway={"path": Fraction(36)})
    found = ways(_roads(), _at_nodes(0), _at_nodes(1), mode, 3600)
    # The long way by the path takes 40 s, the short street 100 s; metres tell the shortest way.
    assert (found.seconds.tolist(), found.metres.tolist()) == ([40], [100])


def test_the_shortest_way_counts_though_it_takes_longer_than_the_limit() -> None:
    mode = TravelMode("car", "walk", Fraction("3.6"), Fraction("3.6"), speed_by_highway={"path": Fraction(36)})
    found = ways(_roads(), _at_nodes(0), _at_nodes(1), mode, 40)
    # 40 s by the long path are within the limit, the 100 s of the short street are not.
    assert (found.seconds.tolist(), found.metres.tolist()) == ([40], [100])


def test_a_limit_of_centuries_finds_what_a_long_limit_finds() -> None:
    mode = TravelMode("car", "walk", Fraction(7), Fraction(5), speed_by_highway={"path": Fraction(36)})
    long, longest = (ways(_roads(), _at_nodes(0, 1, 2), _at_nodes(0, 2), mode, limit) for limit in (10**4, 10**11))
    for name in ("cell", "site", "seconds", "metres"):
        assert getattr(long, name).tolist() == getattr(longest, name).tolist()


def test_an_edge_closed_to_a_mode_is_not_used() -> None:
    drive = TravelMode("drive", "drive", Fraction("3.6"), Fraction("3.6"))
    # 3 → 2 is closed to cars: they go round by 1.
    assert ways(_roads(), _at_nodes(2), _at_nodes(1), drive, 3600).seconds.tolist() == [400]


def test_points_join_the_main_network_and_islands_are_told() -> None:
    found = join(_points(("near the island", LON + 6 * STEP, 50.0), ("home", LON, 50.0001)), _roads(), WALK)
    assert found.node.tolist() == [2, 0]
    assert found.island.tolist() == [True, False]
    assert found.leg_cm[0] == great_circle_cm(*(np.array([v]) for v in (LON + 6 * STEP, 50.0, LON + 2 * STEP, 50.0)))[0]


def test_a_point_more_than_a_kilometre_away_is_not_joined_and_says_why() -> None:
    found = join(_points(("far", LON, 50.02), ("swapped", 50.0, LON), ("home", LON, 50.0)), _roads(), WALK)
    assert found.node.tolist() == [-1, -1, 0]
    assert found.reason == ("too far", "swapped", "")


def test_a_mode_without_roads_joins_nobody() -> None:
    bike = TravelMode("bike", "bike", Fraction(12), Fraction(4))
    found = ways(_roads(), _at_nodes(0), _at_nodes(1), bike, 3600)
    assert len(found.cell) == 0
    assert found.cells is not None
    assert found.cells.reason == ("no roads",)


def test_of_two_nodes_as_near_the_smaller_osmid_is_joined() -> None:
    nodes = {"osmid": np.array([9, 4]), "x": np.array([LON - STEP, LON + STEP]), "y": np.array([50.0, 50.0])}
    edges = {"u": np.array([4, 9]), "v": np.array([9, 4]), "length": np.array([10.0, 10.0])}
    assert join(_points(("between", LON, 50.0)), Roads.of_columns(nodes, edges), WALK).node.tolist() == [1]


def test_of_two_networks_as_large_the_one_with_the_smallest_osmid_is_the_main_one() -> None:
    nodes = {"osmid": np.array([5, 6, 2, 3]), "x": LON + STEP * np.arange(4.0), "y": np.full(4, 50.0)}
    edges = {"u": np.array([5, 6, 2, 3]), "v": np.array([6, 5, 3, 2]), "length": np.full(4, 10.0)}
    assert join(_points(("home", LON, 50.0)), Roads.of_columns(nodes, edges), WALK).node.tolist() == [2]


def test_many_nodes_at_one_place_still_give_the_smallest_osmid() -> None:
    count = 30
    nodes = {"osmid": np.arange(count)[::-1] + 1, "x": np.full(count, LON), "y": np.full(count, 50.0)}
    ring = np.arange(count) + 1
    edges = {"u": ring, "v": np.roll(ring, 1), "length": np.full(count, 10.0)}
    assert join(_points(("home", LON, 50.0)), Roads.of_columns(nodes, edges), WALK).node.tolist() == [count - 1]


def test_searching_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    points = _at_nodes(0, 1, 2)
    whole = ways(_roads(), points, points, WALK, 3600)
    monkeypatch.setattr("netplan.travel.blocks.BLOCK", 1)
    monkeypatch.setattr("netplan.travel.network.MATRIX", 1)
    parts = ways(_roads(), points, points, WALK, 3600)
    assert len(whole.cell) == 9
    for name in ("cell", "site", "seconds", "metres"):
        assert getattr(whole, name).tolist() == getattr(parts, name).tolist()


def test_the_quickest_mode_counts_and_a_tie_goes_to_the_first() -> None:
    none = np.zeros(0, dtype=np.int64)
    foot = ways_of_table("foot", np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([90, 50, 70]), np.arange(3), 100)
    bus = ways_of_table("bus", np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([90, 40, 101]), np.arange(3) + 9, 100)
    best = quickest([foot, bus])
    assert best.cell.tolist() == [0, 0, 1]
    assert best.site.tolist() == [0, 1, 0]
    assert best.seconds.tolist() == [90, 40, 70]
    assert best.mode.tolist() == [0, 1, 0]
    assert best.metres.tolist() == [0, 10, 2]
    assert quickest([]).cell.tolist() == none.tolist()


def test_impossible_edges_are_all_refused_with_their_row() -> None:
    nodes = {"osmid": np.array([1, 2, 2]), "x": np.array([8.0, 8.1, 8.2]), "y": np.array([50.0, 50.0, 95.0])}
    edges = {"u": np.array([1, 1, 5]), "v": np.array([2, 2, 1]), "length": np.array([0.0, np.nan, 3.0])}
    with pytest.raises(InputError) as caught:
        Roads.of_columns(nodes, edges)
    assert [(fault.line, fault.where, fault.code) for fault in caught.value.faults] == [
        (1, "length", "NP-I041"),
        (2, "length", "NP-I041"),
        (2, "osmid", "NP-I015"),
        (3, "u", "NP-I040"),
        (3, "x, y", "NP-I034"),
    ]


def test_roads_survive_the_way_to_networkx_and_back() -> None:
    graph = to_networkx(NODES, EDGES)
    assert (graph.number_of_nodes(), graph.number_of_edges(), graph.graph["crs"]) == (5, 8, "epsg:4326")
    again = Roads.of_columns(*of_networkx(graph))
    for cells, sites in ((_at_nodes(0, 1, 2), _at_nodes(0, 1, 2)), (_at_nodes(3), _at_nodes(4))):
        before, after = (ways(roads, cells, sites, WALK, 3600) for roads in (_roads(), again))
        assert _seconds(before) == _seconds(after)


def test_great_circle_of_a_degree_of_latitude() -> None:
    found = great_circle_cm(np.array([8.0]), np.array([50.0]), np.array([8.0]), np.array([51.0]))
    assert found.tolist() == [round(6_371_008.8 * np.pi / 180 * 100)]


@pytest.mark.parametrize("seed", range(40))
def test_random_networks_agree_with_networkx(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size, edges = int(rng.integers(2, 40)), int(rng.integers(2, 160))
    nodes = {"osmid": rng.permutation(1000)[:size], "x": LON + rng.random(size) / 100, "y": 50 + rng.random(size) / 100}
    columns = {
        "u": rng.choice(nodes["osmid"], edges),
        "v": rng.choice(nodes["osmid"], edges),
        "length": np.round(rng.random(edges) * 900 + 0.01, 2),
        "highway": rng.choice(np.array(["path", "street"], dtype=object), edges),
        "walk": (rng.random(edges) < 0.9).astype(int),
    }
    roads = Roads.of_columns(nodes, columns)
    mode = TravelMode("m", "walk", Fraction(int(rng.integers(1, 90)), 7), Fraction(3), int(rng.integers(0, 90)),
                      {"path": Fraction(int(rng.integers(1, 50)), 3)})  # fmt: skip
    cells, sites = (
        Points(tuple(map(str, range(n))), LON + rng.random(n) / 100, 50 + rng.random(n) / 100) for n in (12, 7)
    )
    limit = int(rng.integers(100, 1500))
    found = ways(roads, cells, sites, mode, limit)
    got = {
        (c, s): (t, m)
        for c, s, t, m in zip(*(x.tolist() for x in (found.cell, found.site, found.seconds, found.metres)), strict=True)
    }
    assert got == _by_networkx(roads, cells, sites, mode, limit)


def _by_networkx(
    roads: Roads, cells: Points, sites: Points, mode: TravelMode, limit: int
) -> dict[tuple[int, int], tuple[int, int]]:
    """Count all ways anew, in Python integers and by networkx."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph()
    for u, v, cm, highway, open_to in zip(
        roads.u.tolist(), roads.v.tolist(), roads.length_cm.tolist(), roads.highway, roads.walk, strict=True
    ):
        if open_to:
            speed = mode.speed_by_highway.get(highway, mode.speed)
            graph.add_edge(u, v, ms=max(1, -(-Fraction(cm * 36) // speed)), cm=cm)
    if not graph:
        return {}
    parts = list(nx.strongly_connected_components(graph))
    main = min(parts, key=lambda part: (-len(part), min(roads.osmid[list(part)])))
    result = {}
    home, door = (_nearest(points, roads, main) for points in (cells, sites))
    for c, (node, leg) in enumerate(home):
        ms = nx.single_source_dijkstra_path_length(graph, node, weight="ms")
        cm = nx.single_source_dijkstra_path_length(graph, node, weight="cm")
        for s, (goal, last) in enumerate(door):
            legs = sum(-(-Fraction(cm_of_leg * 36) // mode.access_speed) for cm_of_leg in (leg, last))
            seconds = -(-(legs + ms[goal]) // 1000) + mode.wait
            if seconds <= limit:
                result[c, s] = (int(seconds), -(-(leg + cm[goal] + last) // 100))
    return result


def _nearest(points: Points, roads: Roads, main: set[int]) -> list[tuple[int, int]]:
    found = []
    for lon, lat in zip(points.lon, points.lat, strict=True):
        by_node = [
            (
                int(great_circle_cm(*(np.array([v]) for v in (lon, lat, roads.lon[n], roads.lat[n])))[0]),
                roads.osmid[n],
                n,
            )
            for n in main
        ]
        leg, _, node = min(by_node)
        found.append((int(node), leg))
    return found
