"""How long bounds take to recount: python -m benchmarks.recount [--sizes 2000x230 5000x570] [--seconds 30].

An invented county (`benchmarks.county`) as files, primary schools with all measures and minimum sizes: solved, then
verified from the raw files without and with `--bound`. Nonzeros are ways times leaves: each leaf of the proof asks
every facility once about everybody it may serve.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np

import netplan
from benchmarks.speed import county_workspace

SCENARIO = """title: {de: Gestaltung, en: Design}
based_on: status_quo
against: status_quo
measures: all
constraints: {minimum_size: enforce}
goals: [unserved, cost]
"""


def measured(size: str, seconds: float) -> str:
    """Solve and verify one county; return its line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = county_workspace(size, Path(folder))
        scenario = workspace / "scenarios" / "bound.yaml"
        scenario.write_text(SCENARIO, encoding="utf-8")
        case = netplan.load(scenario)
        plan = netplan.solve(case, seconds, 0.001)
        run = json.loads((case.folder / "run.json").read_text(encoding="utf-8"))
        if "files" not in run:
            return f"{size:>10}  no prices are kept: {run['method']['en']}"
        with np.load(case.folder / "bound.npz") as file:
            leaves = len(file["bits"])
        told = []
        for bound in (False, True):
            begun = time.process_time()
            verdict = netplan.verify(case.folder, bound=bound)
            told.append(time.process_time() - begun)
        ways = run["size"]["people_ways"]
        million = ways * leaves / 1e6
        each = (told[1] - told[0]) / million
        says = "all bounds hold" if verdict.passed else "NOT CONFIRMED"
        return (
            f"{size:>10}{ways:>10,}{leaves:>8}{million:>14.2f}{told[0]:>12.2f}{told[1]:>12.2f}{each:>14.2f}"
            f"  {says}; gap {100 * plan.goals[-1].gap:.2f} %"
        )


def main() -> None:
    """Measure sizes one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recount", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["2000x230", "5000x570"], help="cells x facilities")
    parser.add_argument("--seconds", type=float, default=30.0, help="time limit of each search")
    chosen = parser.parse_args()
    head = (
        f"{'size':>10}{'ways':>10}{'leaves':>8}{'Mio. nonzeros':>14}{'verify s':>12}{'--bound s':>12}{'s per Mio.':>14}"
    )
    print(head, flush=True)
    for size in chosen.sizes:
        print(measured(size, chosen.seconds), flush=True)


if __name__ == "__main__":
    main()
