"""What a peer did with one instance, and the instance it is given."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.textbook import Instance, instances

LEAST_SECONDS = 0.001
"""Time limit of a solver whose time was used up in building."""


@dataclass(frozen=True)
class Effort:
    """How long and how near a peer may search."""

    seconds: float
    """For building and solving together."""
    gap: float
    seed: int
    threads: int


@dataclass(frozen=True)
class Task:
    """What one process is asked: a textbook instance, or an invented region where `region` has numbers."""

    data: str
    kind: str
    """Set of the instance: `pmed`, `pcentre`, `cap`, `sf`; `region`."""
    name: str
    effort: Effort
    region: tuple[int, int, int, int] | None = None
    """Cells, facilities, years and seed."""

    @property
    def text(self) -> str:
        """The task as one line of JSON."""
        return json.dumps(asdict(self))

    @property
    def instance(self) -> Instance:
        """Read the textbook instance."""
        return next(one for _, one in instances(Path(self.data), (self.kind,)) if one.name == self.name)


def task_of(text: str) -> Task:
    """Read a task written by `Task.text`."""
    said = json.loads(text)
    region = tuple(said["region"]) if said["region"] else None
    return Task(said["data"], said["kind"], said["name"], Effort(**said["effort"]), region)


@dataclass(frozen=True)
class Outcome:
    """What a peer found, in the source's unit, and how long it took."""

    status: str
    """`optimal` within the gap asked for, `limit`, or what the peer says."""
    value: float | None
    bound: float | None
    building: float
    """From numbers in memory to a model that the solver holds [s]."""
    solving: float
    """[s]."""
    reading: float = 0.0
    """Of the files of the instance [s]."""
    process: float = 0.0
    """From the start of the process to its end, imports included [s]."""
    megabytes: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Building and solving together [s]."""
        return self.building + self.solving

    @property
    def gap(self) -> float:
        """|value − bound| / |value|; infinite without a plan."""
        if self.value is None or self.bound is None:
            return float("inf")
        return abs(self.value - self.bound) / max(abs(self.value), 1e-9)


def left(effort: Effort, building: float) -> float:
    """Return the seconds that building leaves for solving."""
    return max(effort.seconds - building, LEAST_SECONDS)
