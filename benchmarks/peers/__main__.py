"""netplan beside its peers: python -m benchmarks.peers --data FOLDER [--set cap sf …] [--regions S M].

The same instance on the same machine in one run: netplan's `solve_here` and its `solve` from end to end, a plain Pyomo
model with `appsi_highs`, the same model as a plain highspy matrix, spopt where it has the problem, OR-Tools. Each peer
has a process of its own, in mixed order, several rounds, seeds 0, 1, 2 …; medians are shown. `both` is the time to the
gap asked for; `in netplan’s time` is the gap a peer has when netplan's median time is over, building included.
"""

import argparse
from collections import defaultdict
from pathlib import Path

from benchmarks.peers.outcome import Effort, Task
from benchmarks.peers.rounds import ALL, Measured, installed, measured
from benchmarks.peers.table import HEADER, geometric_means, lines
from benchmarks.regions import SIZES
from benchmarks.textbook import SETS, instances

PROVED, NEAR = 1e-6, 1e-3
"""Relative gap asked for: of textbook instances, of regions."""


def main() -> None:
    """Measure what is asked for and print the tables."""
    asked = _arguments()
    peers, missing = installed(asked.peers)
    for peer in missing:
        print(f"{peer} is not installed here and left out; see benchmarks/README.md")
    print(HEADER)
    by_kind: defaultdict[str, list[list[Measured]]] = defaultdict(list)
    versions: dict[str, str] = {}
    for task in _tasks(asked):
        found = measured(peers, task, asked.rounds, asked.seed)
        by_kind[task.kind].append(found)
        versions |= {name: text for one in found for name, text in one.shown.versions.items()}
        print("\n".join(lines(task.name, found)), flush=True)
    print("\n".join(("", *geometric_means(by_kind))))
    print(", ".join(f"{name} {version}" for name, version in sorted(versions.items())))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with optima.csv")
    parser.add_argument("--set", nargs="*", choices=SETS, default=list(SETS), dest="sets")
    parser.add_argument("--names", nargs="+", default=[], help="only these instances")
    parser.add_argument("--regions", nargs="*", choices=list(SIZES), default=[], help="sizes of invented regions")
    parser.add_argument("--peers", nargs="+", choices=ALL, default=list(ALL))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each solve")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--gap", type=float, help=f"default {PROVED:g}, of regions {NEAR:g}")
    asked = parser.parse_args()
    if asked.data is None and asked.sets and not asked.regions:
        parser.error("textbook instances need --data")
    return asked


def _tasks(asked: argparse.Namespace) -> list[Task]:
    def effort(gap: float) -> Effort:
        return Effort(asked.seconds, asked.gap or gap, asked.seed, asked.threads)

    books = instances(asked.data, asked.sets) if asked.data else []
    found = [
        Task(str(asked.data), kind, one.name, effort(PROVED))
        for kind, one in books
        if not asked.names or one.name in asked.names
    ]
    return found + [Task("", "region", size, effort(NEAR), (*SIZES[size], asked.seed)) for size in asked.regions]


if __name__ == "__main__":
    main()
