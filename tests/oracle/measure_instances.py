"""Random rules on measures for tiny questions, from a stream of random numbers of their own."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.lives import Life, all_places, kind_of, level_of, lives_of
from tests.oracle.measure_rules import Link, MeasureRules, Share
from tests.oracle.measures import DOWN, UP, area_at
from tests.oracle.question import CLOSED, KINDS, Facility, Goal, Measure, Question

CARRIERS = ("municipal", "welfare", "church", "private")


def with_measure_rules(seed: int, question: Question, share: float) -> Question:
    """Return a question of a seed with rules on measures in some of them; half of these sit on a limit."""
    rng = Random(f"{seed} measures")
    has_attendance = question.cohorts is not None and bool(question.cohorts.attendance)
    # Easing changes how many people there are; who is where today would no longer fit them.
    if rng.random() >= share or has_attendance:
        return question
    question = _with_words(rng, _eased(rng, question))
    draws: list[Callable[[Random, Question, list[Life]], Question]] = [_links, _areas, _lasting, _consent, _carriers]
    question = replace(question, measures=MeasureRules())
    on_limit = rng.random() < 0.5
    for draw in rng.sample([*draws, _share], rng.choice((3, 4, 4, 5))):
        some = [rng.choice(lives_of(question, f) or [_idle(question, f)]) for f in question.facilities]
        question = draw(rng, question, some if on_limit else [])
    return question


def _idle(question: Question, facility: Facility) -> Life:
    return Life(question, facility, (facility.today,) * len(question.years), (None,) * len(question.years))


def _eased(rng: Random, question: Question) -> Question:
    """Let measures decide: few other rules, cheap measures both ways, need that comes and goes."""
    busy = rng.randrange(len(question.years))
    demand = tuple(
        tuple(
            tuple(people if t == busy or rng.random() < 0.4 else people // 5 for t, people in enumerate(cohort))
            for cohort in cell
        )
        for cell in question.demand
    )
    return replace(
        question,
        demand=demand,
        kinds=KINDS,
        minimum_size=question.minimum_size if rng.random() < 0.2 else "report",
        measures_per_year=None,
        budget=question.budget if rng.random() < 0.2 else None,
        open_facilities=None,
        everyone_served="",
        facilities=tuple(_handy(rng, facility) for facility in question.facilities),
        goals=(Goal("unserved"), *rng.sample((Goal("cost"), Goal("person_minutes"), Goal("open_facilities")), 2)),
    )


def _handy(rng: Random, facility: Facility) -> Facility:
    """Let most measures be cheap and at once, and be taken back by others."""
    there = {(act.before, act.after) for act in facility.measures}
    phases = {name for name, level in facility.levels.items() if level.stays}
    back = tuple(
        Measure(act.after, act.before, rng.choice((0, 1, 50)))
        for act in facility.measures
        if (act.after, act.before) not in there and act.after not in phases
    )[:2]
    acts = tuple(
        replace(act, cost=min(act.cost, 90), lead=0, first=None, last=None) if rng.random() < 0.7 else act
        for act in (*facility.measures, *back)
    )
    return replace(facility, measures=acts, lock=facility.lock if rng.random() < 0.1 else "")


def _with_words(rng: Random, question: Question) -> Question:
    """Give facilities carriers and areas, and measures consent."""
    areas = [rng.choice(("a0", "a0", "a1")) for _ in question.seconds[0]]
    facilities = [
        replace(
            facility,
            carrier=rng.choice(CARRIERS[:2]) if rng.random() < 0.8 else rng.choice(CARRIERS[2:]),
            area=areas[facility.site],
            measures=tuple(
                replace(act, consent=rng.choice(("", "given", "given", "asked", "asked", "refused", "refused")))
                for act in facility.measures
            ),
        )
        for facility in question.facilities
    ]
    return replace(question, facilities=tuple(facilities))


def _rules(question: Question) -> MeasureRules:
    assert question.measures
    return question.measures


def _apply(rng: Random) -> str:
    return "report" if rng.random() < 0.08 else "enforce"


def _links(rng: Random, question: Question, _: list[Life]) -> Question:
    links = []
    letters = iter("abcdefgh")
    for _number in range(rng.choice((1, 1, 2))):
        kind = rng.choice(("if", "if", "if", "at_most_one", "exactly_one", "sequence", "together"))
        count = 2 if kind in ("if", "together") or rng.random() < 0.6 else 3
        tags = "".join(next(letters) for _letter in range(count))
        for tag in tags:
            question = _tagged(rng, question, tag)
        delay = rng.choice((0, 0, 0, -1, -1, -2, 1)) if kind == "if" else 0
        links.append(Link(kind, tags, delay))
    return replace(question, measures=replace(_rules(question), links=tuple(links), links_apply=_apply(rng)))


def _tagged(rng: Random, question: Question, tag: str) -> Question:
    """Put a letter on one measure, or on all that lead to the same level."""
    able = [f for f, facility in enumerate(question.facilities) if facility.measures]
    if not able:
        return question
    f = rng.choice(able)
    facility = question.facilities[f]
    chosen = rng.choice(facility.measures)
    acts = tuple(
        replace(act, tags=act.tags + tag) if act == chosen or (ord(tag) % 2 and act.after == chosen.after) else act
        for act in facility.measures
    )
    facilities = (*question.facilities[:f], replace(facility, measures=acts), *question.facilities[f + 1 :])
    return replace(question, facilities=facilities)


def _areas(rng: Random, question: Question, some: list[Life]) -> Question:
    by_year, total = rng.choice((0, 1)), rng.choice((0, 1, 1, 2))
    if some:
        there = [[life for life in some if area_at(question, life.facility.site) == area] for area in ("a0", "a1")]
        counts = [
            [sum(act is not None for act in acts) for acts in zip(*(life.acts for life in lives), strict=True)] or [0]
            for lives in there
        ]
        by_year, total = max(max(count) for count in counts), max(sum(count) for count in counts)
    sides = rng.choice(("year", "total", "both"))
    rules = replace(
        _rules(question),
        per_year=None if sides == "total" else by_year,
        total=None if sides == "year" else total,
        area_apply=_apply(rng),
    )
    return replace(question, measures=rules)


def _lasting(rng: Random, question: Question, some: list[Life]) -> Question:
    """Let a measure last some years; on the limit, exactly until one that is taken back."""
    gaps = [
        later - year
        for life in some
        for t, year in enumerate(question.years)
        for u, later in enumerate(question.years[t + 1 :], t + 1)
        if (one := life.acts[t])
        and (other := life.acts[u])
        and {kind_of(life.facility, one) in UP, kind_of(life.facility, other) in DOWN} == {True}
    ]
    years = rng.choice(gaps) + rng.randint(0, 1) if gaps else rng.choice((2, 3, 5, 5))
    rules = replace(_rules(question), lasting=years, lasting_apply=_apply(rng))
    return replace(_swinging(rng, question), measures=rules)


def _swinging(rng: Random, question: Question) -> Question:
    """Let need come and go from year to year, and running cost punish empty places: then measures are reverted."""
    low = rng.randrange(2)
    demand = tuple(
        tuple(tuple(max(cohort) if t % 2 == low else 0 for t in range(len(cohort))) for cohort in cell)
        for cell in question.demand
    )
    facilities = tuple(
        replace(
            facility,
            measures=tuple(replace(act, cost=min(act.cost, 5)) for act in facility.measures),
            levels={
                name: replace(level, running=20 * all_places(level)) if not level.stays else level
                for name, level in facility.levels.items()
            },
        )
        for facility in question.facilities
    )
    return replace(question, demand=demand, facilities=facilities, goals=(Goal("unserved"), Goal("cost")))


def _consent(rng: Random, question: Question, _: list[Life]) -> Question:
    word = rng.choice(("given", "given", "asked", "refused", "refused"))
    return replace(question, measures=replace(_rules(question), consent=word, consent_apply=_apply(rng)))


def _carriers(rng: Random, question: Question, _: list[Life]) -> Question:
    types = tuple(rng.sample(CARRIERS[:3], rng.choice((1, 1, 2))))
    return replace(question, measures=replace(_rules(question), carriers=types, carriers_apply=_apply(rng)))


def _share(rng: Random, question: Question, some: list[Life]) -> Question:
    types = tuple(rng.sample(CARRIERS[:2], 1)) if rng.random() < 0.7 else CARRIERS[:2]
    of, side = rng.choice(("places", "facilities")), rng.choice(("least", "least", "most"))
    share = Fraction(rng.choice((25, 40, 50, 60, 75, 90)), 100)
    if some:
        t = rng.randrange(len(question.years))
        sizes = [
            all_places(level_of(life.facility, life.levels[t].partition("#")[0])) if of == "places"
            else int(life.levels[t] != CLOSED)
            for life in some
        ]  # fmt: skip
        own = sum(size for life, size in zip(some, sizes, strict=True) if life.facility.carrier in types)
        share = Fraction(own, sum(sizes)) if sum(sizes) else share
    found = Share(
        types,
        least=share if side == "least" else None,
        most=share if side == "most" else None,
        of=of,
        since=rng.choice((0, 0, question.years[-1])),
        apply=_apply(rng),
    )
    return replace(question, measures=replace(_rules(question), share=found))
