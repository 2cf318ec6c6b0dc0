"""An invented county for examples and benchmarks, from a seed: `write_county`."""

from benchmarks.county.write import YEARS, write_county

__all__ = ["YEARS", "write_county"]
