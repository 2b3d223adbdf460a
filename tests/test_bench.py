"""The benchmarks run: a page of ours that a plain admin site lacks once kept the desk's from measuring anything."""

import os
import subprocess
import sys

from django.conf import settings


def test_the_desk_is_measured_against_a_plain_admin_site():
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSROOM_", "DATABASE_"))}
    run = subprocess.run(
        [sys.executable, "-m", "bench.desk", "4"],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert "save 2,000 words" in run.stdout and "open the list" in run.stdout, run.stderr[-2000:]
