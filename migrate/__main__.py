"""The command ``migrate``."""

from __future__ import annotations

import sys


def main() -> None:
    """End the process with the exit code of the command."""
    from migrate.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
