"""
Every readers' template is valid HTML by the Nu checker (https://validator.github.io/validator/), offline.

VNU_JAR names its vnu.jar (npm: vnu-jar); without it, or without Java, this is skipped and says so. .ci/run fetches it.
"""

import json
import os
import shutil
import subprocess

import pytest
from django.test import Client

from tests.browser.test_accessible import build

pytestmark = pytest.mark.django_db
JAR = os.environ.get("VNU_JAR", "")


@pytest.mark.skipif(not (JAR and shutil.which("java")), reason="VNU_JAR or Java is missing: no HTML checker")
def test_the_html_checker_finds_no_error_on_any_template(tmp_path, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    empty = client.get("/").content
    addresses = build()
    article = addresses[2]
    addresses += [
        f"{article}v/1/",
        f"{article}report/",
        f"{article}report/thanks/",
        "/corrections/",
        "/search/?q=words",
    ]
    pages = {"empty": empty} | {address: client.get(address).content for address in addresses}
    names = {}
    for number, (address, content) in enumerate(pages.items()):
        names[f"{number}.html"] = address
        (tmp_path / f"{number}.html").write_bytes(content)
    command = ["java", "-jar", JAR, "--errors-only", "--format", "json", *map(str, tmp_path.glob("*.html"))]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=300).stderr)
    found = [f"{names[one['url'].rpartition('/')[2]]}: {one['message']}" for one in said["messages"]]
    assert not found, "\n".join(found)
