"""The command line as `python -m netplan`: the same as the command `netplan`."""

from netplan.cli import main

if __name__ == "__main__":
    main()
