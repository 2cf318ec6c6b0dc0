"""Who is taken to a facility at public cost, as the models say it: from which length of the way, at what cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from netplan.audit.quantities import CENTS, METRES, quantity, whole
from netplan.audit.reading import Tree, branch, text


@dataclass(frozen=True)
class Taken:
    """Of one service."""

    least: Fraction
    """Shortest way for which transport is paid [m]."""
    cents: int
    """Cost for a person and year."""
    mode: str
    """Key of the mode on whose roads the way is measured."""


def read_taken(models: Mapping[str, Tree], norms: Mapping[str, Mapping[str, str]]) -> dict[str, Taken]:
    """Read each service's transport, where its model has one."""
    found = {}
    for sector, model in models.items():
        for name, service in branch(model, "services").items():
            said = branch(service, "transport")
            if said:
                found[name] = Taken(
                    quantity(norms[sector][text(said, "from")], METRES, "transport.from"),
                    whole(quantity(norms[sector][text(said, "cost")], CENTS, "transport.cost"), "transport.cost"),
                    f"{sector}/{text(said, 'by')}",
                )
    return found
