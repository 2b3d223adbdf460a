#!/usr/bin/env python3
"""Django's command line. Finds the virtual environment that `make` makes, so that plain python3 does too."""

import os
import sys
from pathlib import Path

VENV_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError as missing:
        if missing.name != "django" or sys.prefix != sys.base_prefix or not VENV_PYTHON.exists():
            raise SystemExit(f"{missing}. Run `make` first: it sets up .venv.") from missing
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])  # noqa: S606  -- the same command, by the right Python
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
