"""How long people need from every cell to every site."""

from netplan.travel.graph import Points, Roads, TravelMode
from netplan.travel.search import Quickest, Ways, quickest, ways, ways_of_table
from netplan.travel.snapping import REASONS, Joined, great_circle_cm, join

__all__ = [
    "REASONS",
    "Joined",
    "Points",
    "Quickest",
    "Roads",
    "TravelMode",
    "Ways",
    "great_circle_cm",
    "join",
    "quickest",
    "ways",
    "ways_of_table",
]
