"""Every fault of faults/, as `make faults` runs them. What a machine lacks is said."""

import importlib
import pkgutil
import tempfile
from pathlib import Path

import pytest
from django.db import connection

import faults

NAMES = [module.name for module in pkgutil.iter_modules(faults.__path__) if not module.name.startswith("_")]
pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="they bring databases of their own: nothing would be new in a second run"
)


def test_there_are_as_many_as_the_document_says():
    assert len(NAMES) == 6


@pytest.mark.flaky(reruns=1)  # as what drives servers does: tests/conftest.py
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name: str) -> None:
    with tempfile.TemporaryDirectory(prefix=f"newsroom-{name}-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # a database of its own runs as another user
        try:
            print(importlib.import_module(f"faults.{name}").run(Path(folder)))
        except faults.Skipped as why:
            pytest.skip(str(why))
