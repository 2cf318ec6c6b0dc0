"""How near prices come, and what they take: python -m benchmarks.bounds [tiny10 S10 county10 …] [--sweeps 300].

Invented regions (`benchmarks.regions`) of one size each: the ways and states that are priced, what so many sweeps prove
of the second goal and how long they take, and what further splits of levels add. With --linear the linear relaxation
of the whole program by HiGHS beside them. Seconds are those of the processor.
"""

import argparse
import time
from dataclasses import replace

from benchmarks.regions import COHORT_SIZES, SIZES, sized
from netplan.case import Case
from netplan.engine.boards import Board
from netplan.engine.bounds import Bounds
from netplan.engine.branching import Branching, Node
from netplan.engine.highs import Effort, Watch, minimise
from netplan.engine.stages import fewest_unserved
from netplan.program import state
from netplan.program.facilities import facility_half


def measured(size: str, seed: int, sweeps: int, splits: int) -> str:
    """Price one region; return its line of the table."""
    case = sized(size, seed)
    goal, limits = case.goals[1], {"unserved": fewest_unserved(case)}
    begun = time.process_time()
    half = facility_half(case)
    stated = time.process_time()
    bounds = Bounds(case, half, 2)
    parted = time.process_time()
    bounds.prove(goal, limits, 2)
    compiled = time.process_time()
    found = bounds.prove(goal, limits, sweeps)
    swept = time.process_time()
    tree = Branching(Node(found.question, found.swept, found.proof), [bounds.responder(1), bounds.responder(1)])
    tree.grow(splits, float("inf"), lambda: False)
    grown = time.process_time()
    problem = bounds.problem
    seconds = (stated - begun, parted - stated, swept - compiled, grown - swept)
    sizes = (len(problem.pair), problem.states, len(problem.arcs.step))
    return (
        f"{size:<9}{seed:>4}"
        + "".join(f"{number:>10,}" for number in sizes)
        + "".join(f"{number:>8.1f}" for number in seconds)
        + f"  {found.proof.bound:,}  {tree.bound:,}"
    )


def linear(case: Case, seconds: float) -> str:
    """Return the least that the linear relaxation of the whole program allows, and how long HiGHS took."""
    begun = time.process_time()
    board = Board(state(case))
    stage = board.stage(case.goals[1])
    question = board.question(stage, {"unserved": fewest_unserved(case)})
    found = minimise(replace(question, integer=question.integer & False), Effort(seconds), Watch())
    value = f"{found.bound * stage.scale:,.0f}" if found.status == "optimal" else f"none in {seconds:.0f} s"
    return f"  linear relaxation: {value} ({time.process_time() - begun:.1f} s)"


def main() -> None:
    """Measure every size and seed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bounds", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["tiny10", "S10"], help=", ".join(SIZES | COHORT_SIZES))
    parser.add_argument("--seeds", nargs="+", type=int, default=[1])
    parser.add_argument("--sweeps", type=int, default=300)
    parser.add_argument("--splits", type=int, default=0, help="splits of levels after the sweeps")
    parser.add_argument("--linear", type=float, default=0.0, help="seconds for the linear relaxation of the program")
    chosen = parser.parse_args()
    heads = "".join(f"{head:>10}" for head in ("ways", "states", "arcs"))
    heads += "".join(f"{head:>8}" for head in ("state s", "part s", "sweep s", "split s"))
    print(f"{'size':<9}{'seed':>4}{heads}  bound [cents]  after splits", flush=True)
    for size in chosen.sizes:
        for seed in chosen.seeds:
            print(measured(size, seed, chosen.sweeps, chosen.splits), flush=True)
            if chosen.linear:
                print(linear(sized(size, seed), chosen.linear), flush=True)


if __name__ == "__main__":
    main()
