"""Random tiny questions: one seed, one question; half of them sit exactly on a limit."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.branches import with_branches
from tests.oracle.classes import with_classes
from tests.oracle.cohort_classes import with_cohort_classes
from tests.oracle.cohort_instances import with_cohorts
from tests.oracle.conversions import with_conversions
from tests.oracle.fair_instances import with_fairness
from tests.oracle.lives import Life, lives_of
from tests.oracle.measure_instances import with_measure_rules
from tests.oracle.money_instances import with_measure_money, with_money
from tests.oracle.moves import with_moves
from tests.oracle.policies import with_policies
from tests.oracle.provision_instances import with_provision
from tests.oracle.pupils import with_places_for
from tests.oracle.question import (
    CLOSED,
    FIRST_YEAR,
    KINDS,
    Budget,
    Facility,
    Goal,
    Level,
    Measure,
    Most,
    Question,
    Service,
)
from tests.oracle.rooms import with_rooms
from tests.oracle.valued import with_valued_goals

LATER_GOALS = ("cost", "person_minutes", "beyond_target", "open_facilities", "closures", "longest_way")
RATES = (Fraction(0), Fraction(2, 100), Fraction(1), Fraction(35, 1000))
"""A rate of 100 % halves money year by year, so that halves of a cent have to be rounded."""
WAYS = (120, 180, 240, 300, 360, 420, 540, 600, 780)
MOST_LIVES = 4000
"""Choices of one life each that brute force tries at most."""

MORE: Sequence[tuple[str, Callable[[int, Question, float], Question]]] = (
    ("cohorts", with_cohorts),
    ("money", with_money),
    ("money", with_measure_money),
    ("policies", with_policies),
    ("provision", with_provision),
    ("measures", with_measure_rules),
    ("classes", with_classes),
    ("classes", with_cohort_classes),
    ("fairness", with_fairness),
    ("rooms", with_rooms),
    ("rooms", with_conversions),
    ("rooms", with_branches),
    ("rooms", with_places_for),
    ("valued goals", with_valued_goals),
    ("cohorts", with_moves),
)
"""What a question may have beside the ground, each by random numbers of its own; in this order."""
THEMES = (
    "ground", "cohorts", "fairness", "valued goals", "provision", "rooms",
    *("policies", "provision", "measures", "classes", "money") * 2,
)  # fmt: skip
"""What a question is about: that it has for sure, the rest with the chance ASIDE."""
ASIDE = 0.08


def question_of(seed: int) -> Question:
    """Return the question of a seed."""
    rng = Random(seed)
    question = _ground(rng)
    while _size(question) > MOST_LIVES:
        question = replace(question, facilities=question.facilities[:-1])
    question = _with_locks(rng, question)
    question = _with_rules(rng, question)
    if rng.random() < 0.5:
        question = _on_a_limit(rng, question)
    question = replace(question, goals=_goals(rng))
    theme = Random(f"{seed} theme").choice(THEMES)
    for name, with_more in MORE:
        question = with_more(seed, question, 1 if name == theme else ASIDE)
    return question


def _size(question: Question) -> int:
    found = 1
    for facility in question.facilities:
        found *= len(lives_of(question, facility))
    return found if len(question.facilities) > 1 else 1


def _ground(rng: Random) -> Question:
    """Return people, ways and facilities, without rules."""
    has_phases = rng.random() < 0.4
    horizon = rng.choice((1, 2, 2, 3, 3, 3))
    gaps = [1 if has_phases else rng.choice((1, 1, 2, 3)) for _ in range(horizon - 1)]
    years = tuple(FIRST_YEAR + sum(gaps[:t]) for t in range(horizon))
    services = rng.choice((1, 1, 2))
    facilities = rng.choice((1, 2, 2, 3, 3) if services == 1 else (1, 2, 2, 2))
    cells = rng.randint(2, 5 if services == 1 else 4)
    crowd = rng.choice((3, 5, 12)) if services * facilities < 3 else rng.choice((2, 4, 5))
    sites = facilities if rng.random() < 0.9 else 1
    demand = tuple(tuple(_cohort(rng, crowd, horizon) for _ in range(services)) for _ in range(cells))
    return Question(
        years=years,
        spans=(*gaps, rng.choice((1, 1, 2, 3))),
        services=tuple(
            Service(name, rng.choice((420, 560, 600, 900)), rng.choice((180, 250, 420)))
            for name in ("kita", "hort")[:services]
        ),
        demand=demand,
        seconds=tuple(
            tuple(tuple(rng.choice(WAYS) for _ in range(services)) for _ in range(sites)) for _ in range(cells)
        ),
        facilities=tuple(
            _facility(rng, f"f{f}", min(f, sites - 1), demand, years, has_phases=has_phases and rng.random() < 0.7)
            for f in range(facilities)
        ),
        rate=rng.choice(RATES),
        base=rng.choice((FIRST_YEAR, FIRST_YEAR, FIRST_YEAR - 1, FIRST_YEAR + 1)),
        kinds=KINDS if rng.random() < 0.55 else tuple(kind for kind in KINDS if rng.random() < 0.6),
    )


def _cohort(rng: Random, crowd: int, horizon: int) -> tuple[int, ...]:
    start = rng.randint(0, crowd)
    return tuple(min(12, max(0, start + (rng.randint(-1, 1) if t else 0))) for t in range(horizon))


def _facility(
    rng: Random,
    name: str,
    site: int,
    demand: tuple[tuple[tuple[int, ...], ...], ...],
    years: tuple[int, ...],
    *,
    has_phases: bool,
) -> Facility:
    sizes = [sum(cell[s][0] for cell in demand) for s in range(len(demand[0]))]
    names = ("small", "large", "huge")[: rng.choice((1, 2, 2, 3))]
    levels = {level: _level(rng, sizes) for level in names}
    if has_phases:
        level = _level(rng, sizes)
        if rng.random() < 0.7:
            level = replace(level, least=(0,) * len(sizes), least_total=0)
        levels["interim"] = replace(level, stays=rng.randint(1, 3), then=rng.choice((*names, *names, CLOSED)))
    measures = [
        _measure(rng, before, after, years)
        for before in (CLOSED, *names)
        for after in (CLOSED, *levels)
        if before != after and rng.random() < (0.85 if len(names) < 3 else 0.45)
    ]
    today = rng.choice((CLOSED, *names, *levels, *list(levels)[-1:] * 2))
    return Facility(name, site, today, levels, tuple(measures))


def _level(rng: Random, sizes: list[int]) -> Level:
    places = tuple(rng.randint(size // 3, size * 5 // 4) if rng.random() < 0.85 else 0 for size in sizes)
    if not any(places):
        places = tuple(max(1, size // 2) for size in sizes)
    least = tuple(rng.randint(most // 4, most * 3 // 4) if most and rng.random() < 0.6 else 0 for most in places)
    total = rng.randint(max(0, sum(least)), sum(places)) if rng.random() < 0.35 else None
    everyone = sum(places) if total is None else total
    least_total = rng.randint(everyone // 3, everyone) if rng.random() < 0.5 else 0
    return Level(places, least, total, least_total, rng.choice((0, rng.randint(1, 99), rng.randint(100, 999))))


def _measure(rng: Random, before: str, after: str, years: tuple[int, ...]) -> Measure:
    return Measure(
        before,
        after,
        cost=rng.choice((0, rng.randint(1, 99), rng.randint(100, 2000), rng.randint(100, 2000))),
        lead=rng.choice((0, 0, 0, 1, 2)),
        first=rng.choice(years) if rng.random() < 0.36 else None,
        last=rng.choice(years) if rng.random() < 0.36 else None,
        under_way=rng.random() < 0.24,
    )


def _with_locks(rng: Random, question: Question) -> Question:
    facilities = []
    for facility in question.facilities:
        year = rng.choice(question.years) + rng.randint(0, 1)
        choices = [f"close by {year}", "never"] + ["keep"] * 2 * (facility.today != CLOSED)
        lock = rng.choice(choices) if rng.random() < 0.2 else ""
        if lock and lock != "keep" and facility.today != CLOSED and rng.random() < 0.8:
            # Most of those that have to close are allowed to.
            names = [name for name, level in facility.levels.items() if not level.stays]
            known = {(act.before, act.after) for act in facility.measures}
            ends = tuple(Measure(name, CLOSED, 30) for name in names if (name, CLOSED) not in known)
            facility = replace(facility, measures=facility.measures + ends)  # noqa: PLW2901  the same, able to close
        facilities.append(replace(facility, lock=lock))
    return replace(question, facilities=tuple(facilities), locks="enforce" if rng.random() < 0.85 else "report")


def _with_rules(rng: Random, question: Question) -> Question:
    count = len(question.facilities)
    rules = replace(
        question,
        minimum_size=rng.choice(("enforce", "enforce", "enforce", "new_only", "new_only", "report")),
        everyone_served=rng.choice(("",) * 8 + ("enforce", "enforce", "report")),
    )
    if rng.random() < 0.5:
        rules = replace(rules, budget=_budget(rng, rules, slack=rng.choice((0.5, 0.8, 1.0, 1.2))))
    if rng.random() < 0.6:
        rules = replace(rules, measures_per_year=Most(rng.choice((0, 0, 1, 1, 1)), apply=_apply(rng)))
    if rng.random() < 0.4:
        low = rng.choice((None, rng.randint(0, count)))
        high = rng.choice((None, max(low or 0, rng.randint(0, count))))
        low = 1 if low is None and high is None else low
        since = rng.choice((0, rng.choice(question.years)))
        rules = replace(rules, open_facilities=Most(high, low, since, _apply(rng)))
    return rules


def _apply(rng: Random) -> str:
    return "report" if rng.random() < 0.15 else "enforce"


def _some_lives(rng: Random, question: Question) -> list[Life]:
    """Choose a life for each facility; where the locks leave none, without them."""
    free = replace(question, locks="report")
    return [rng.choice(lives_of(question, f) or lives_of(free, f)) for f in question.facilities]


def _budget(rng: Random, question: Question, slack: float) -> Budget:
    """Return a budget that lets some plan through: exactly at slack 1."""
    lives = _some_lives(rng, question)
    has_running = rng.random() < 0.5
    paid = [sum(life.paid[t] + life.running[t] * has_running for life in lives) for t in range(len(question.years))]
    total = sum(
        sum(life.paid[t] for life in lives) + span * has_running * sum(life.running[t] for life in lives)
        for t, span in enumerate(question.spans)
    )
    sides = rng.choice(("years", "total", "both"))
    return Budget(
        per_year=None if sides == "total" else tuple(int(slack * money) for money in paid),
        total=None if sides == "years" else int(slack * total),
        running=has_running,
        apply=_apply(rng),
    )


def _on_a_limit(rng: Random, question: Question) -> Question:
    """Put one or two numbers of a question exactly on a limit."""
    moves = (_budget_on_a_path, _places_on_a_load, _reach_on_a_way)
    for move in rng.sample(moves, rng.randint(1, 2)):
        question = move(rng, question)
    return question


def _budget_on_a_path(rng: Random, question: Question) -> Question:
    return replace(question, budget=_budget(rng, question, slack=1.0))


def _reach_on_a_way(rng: Random, question: Question) -> Question:
    services = tuple(
        replace(service, reach=reach, target=rng.choice(question.seconds)[0][s])
        for s, service in enumerate(question.services)
        for reach in [max(300, rng.choice(rng.choice(question.seconds))[s])]
    )
    return replace(question, services=services)


def _places_on_a_load(rng: Random, question: Question) -> Question:
    """Make places, least or total of one level equal to the persons of some cells."""
    f = rng.randrange(len(question.facilities))
    facility = question.facilities[f]
    name = rng.choice(list(facility.levels))
    level = facility.levels[name]
    t = rng.randrange(len(question.years))
    some = rng.sample(range(len(question.demand)), rng.randint(1, len(question.demand)))
    load = tuple(sum(question.demand[c][s][t] for c in some) for s in range(len(question.services)))
    which = rng.choice(("places", "least", "total", "both"))
    if which in ("places", "both"):
        level = replace(level, places=load)
    if which in ("least", "both"):
        level = replace(level, least=load)
    if which == "total":
        level = replace(level, total=sum(load), least_total=sum(load) * rng.randint(0, 1))
    if not any(level.places):
        return question
    facility = replace(facility, levels={**facility.levels, name: level})
    return replace(question, facilities=(*question.facilities[:f], facility, *question.facilities[f + 1 :]))


def _goals(rng: Random) -> tuple[Goal, ...]:
    names = ["unserved", *rng.sample(LATER_GOALS, rng.choice((0, 1, 2, 2, 3, 3, 4)))]
    return tuple(_goal(rng, name) for name in names)


def _goal(rng: Random, name: str) -> Goal:
    if rng.random() < 0.6:
        return Goal(name)
    if rng.random() < 0.5:
        return Goal(name, percent=rng.choice((1, 10, 33)))
    amounts = {"cost": 500, "person_minutes": 900, "longest_way": 200}
    return Goal(name, amount=rng.randint(1, amounts.get(name, 2)))
