"""What is written about the newsroom, compared with the newsroom."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE_DIR = Path(settings.BASE_DIR)
README = (BASE_DIR / "README.md").read_text()
SETTING = re.compile(r"env\.\w+\(\s*[\"']([A-Z_]+)[\"']")


def test_readmes_table_has_every_setting_and_no_other():
    read = set()
    for file in ("settings.py", "gunicorn.conf.py"):
        read |= set(SETTING.findall((BASE_DIR / "newsroom" / file).read_text()))
    written = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert written == read


def test_readme_names_every_command_of_the_makefile():
    targets = re.findall(r"^([a-z]+):.*##", (BASE_DIR / "Makefile").read_text(), re.MULTILINE)
    listed = re.search(r"lists the commands: (.+?)\.\n", README)
    assert listed
    assert re.findall(r"`(\w+)`", listed[1]) == [target for target in targets if target != "help"]


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/desk.md", "docs/production.md"]
)
def test_files_that_a_document_names_are_there(document):
    text = (BASE_DIR / document).read_text()
    folder = (BASE_DIR / document).parent
    named = set(re.findall(r"`((?:[\w-]+/)+[\w.-]*)`", text)) - {"var/", ".venv/", "Europe/Kyiv"}
    named |= set(re.findall(r"\]\(([\w./-]+)\)", text))
    missing = [name for name in named if not any((place / name).exists() for place in (BASE_DIR, folder))]
    assert not missing


@pytest.mark.parametrize(
    ("locked", "heading"),
    [("requirements.txt", "In the running site"), ("requirements-dev.txt", "In tests and checks")],
)
def test_the_licence_of_every_locked_package_is_listed(locked, heading):
    packages = set(re.findall(r"^([a-z0-9][a-z0-9.-]*)==", (BASE_DIR / locked).read_text(), re.MULTILINE))
    if locked == "requirements-dev.txt":
        running = (BASE_DIR / "requirements.txt").read_text()
        packages -= set(re.findall(r"^([a-z0-9][a-z0-9.-]*)==", running, re.MULTILINE))
    section = (BASE_DIR / "docs" / "licences.md").read_text().split(f"## {heading}")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| ([a-z0-9.-]+) \| [^|]+ \|$", section, re.MULTILINE)) - {"package"} == packages
