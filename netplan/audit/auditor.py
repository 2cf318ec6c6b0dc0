"""Recompute a plan from the raw files and say, rule by rule, whether its run folder tells the truth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from netplan.audit.attendance import There, judge_attendance, read_attending
from netplan.audit.bounds.judged import judge_bounds
from netplan.audit.bounds.parts import Ground, Parts, parts_of
from netplan.audit.branches import judge_branches
from netplan.audit.claim import Claim, read_claim
from netplan.audit.classes import class_rows
from netplan.audit.cohorts import Needed, judge_cohorts
from netplan.audit.conversions import judge_conversions
from netplan.audit.demand import read_demand
from netplan.audit.facilities import Facility, read_facilities
from netplan.audit.fairness import judge_fairness
from netplan.audit.free_capacity import judge_free_capacity
from netplan.audit.goals import judge_goals
from netplan.audit.grants import judge_grants
from netplan.audit.groups import told_apart, with_groups
from netplan.audit.indicators import indicators
from netplan.audit.life import judge_lives
from netplan.audit.measures import judge_measures
from netplan.audit.moves import judge_moves, with_moves, without_moves
from netplan.audit.outcome import Outcome
from netplan.audit.people import houses, judge_houses, judge_rows
from netplan.audit.policies import (
    Belonging,
    District,
    Gone,
    judge_elsewhere,
    judge_policies,
    read_districts,
    read_elsewhere,
)
from netplan.audit.provision import Areas, judge_provision, read_areas, within_target
from netplan.audit.pupils import judge_pupils
from netplan.audit.quantities import UnreadableError
from netplan.audit.question import Question, read_question
from netplan.audit.reading import RawRegion, RawWorkspace, read_json, sha256
from netplan.audit.rooms import Rooms, judge_rooms, read_rooms
from netplan.audit.rules import judge_rules
from netplan.audit.site_areas import read_site_areas
from netplan.audit.social import classes_of_cells
from netplan.audit.tables import judge_tables
from netplan.audit.travel import Places, far_ways, judge_travel, read_places, seconds_of, wanted_pairs
from netplan.audit.verdict import Check, Verdict, check, not_checked


@dataclass(frozen=True)
class Raw:
    """What the raw files say, before any plan."""

    question: Question
    facilities: Mapping[str, Facility]
    demand: Mapping[Needed, int]
    places: Places
    gone: Gone
    districts: Mapping[Belonging, District]
    areas: Areas
    site_areas: Mapping[str, str]
    """Planning area by site."""
    attending: Mapping[There, int] = field(default_factory=dict)
    rooms: Rooms = field(default_factory=lambda: Rooms({}, {}))
    social: Mapping[str, str] = field(default_factory=dict)
    """Class of the social index of each cell's area."""


def verify(run_folder: Path | str, *, bound: bool = False) -> Verdict:
    """Recompute the plan of a run folder from the raw files of its workspace, with `bound` also its bounds.

    The inputs are compared with the hashes in run.json first; where one has changed, nothing else can be judged.
    Nothing is raised for what a file says: a file that cannot be read is a row that fails.
    """
    run = Path(run_folder)
    try:
        says = read_json(run / "run.json")
        file = _scenario_file(says)
    except UnreadableError as error:
        cure = f"{error}; make it with: netplan solve scenarios/{run.name.partition('@')[0]}.yaml"
        return Verdict(str(run), (check("run folder", "run.json", run, "nothing", [cure]),), {})
    workspace, inputs = judge_inputs(run.resolve().parent.parent, says, file)
    if not inputs.passed:
        return Verdict(str(run), (inputs,), {})
    try:
        raw = read_raw(workspace, file)
    except (UnreadableError, KeyError, ValueError) as error:
        return Verdict(str(run), (_unreadable("inputs", error, file),), {})
    try:
        claim = read_claim(run)
        rows, outcome = judge(raw, claim)
        bounds = judge_bounds(run, says, taken_apart(raw), claim.goals) if bound else []
        every = (inputs, *rows, *judge_elsewhere(run, raw.gone), *bounds)
        return Verdict(str(run), every, indicators(outcome), not_checked(bounds))
    except (UnreadableError, KeyError) as error:
        return Verdict(str(run), (inputs, _unreadable("run folder", error, file)), {})


def judge_inputs(root: Path, says: dict[str, object], file: str) -> tuple[RawWorkspace, Check]:
    """Compare every input with its hash of the time of solving."""
    listed = says.get("inputs")
    hashes = {
        str(entry["path"]): str(entry["sha256"])
        for entry in (listed if isinstance(listed, list) else [])
        if isinstance(entry, dict) and "path" in entry and "sha256" in entry
    }
    changed = [path for path, was in hashes.items() if not unchanged(root, path, was)]
    faults = [f"{path} has changed since; solve again with: netplan solve {file}" for path in changed]
    row = check(
        "inputs", "SHA-256 of each input", f"{len(hashes)} files", f"{len(hashes) - len(changed)} unchanged", faults
    )
    return RawWorkspace(root, frozenset(hashes)), row


def unchanged(root: Path, path: str, was: str) -> bool:
    """Whether an input inside the workspace is still there with the hash it had."""
    inside = not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts
    return inside and (root / path).is_file() and sha256(root / path) == was


def read_raw(workspace: RawWorkspace, file: str) -> Raw:
    """Read scenario, model, the tables of the region and where its roads are."""
    question = read_question(workspace, file)
    region = RawRegion.of(workspace, question.region)
    areas = read_areas(question, region)
    everyone, gone = read_elsewhere(question, region, read_demand(question, region))
    demand = told_apart(question, region, everyone)
    facilities, places = read_facilities(question, region), with_groups(read_places(region), demand)
    districts, site_areas = read_districts(question, region), read_site_areas(region)
    attending, rooms = read_attending(question, region), read_rooms(question, region, facilities)
    social = classes_of_cells(region)
    return Raw(question, facilities, demand, places, gone, districts, areas, site_areas, attending, rooms, social)


def taken_apart(raw: Raw) -> Parts:
    """Take the scenario apart, so that bounds can be counted."""
    ground = Ground(raw.social, raw.site_areas, raw.areas, raw.rooms)
    return parts_of(raw.question, raw.facilities, raw.demand, raw.places, raw.attending, ground)


def judge(raw: Raw, claim: Claim) -> tuple[list[Check], Outcome]:
    """Judge every rule; the rows stand in the order in which a planner reads them."""
    question, facilities = raw.question, raw.facilities
    lives = judge_lives(question, facilities, claim)
    claim = with_moves(question, claim)
    wanted = wanted_pairs(question, facilities, raw.places, claim)
    seconds, far = seconds_of(question, raw.places, wanted), far_ways(question, raw.places, wanted)
    found = houses(question, facilities, claim, lives)
    outcome = Outcome(question, facilities, claim, lives, found, seconds, raw.social, far)
    rows = [
        _named(question, claim),
        *lives.rows,
        *judge_tables(question, facilities, claim, lives, found),
        *judge_rows(facilities, raw.demand, without_moves(question, claim)),
        *judge_cohorts(question, facilities, raw.demand, claim, lives),
        *judge_moves(question, facilities, claim, lives),
        *judge_attendance(question, raw.attending, claim),
        *judge_travel(question, facilities, claim, seconds),
        *judge_houses(question, found),
        *judge_rules(question, claim, lives, found),
        *judge_grants(question, facilities, claim),
        *judge_measures(question, facilities, raw.site_areas, claim, found),
        *judge_rooms(question, facilities, raw.rooms, found),
        *judge_conversions(question, found),
        *judge_branches(question, found),
        *judge_pupils(question, facilities, raw.site_areas, found),
        *class_rows(question, facilities, found),
        *judge_policies(question, facilities, claim, found, raw.places, raw.districts),
        *judge_provision(
            question, raw.areas, facilities, raw.demand, within_target(question, facilities, claim, seconds), found
        ),
        *judge_free_capacity(question, facilities, raw.demand, raw.places, claim, lives),
        *judge_fairness(outcome, raw.demand, raw.places, raw.districts),
        *judge_goals(outcome),
    ]
    return rows, outcome


def _named(question: Question, claim: Claim) -> Check:
    """Judge whether the plan is one of this scenario."""
    faults = [] if claim.scenario == question.name else ["it is the plan of another scenario"]
    return check("scenario", "whose plan it is", claim.scenario, question.name, faults)


def _scenario_file(says: dict[str, object]) -> str:
    """Give the path of the scenario relative to the workspace."""
    file = says.get("scenario_file")
    if not isinstance(file, str):
        raise UnreadableError("run.json names no scenario_file")
    return file


def _unreadable(name: str, error: Exception, file: str) -> Check:
    """Make the row of a file that cannot be read."""
    what = f"lacks {error}" if isinstance(error, KeyError) else str(error)
    return check(
        name, "the files can be read", "readable", "not readable", [f"{what}; check it with: netplan check {file}"]
    )
