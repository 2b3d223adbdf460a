"""The floors of the house: imports run downwards, and no word of the desk on the readers' side."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

READERS = ("feeds", "articles", "authors", "photos", "core")
FILES = [file for app in READERS for file in sorted((Path(settings.BASE_DIR) / app).rglob("*.py"))]


def test_imports_run_downwards_only():
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-cache'])"
    done = subprocess.run([sys.executable, "-c", lint], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(settings.BASE_DIR)))
def test_what_serves_readers_does_not_name_the_desk(file):
    """Not even as text, which apps.get_model, import_module, a foreign key and reverse() would all take."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert node.value != "desk", f"line {node.lineno}"
            assert not node.value.lower().startswith(("desk.", "desk:", "desk/", "admin:desk")), f"line {node.lineno}"


def test_no_relation_leads_from_readers_models_to_the_desk():
    for app in READERS:
        for model in apps.get_app_config(app).get_models():
            for relation in model._meta.related_objects:
                named = relation.related_model._meta.app_label == "desk" and relation.get_accessor_name()
                assert not named, f"{model.__name__}.{named}"


def test_nobody_imports_the_project():
    for app in (*READERS, "desk"):
        for file in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                names = [node.module] if isinstance(node, ast.ImportFrom) else []
                names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                assert not [name for name in names if name and name.split(".")[0] == "newsroom"], file
