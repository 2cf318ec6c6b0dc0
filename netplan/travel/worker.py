"""A process that helps to search ways: `python -m netplan.travel.worker FOLDER BEGIN` takes blocks until none is left.

It ends with the process that started it, and leaves Ctrl-C to that one.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from netplan.travel.crew import claimed, leave, read_search


def main(folder: Path, begin: int) -> None:
    """Search the blocks of a folder that nobody has claimed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    search = read_search(folder)
    for number in range(begin, search.blocks()):
        if claimed(folder, number):
            leave(search.block(number), folder, number)


def _end_with_parent() -> None:
    while os.read(0, 1):
        """The parent writes nothing; its end of the pipe closes when it is gone."""
    os._exit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
