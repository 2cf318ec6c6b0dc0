"""Audit one run folder from the command line: `python -m netplan.audit RUN`, exit code 0 or 1."""

import sys

from netplan.audit.auditor import verify


def main(arguments: list[str]) -> int:
    """Print the verdict on the one run folder named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m netplan.audit RUN\n")
        return 2
    verdict = verify(arguments[0])
    sys.stdout.write(f"{verdict}\n")
    return 0 if verdict.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
