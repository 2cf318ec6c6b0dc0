"""The engine's own way for siting questions: which facilities are open, where nothing else is to be decided."""

from netplan.engine.siting.question import Siting, siting_of
from netplan.engine.siting.search import Sited

__all__ = ["Sited", "Siting", "siting_of"]
