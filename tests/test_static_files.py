"""What lies below /static/: everything that a page asks for, and nothing that the desk doesn't load."""

import re
from pathlib import Path

import ckeditor
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import find, get_finders

from desk.editor import REMOVED_PLUGINS
from newsroom.static_files import UNUSED_PLUGINS

TEMPLATES = sorted(Path(settings.BASE_DIR).glob("*/templates/**/*.html")) + sorted(
    (Path(settings.BASE_DIR) / "templates").rglob("*.html")
)


@pytest.fixture(scope="module")
def collected() -> list[str]:
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    return [path for finder in get_finders() for path, _storage in finder.list(ignored)]


def test_every_file_that_a_template_names_is_there():
    """Of a missing one the manifest makes a 500, and only where the site is served for real."""
    asked = {
        (name, str(template.relative_to(settings.BASE_DIR)))
        for template in TEMPLATES
        for name in re.findall(r"""{% static ["']([^"']+)["'] %}""", template.read_text())
    }
    assert asked
    assert [(name, template) for name, template in sorted(asked) if not find(name)] == []


def test_what_the_editor_does_not_load_is_not_shipped():
    plugins = Path(ckeditor.__file__).parent / "static" / "ckeditor" / "ckeditor" / "plugins"
    assert {name for name in REMOVED_PLUGINS if (plugins / name).is_dir()} <= set(UNUSED_PLUGINS)


def test_what_the_editor_loads_is_shipped(collected):
    for name in ("ckeditor.js", "contents.css", "lang/uk.js", "plugins/autogrow/plugin.js"):
        assert f"ckeditor/ckeditor/{name}" in collected


def test_no_page_of_the_editors_is_public(collected):
    assert [path for path in collected if path.endswith((".html", ".htm", ".php"))] == []
