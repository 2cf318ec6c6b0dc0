"""A tiny question's law on classes as netplan's tables and settings."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from netplan.tables import NO_CLASSES, Classes, Ints
from tests.oracle.class_law import Exempt
from tests.oracle.question import Question
from tests.oracle.stays import grades_of


def class_rule(question: Question) -> dict[str, Any]:
    """Return the setting of the rule `classes`, nothing where it is not set."""
    law = question.classes
    if law is None:
        return {}
    return {"classes": {"apply": law.apply, "regimes": [one.name for one in law.exempt]}}


def classes_of(question: Question, names: Sequence[str]) -> Classes:
    """Return the law of a question as arrays; every service is taught in classes."""
    law, services = question.classes, range(len(question.services))
    if law is None:
        return NO_CLASSES
    all_of = (Exempt(""), *law.exempt)
    told = [grades_of(question, s) for s in services]
    """Grades of the tables; where there is only one, it stands for all of the law."""
    width = max(told)

    def sizes(numbers: Sequence[int]) -> Ints:
        found = np.zeros((len(all_of), len(services), width), np.int64)
        for (r, one), (s, grades) in product(enumerate(all_of), enumerate(told)):
            found[r, s, :grades] = numbers[r] * (law.grades if grades == 1 and not one.mixed else 1)
        return found

    def by_service(numbers: Sequence[int]) -> Ints:
        return np.repeat(np.array(numbers, np.int64)[:, None], len(services), axis=1)

    most = np.zeros((len(services), width), np.int64)
    for s, grades in enumerate(told):
        most[s, :grades] = law.most * (law.grades if grades == 1 else 1)
    parallel = np.zeros((len(question.facilities), len(names), len(services)), np.int64)
    for f, facility in enumerate(question.facilities):
        for k, name in enumerate(names):
            level = facility.levels.get(name.partition("#")[0])
            parallel[f, k] = level.parallel if level else 0
    unsaid = np.full(parallel.shape, -1)
    return Classes(
        grades=np.array([grades if grades > 1 else law.grades for grades in told]),
        most=most,
        most_mixed=np.full(len(services), law.most),
        regimes=tuple(one.name for one in all_of),
        laws=("§",) * len(all_of),
        first=sizes([law.first if one.first is None else one.first for one in all_of]),
        further=sizes([law.further if one.further is None else one.further for one in all_of]),
        fewest=by_service([law.fewest if one.fewest is None else one.fewest for one in all_of]),
        total=by_service([one.total for one in all_of]),
        mixed=np.array([one.mixed for one in all_of]),
        only_existing=np.array([one.only_existing for one in all_of]),
        years=np.array([one.years for one in all_of]),
        parallel=parallel,
        by_stated=unsaid,
        by_rooms=unsaid,
        by_law=unsaid,
        by_licence=unsaid,
    )
