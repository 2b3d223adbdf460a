"""
A corpus of broken and hostile files: each is refused in words or taken correctly, without an error, within ten seconds
and 600 MB for reading it and making all that readers get of it.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from . import hostile
from .hostile_worker import MEGABYTES, SECONDS


@pytest.mark.skipif(connection.vendor != "sqlite", reason="nothing here asks a database: it runs with SQLite's tests")
@pytest.mark.parametrize("group", hostile.GROUPS)
def test_every_file_is_refused_in_words_or_taken_correctly(group):
    done = subprocess.run(
        [sys.executable, "-m", "tests.photos.hostile_worker", group],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(outcomes) >= 6
    wrong = [one for one in outcomes if one["verdict"] not in ("refused", "taken") or not one["words"].strip()]
    wrong += [one for one in outcomes if one["expected"] not in ("either", one["verdict"])]
    wrong += [one for one in outcomes if one["seconds"] > SECONDS or one["megabytes"] > MEGABYTES]
    assert not wrong, "\n".join(map(str, wrong))
