"""Audit one run folder from the command line: `python -m netplan.audit RUN [--bound]`, exit code 0 or 1."""

import sys

from netplan.audit.auditor import verify

BOUND = "--bound"
"""Recompute the bounds too."""


def main(arguments: list[str]) -> int:
    """Print the verdict on the one run folder named."""
    folders = [argument for argument in arguments if argument != BOUND]
    if len(folders) != 1:
        sys.stderr.write(f"usage: python -m netplan.audit RUN [{BOUND}]\n")
        return 2
    verdict = verify(folders[0], bound=BOUND in arguments)
    sys.stdout.write(f"{verdict}\n")
    return 0 if verdict.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
