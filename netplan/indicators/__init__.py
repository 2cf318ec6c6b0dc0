"""What can be counted on a plan: one function, one formula, one unit; goals are indicators."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, model_validator

from netplan.indicators.fairness import gap, group_gap, tails, weighted_minutes, worst_tenth
from netplan.indicators.money import carrier_cost, cost, land_cost, valued
from netplan.indicators.weights import Weights
from netplan.norms import NormName
from netplan.plan import Plan
from netplan.tables import CLOSED, Ints, StepKind, Tables
from netplan.units import Kind, Quantity, quantity

GoalUnit: TypeAlias = Literal[
    "persons", "cents", "person-seconds", "facility-years", "closures", "seconds", "per mille"
]


@dataclass(frozen=True)
class Indicator:
    """Something that can be a goal."""

    name: str
    unit: GoalUnit
    tolerance: Kind | None
    """What kind of quantity an absolute tolerance is; None: a bare whole number."""
    title: Mapping[str, str]
    weights: Callable[[Tables], Weights] | None
    """None for the longest way, which is no sum."""
    counts: Callable[[Plan], int] | None = None
    """Counts a goal on a plan that is no sum of its ways and levels."""


def _unserved(tables: Tables) -> Weights:
    """Persons without a place: Σ_c,s,e stay[s,e] · unserved[c,s,e] [persons · years]."""
    none = Weights.none(tables)
    return Weights(none.steps, none.at, 1, none.pairs)


def _person_minutes(tables: Tables) -> Weights:
    """Time on the way: Σ_p,e stay[s,e] · go[p,e] · seconds[p] [person-seconds]."""
    none = Weights.none(tables)
    return Weights(none.steps, none.at, 0, tables.pairs.seconds)


def _beyond_target(tables: Tables) -> Weights:
    """Persons farther than the target: Σ_p,e stay[s,e] · go[p,e] over seconds[p] > target[s] [persons · years]."""
    none, pairs = Weights.none(tables), tables.pairs
    beyond = pairs.seconds > tables.target
    return Weights(none.steps, none.at, 0, beyond.astype(np.int64))


def _open_facilities(tables: Tables) -> Weights:
    """Open facilities: Σ_f,t span[t] · (1 − at[f,closed,t]) [facility-years]."""
    none = Weights.none(tables)
    at = none.at + tables.demand.span
    at[:, CLOSED, :] = 0
    return Weights(none.steps, at, 0, none.pairs)


def _closures(tables: Tables) -> Weights:
    """Closures: Σ_i step[i] over steps from an open level to closed [closures]."""
    none, steps = Weights.none(tables), tables.steps
    closes = (steps.before != CLOSED) & (steps.after == CLOSED) & (steps.kind != StepKind.STAY)
    return Weights(closes.astype(np.int64), none.at, 0, none.pairs)


def _moved(tables: Tables) -> Weights:
    """Persons who move because their facility closes at once: Σ_t moved[t] [persons]."""
    none = Weights.none(tables)
    return Weights(none.steps, none.at, 0, none.pairs, moved=1)


def _longest_way(plan: Plan) -> int:
    """Longest way of anybody: max seconds[p] over pairs with people [seconds]."""
    used = plan.go.any(axis=1)
    return int(plan.tables.pairs.seconds[used].max()) if used.any() else 0


GOALS: dict[str, Indicator] = {
    goal.name: goal
    for goal in (
        Indicator("unserved", "persons", "persons", {"de": "ohne Platz", "en": "without a place"}, _unserved),
        Indicator("cost", "cents", "money", {"de": "Kosten", "en": "cost"}, cost),
        Indicator(
            "carrier_cost",
            "cents",
            "money",
            {"de": "Kosten der Träger", "en": "cost of the carriers"},
            carrier_cost,
        ),
        Indicator("land_cost", "cents", "money", {"de": "Kosten des Landes", "en": "cost of the Land"}, land_cost),
        Indicator(
            "person_minutes", "person-seconds", "duration", {"de": "Wegezeit", "en": "travel time"}, _person_minutes
        ),
        Indicator(
            "weighted_minutes",
            "person-seconds",
            "duration",
            {"de": "gewichtete Wegezeit", "en": "weighted travel time"},
            weighted_minutes,
        ),
        Indicator(
            "beyond_target",
            "persons",
            "persons",
            {"de": "über der Zielzeit", "en": "beyond the target time"},
            _beyond_target,
        ),
        Indicator(
            "open_facilities",
            "facility-years",
            None,
            {"de": "offene Einrichtungen", "en": "open facilities"},
            _open_facilities,
        ),
        Indicator("moved", "persons", "persons", {"de": "umgezogen", "en": "moved"}, _moved),
        Indicator("closures", "closures", None, {"de": "Schließungen", "en": "closures"}, _closures),
        Indicator(
            "longest_way", "seconds", "duration", {"de": "längster Weg", "en": "longest way"}, None, _longest_way
        ),
        Indicator(
            "worst_tenth",
            "person-seconds",
            "duration",
            {"de": "längste Wege eines Zehntels (zehnfach)", "en": "longest ways of a tenth (tenfold)"},
            tails,
            worst_tenth,
        ),
        Indicator(
            "group_gap",
            "per mille",
            None,
            {"de": "Abstand der Zielgruppen zu allen", "en": "gap of target groups to everybody"},
            gap,
            group_gap,
        ),
        Indicator(
            "cost_with", "cents", "money", {"de": "Kosten mit bewerteten Zielen", "en": "cost with valued goals"}, None
        ),
    )
}

RATES: Mapping[str, Kind] = {
    "person_minutes": "money per person-minute",
    "beyond_target": "money per person",
    "open_facilities": "money per facility",
    "closures": "money per closure",
}
"""By goal that may be valued in money: what kind of quantity its exchange rate is."""


VIEWS = {"carrier": "carrier_cost", "land": "land_cost", "total": "cost"}
"""The goal that counts the cost of whom; the total is both together."""


class GoalText(BaseModel):
    """What a file says of one goal: its name, or its name with a tolerance."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str
    share: Fraction = Fraction(0)
    """Tolerance as a share of the goal's best value."""
    amount: int = 0
    """Tolerance in the goal's unit."""
    rates: Mapping[str, Quantity | NormName] = {}
    """Of `cost_with`: by goal that is valued in money, its exchange rate or the norm that says it."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:  # noqa: ANN401  pydantic hands over whatever the file says
        name, settings = (value, {}) if isinstance(value, str) else _single(value)
        if name not in GOALS:
            message = f"{name} is no goal; choose from {', '.join(GOALS)}."
            raise ValueError(message)
        rates = _rates(settings) if name == "cost_with" else {}
        known = {"tolerance", *rates, *(("view",) if name == "cost" else ())}
        if unknown := set(settings) - known:
            may = "tolerance and view" if name == "cost" else "tolerance"
            message = f"{', '.join(sorted(unknown))}: unknown setting of a goal; only {may} may be set."
            raise ValueError(message)
        if "view" in settings and settings["view"] not in VIEWS:
            message = f"{settings['view']} is no view of cost; choose from {', '.join(VIEWS)}."
            raise ValueError(message)
        name = VIEWS[settings["view"]] if "view" in settings else name
        tolerance = _tolerance(GOALS[name], settings["tolerance"]) if "tolerance" in settings else {}
        return {"name": name, "rates": rates} | tolerance

    def limit(self, value: int) -> int:
        """Return what later goals have to keep: value plus tolerance, rounded down."""
        return value + int(self.share * abs(value)) + self.amount


def weights_of(goal: GoalText, tables: Tables) -> Weights | None:
    """Return a goal as weights; None for the longest way, which is no sum."""
    if goal.name == "cost_with":
        return _valued(goal.rates, tables)
    weights = GOALS[goal.name].weights
    return None if weights is None else weights(tables)


def _valued(rates: Mapping[str, Quantity | NormName], tables: Tables) -> Weights:
    """Cost and what goals are worth: cost + Σ rate · goal, each coefficient rounded half-even to a cent [cents]."""
    parts = []
    for name, rate in rates.items():
        weights = GOALS[name].weights
        if weights is None or not isinstance(rate, Quantity):
            message = f"{name} cannot be valued at {rate}."
            raise AssertionError(message)
        parts.append((weights(tables), rate.amount))
    return valued(cost(tables), parts)


def value_of(goal: GoalText, plan: Plan) -> int:
    """Count a goal on a plan, in the goal's whole unit."""
    counts, weights = GOALS[goal.name].counts, weights_of(goal, plan.tables)
    if counts is not None or weights is None:
        return counts(plan) if counts is not None else 0
    return weighed(weights, plan)


def weighed(weights: Weights, plan: Plan) -> int:
    """Add a plan up with a goal's weights, exactly."""
    stay, level = plan.tables.demand.stay, plan.level
    f, t = np.indices(level.shape)
    persons = int((plan.unserved.sum(axis=0) * stay).sum())
    return (
        int(weights.steps[plan.chosen].sum())
        + int(weights.at[f, level, t].sum())
        + weights.unserved * persons
        + int(weights.pairs @ (plan.go * stay[plan.tables.pairs.service]).sum(axis=1))
        + (0 if weights.entries is None else int((weights.entries * plan.go).sum()))
        + weights.moved * int(plan.moved.sum())
        + (0 if weights.kept is None else _of_lasting(weights.kept, plan))
    )


def left_at_the_end(plan: Plan) -> int:
    """Count what is left at the end of what measures build, discounted [cents]."""
    return _of_lasting(plan.tables.steps.residual, plan)


def _of_lasting(by_step: Ints, plan: Plan) -> int:
    return int(by_step[plan.chosen][_lasts(plan)].sum())


def _lasts(plan: Plan) -> npt.NDArray[np.bool_]:
    """Whether the facility of each step taken is open in the last listed year, shape (steps taken,)."""
    return np.asarray(plan.level[plan.tables.steps.facility[plan.chosen], -1] != CLOSED)


def _single(value: Any) -> tuple[str, dict[str, str]]:  # noqa: ANN401  pydantic hands over whatever the file says
    if isinstance(value, dict) and len(value) == 1:
        name, settings = next(iter(value.items()))
        if isinstance(settings, dict):
            return str(name), settings
    message = 'a goal is a name, or a name with its tolerance; write "- cost" or "- cost: {tolerance: 1 %}".'
    raise ValueError(message)


def _rates(settings: Mapping[str, Any]) -> dict[str, Quantity | NormName]:
    """Read the exchange rates of goals that are valued in money: an amount, or the name of a norm."""
    found: dict[str, Quantity | NormName] = {}
    for name, said in settings.items():
        if name in RATES:
            is_name = isinstance(said, str) and said.isidentifier()
            found[name] = NormName(said, RATES[name]) if is_name else quantity(str(said), RATES[name])
    if not found:
        message = f"cost_with values other goals in money; name one of {', '.join(RATES)} with its exchange rate."
        raise ValueError(message)
    return found


def _tolerance(goal: Indicator, text: str | Quantity) -> dict[str, Any]:
    if isinstance(text, str) and text.isdecimal() and goal.tolerance is None:
        return {"amount": int(text)}
    read = quantity(text) if isinstance(text, str) else text
    if read.kind == "share":
        return {"share": read.amount}
    if read.kind == goal.tolerance:
        return {"amount": read.whole}
    message = f"{text} is no tolerance of {goal.name}; write a share like 1 % or an amount in its own unit."
    raise ValueError(message)
