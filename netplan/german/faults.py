"""The catalogue of what faults of files say."""

from netplan.german.catalogue import Catalogue
from netplan.german.maps import MAPS
from netplan.german.questions import QUESTIONS
from netplan.german.rules import RULES
from netplan.german.tables import TABLES

FAULTS = Catalogue(TABLES, MAPS, QUESTIONS, RULES)
