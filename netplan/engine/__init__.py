"""Find the best plan of a case and prove how good it is."""

from netplan.engine.asking import Listener, Progress
from netplan.engine.children import get_ready
from netplan.engine.parent import solve
from netplan.engine.search import solve_here
from netplan.engine.several import End, solve_all

__all__ = ["End", "Listener", "Progress", "get_ready", "solve", "solve_all", "solve_here"]
