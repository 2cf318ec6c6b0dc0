"""What a tiny question says of classes: the law's sizes, and the exceptions that it names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Exempt:
    """An exception: what is not said is as in the law."""

    name: str
    first: int | None = None
    further: int | None = None
    fewest: int | None = None
    total: int = 0
    """Fewest persons over all grades."""
    mixed: bool = False
    """Classes have several grades: sizes hold for all persons together."""
    years: int = 0
    """Most calendar years in a row; 0 without a limit."""
    only_existing: bool = False


@dataclass(frozen=True)
class ClassLaw:
    """Sizes of classes; how many parallel ones a level carries stands in the level."""

    first: int
    further: int
    most: int
    fewest: int = 1
    """Fewest parallel classes."""
    grades: int = 1
    """Grades that the people of a service are in, all of one size."""
    exempt: tuple[Exempt, ...] = ()
    """The mildest first; at most one of them for some years only."""
    apply: str = "enforce"
