"""The newsroom as it is served, for what Django's test client can't send: tests/serving/conftest.py."""

from tests.serving.conftest import serve, static_files

__all__ = ["serve", "static_files"]
