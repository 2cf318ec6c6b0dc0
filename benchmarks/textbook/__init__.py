"""Textbook problems of facility location, read from their sources and stated as cases of netplan."""

from benchmarks.textbook.cases import case_of
from benchmarks.textbook.files import write_workspace
from benchmarks.textbook.instance import Instance, Problem, scale_told
from benchmarks.textbook.published import SETS, instances

__all__ = ["SETS", "Instance", "Problem", "case_of", "instances", "scale_told", "write_workspace"]
