"""Find the best plan of a case and prove how good it is."""

from netplan.engine.parent import solve
from netplan.engine.search import Listener, Progress, solve_here

__all__ = ["Listener", "Progress", "solve", "solve_here"]
