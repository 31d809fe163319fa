"""Django's own commands: ``python -m tenfold.web check``."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command of the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.web.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["python -m tenfold.web", *sys.argv[1:]])


if __name__ == "__main__":
    main()
