"""Write an invented county: python -m benchmarks.county --cells 800 --facilities 87 --seed 2 --to DIR."""

import argparse
from pathlib import Path

from benchmarks.county import YEARS, write_county


def main() -> None:
    """Read the command line and write the county."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.county", description=__doc__)
    parser.add_argument("--cells", type=int, default=760, help="populated cells, up to 200000")
    parser.add_argument("--facilities", type=int, default=87, help="facilities of the first three sectors, up to 15000")
    parser.add_argument("--sectors", choices=("three", "all"), default="three", help="which sectors have facilities")
    parser.add_argument("--seed", type=int, default=2, help="another seed, another county")
    parser.add_argument("--years", type=int, nargs="+", default=list(YEARS), help="years of people.csv")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write into")
    chosen = parser.parse_args()
    write_county(
        chosen.to,
        cells=chosen.cells,
        facilities=chosen.facilities,
        seed=chosen.seed,
        years=tuple(chosen.years),
        more=chosen.sectors == "all",
    )
    print(chosen.to)


main()
