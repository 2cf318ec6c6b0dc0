"""What random tiny questions ask of provision: half of it sits exactly on a limit."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.oracle.lives import Life, level_of, lives_of
from tests.oracle.provision import Provision, Share, places_of, residents_of, scopes
from tests.oracle.question import CLOSED, KINDS, Goal, Measure, Question

AREAS = 2
ASKED = {"coverage": 0.4, "reserve": 0.8, "corridor": 0.4, "within": 0.6, "free": 0.6}
"""In which share of these each rule is asked."""


def with_provision(seed: int, question: Question, share: float) -> Question:
    """Return the question, perhaps with rules of provision; its other parts stay as they are."""
    rng = Random(f"{seed} provision")
    if rng.random() >= share or question.policies:
        return question
    years, services = range(len(question.years)), range(len(question.services) + 1)
    crowd = max(1, *(sum(cell[s][0] for cell in question.demand) for s in range(len(question.services))))
    ground = Provision(
        cell_area=tuple(rng.randrange(AREAS) for _ in question.demand),
        site_area=tuple(rng.randrange(AREAS) for _ in question.seconds[0]),
        residents=tuple(
            tuple(tuple(rng.choice((0, crowd, rng.randint(1, 2 * crowd))) for _ in years) for _ in services)
            for _ in range(AREAS)
        ),
        free_reach=rng.choice((0, 420, 600, 900)),
    )
    asks = {name for name, share in ASKED.items() if rng.random() < share}
    question = replace(question, provision=ground)
    if "free" in asks and rng.random() < 0.5:
        question = _with_goal(rng.choice(("person_minutes", "beyond_target")), _with_a_choice(rng, question))
    elif asks:
        question = _with_room(rng, question)
        question = _with_goal("cost", question) if rng.random() < 0.5 else question
    lives = _roomy_lives(rng, question)
    made: dict[str, Callable[[], Any]] = {
        "coverage": lambda: _coverage(rng, question, lives),
        "reserve": lambda: _reserve(rng, question, _built_lives(rng, question)),
        "corridor": lambda: _corridor(rng, question, rng.choice((lives, _built_lives(rng, question)))),
        "within": lambda: _within(rng, question),
        "free": lambda: _apply(rng),
    }
    asked: dict[str, Any] = {name: make() for name, make in made.items() if name in asks}
    return replace(question, provision=replace(ground, **asked) if asked else None)


def _with_goal(name: str, question: Question) -> Question:
    """Let a goal come second."""
    first, *later = question.goals
    return replace(question, goals=(first, Goal(name), *(goal for goal in later if goal.name != name)))


def _with_room(rng: Random, question: Question) -> Question:
    """Give some facilities more places today than those who come can fill."""
    crowd = [sum(max(cell[s]) for cell in question.demand) for s in range(len(question.services))]
    facilities = []
    for facility in question.facilities:
        level = facility.levels.get(facility.today)
        if level and rng.random() < 0.85:
            places = tuple(rng.randint(most, most + people) for most, people in zip(level.places, crowd, strict=True))
            roomy = replace(level, places=places, total=None)
            facility = replace(facility, levels={**facility.levels, facility.today: roomy})  # noqa: PLW2901  the same, with more room
        facilities.append(facility)
    return replace(question, facilities=tuple(facilities))


def _with_a_choice(rng: Random, question: Question) -> Question:
    """Let the first facility have a place for everyone, near to most, and let the others be built for little."""
    first, *others = question.facilities
    crowd = tuple(sum(max(cell[s]) for cell in question.demand) for s in range(len(question.services)))
    name, level = next(iter(first.levels.items()))
    roomy = replace(level, places=crowd, least=(0,) * len(crowd), total=None, least_total=0, stays=0, then="")
    seconds = [
        tuple(
            tuple(240 if j == first.site and rng.random() < 0.95 else way for way in site)
            for j, site in enumerate(cell)
        )
        for cell in question.seconds
    ]
    found = []
    for facility in others:
        size = next(name for name, one in facility.levels.items() if not one.stays)
        known = {(act.before, act.after) for act in facility.measures}
        build = () if (CLOSED, size) in known else (Measure(CLOSED, size, rng.randint(0, 50)),)
        sizes = {**facility.levels, size: replace(facility.levels[size], least_total=0, least=(0,) * len(crowd))}
        found.append(replace(facility, today=CLOSED, lock="", levels=sizes, measures=(*facility.measures, *build)))
    first = replace(first, today=name, levels={**first.levels, name: roomy})
    return replace(question, facilities=(first, *found), seconds=tuple(seconds), kinds=KINDS)


def _apply(rng: Random) -> str:
    return "report" if rng.random() < 0.1 else "enforce"


def _by(rng: Random) -> str:
    return rng.choice(("region", "region", "area", "both"))


def _roomy_lives(rng: Random, question: Question) -> list[Life]:
    """Choose for each facility a life without measures, or of some of its lives the one that is open longest."""
    stays = rng.random() < 0.6
    free = replace(question, locks="report")
    found = []
    for facility in question.facilities:
        lives = lives_of(question, facility) or lives_of(free, facility)
        idle = [life for life in lives if not any(life.acts)]
        some = idle if stays and idle else rng.sample(lives, min(len(lives), 3))
        found.append(max(some, key=lambda life: sum(is_open for is_open in life.is_open)))
    return found


def _built_lives(rng: Random, question: Question) -> list[Life]:
    """Choose for each facility, of some of its lives, the one with most places over all years."""
    free = replace(question, locks="report")
    found = []
    for facility in question.facilities:
        lives = lives_of(question, facility) or lives_of(free, facility)
        some = rng.sample(lives, min(len(lives), 6))
        found.append(max(some, key=lambda life: sum(sum(level_of(life.facility, n).places) for n in life.levels)))
    return found


def _slack(rng: Random, share: int) -> int:
    """Leave half of the shares exactly on the limit."""
    return share if rng.random() < 0.5 else share * 9 // 10


def _coverage(rng: Random, question: Question, lives: list[Life]) -> Share:
    by = _by(rng)
    least = [
        1000 * places_of(question, lives, scope, s, t) // residents_of(question, scope, s, t)
        for scope in scopes(question, by)
        for s in range(len(question.services))
        for t in range(len(question.years))
        if residents_of(question, scope, s, t)
    ]
    last_year = rng.random() < 0.3
    told = _slack(rng, min(least, default=1000))
    return Share(None if last_year and rng.random() < 0.5 else told, last_year=last_year, by=by, apply=_apply(rng))


def _reserve(rng: Random, question: Question, lives: list[Life]) -> Share | None:
    """Ask for as many spare places as some plan has, where it has any."""
    asked = question.provision
    assert asked
    by = rng.choice(("region", "region", "region", _by(rng)))
    spare = []
    for scope in scopes(question, by):
        cells = [c for c, area in enumerate(asked.cell_area) if area in scope]
        for s in range(len(question.services)):
            for t in range(len(question.years)):
                need = sum(question.demand[c][s][t] for c in cells)
                if need:
                    spare.append(1000 * places_of(question, lives, scope, s, t) // need - 1000)
    least = min(spare, default=100)
    return Share(_slack(rng, least), by=by, apply=_apply(rng)) if least >= 0 else None


def _corridor(rng: Random, question: Question, lives: list[Life]) -> Share:
    by, group = _by(rng), len(question.services)
    shares = [
        (1000 * places_of(question, lives, scope, s, t), residents_of(question, scope, group, t))
        for scope in scopes(question, by)
        for s in range(len(question.services))
        for t in range(len(question.years))
    ]
    known = [(places // people, -(-places // people)) for places, people in shares if people]
    low, high = min((low for low, _ in known), default=0), max((high for _, high in known), default=1000)
    side = rng.choice(("least", "least", "most", "both"))
    least = _slack(rng, low) if side != "most" else None
    return Share(least, high if side != "least" else None, by=by, apply=_apply(rng))


def _within(rng: Random, question: Question) -> Share:
    asked = question.provision
    assert asked
    by = _by(rng)
    near = []
    for scope in scopes(question, by):
        cells = [c for c, area in enumerate(asked.cell_area) if area in scope]
        for s, service in enumerate(question.services):
            for t in range(len(question.years)):
                people = sum(question.demand[c][s][t] for c in cells)
                sites = [facility.site for facility in question.facilities]
                lucky = sum(
                    question.demand[c][s][t]
                    for c in cells
                    if any(question.seconds[c][site][s] <= service.target for site in sites)
                )
                if people:
                    near.append(1000 * lucky // people)
    share = min(near, default=1000)
    return Share(share * rng.choice((8, 9, 10, 10)) // 10, by=by, apply=_apply(rng))
