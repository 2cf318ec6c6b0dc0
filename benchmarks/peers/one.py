"""One peer, one instance, one process: python -m benchmarks.peers.one PEER TASK prints what it did as JSON."""

import importlib
import importlib.metadata
import json
import resource
import sys
from dataclasses import asdict, replace

from benchmarks.peers.outcome import task_of

MODULES = {
    "netplan": "with_netplan",
    "netplan.solve": "with_netplan_child",
    "Pyomo": "plain_pyomo",
    "highspy": "plain_highspy",
    "spopt": "with_spopt",
    "OR-Tools": "with_ortools",
}
"""By name of a peer, the module with its `run`; only that one is imported, with its libraries."""
KILOBYTES = 1024


def main() -> None:
    """Run the peer and tell."""
    peer, text = sys.argv[1:]
    module = importlib.import_module(f"benchmarks.peers.{MODULES[peer]}")
    outcome = module.run(task_of(text))
    versions = {name: importlib.metadata.version(name) for name in module.PACKAGES}
    own, child = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = max(own, child) / KILOBYTES
    print(json.dumps(asdict(replace(outcome, versions=versions, megabytes=peak))))


if __name__ == "__main__":
    main()
