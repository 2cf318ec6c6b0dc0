"""Who lives where, whether in need or not: the people of people.csv by area, age group and listed year."""

from collections.abc import Sequence

import numpy as np

from netplan.tables import WHOLE, Demand, Ints, Population
from netplan.workspace.question import Question
from netplan.workspace.region import People


def population_of(questions: Sequence[Question], people: People, demand: Demand) -> Population:
    """Add the people of each area up; `demand` has found that people.csv has every listed year."""
    years = demand.years.tolist()
    column = [0 if len(people.years) == 1 else people.years.index(year) for year in years]
    count = people.count[:, :, column]
    found = np.zeros((len(demand.areas), *count.shape[1:]), np.int64)
    np.add.at(found, demand.area, count)
    services = [service for question in questions for service in question.sector.services.values()]
    counted = [[group in (service.residents or service.take_up) for group in people.groups] for service in services]
    low, high = (_need(questions, part) for part in ("need_low", "need_high"))
    return Population(people.groups, found, np.array(counted, bool), low, high)


def _need(questions: Sequence[Question], part: str) -> Ints:
    """Return a variant of need by service, 0 where the model has none [per mille]."""
    named = [
        (question, getattr(service, part)) for question in questions for service in question.sector.services.values()
    ]
    shares = [round(question.norms[norm].value.amount * WHOLE) if norm else 0 for question, norm in named]
    return np.array(shares, np.int64)
