"""What is left on the disk and belongs to no picture is found, and deleted when somebody says so."""

import os
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from photos import library, renditions, storage
from photos.models import Photo
from photos.tasks import develop

from . import pictures

pytestmark = pytest.mark.django_db


def age(hours: float = 48) -> None:
    for path in storage.media().rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - hours * 3600,) * 2)


def files() -> set[Path]:
    return {path for path in storage.media().rglob("*") if path.is_file() and path.name != renditions.LOCK}


@pytest.fixture
def kept() -> set[Path]:
    """Two pictures with all their files."""
    for width in (300, 400):
        develop(pictures.photo(pictures.jpeg(width, 200)))
    age()
    return files()


def roll_back_an_upload() -> Path:
    before = files()
    with pytest.raises(RuntimeError), transaction.atomic():
        pictures.photo(pictures.jpeg(30, 20))
        raise RuntimeError
    (left,) = files() - before
    return left


def test_an_upload_that_was_rolled_back_leaves_a_file_which_is_listed_and_stays(kept, capsys):
    left = roll_back_an_upload()
    age()
    call_command("tidy_pictures")
    said = capsys.readouterr().out
    assert str(left) in said
    assert "1 originals and 0 renditions belong to no picture" in said
    assert "--delete" in said
    assert files() == kept | {left}


def test_it_is_deleted_when_somebody_says_so_and_nothing_else(kept, capsys):
    left = roll_back_an_upload()
    age()
    call_command("tidy_pictures", delete=True)
    assert "They are deleted." in capsys.readouterr().out
    assert files() == kept
    assert not left.parent.exists() or any(left.parent.iterdir())
    call_command("tidy_pictures", delete=True)
    assert "0 originals and 0 renditions" in capsys.readouterr().out
    assert files() == kept


def test_what_is_young_may_be_an_upload_that_is_not_done_yet(kept):
    left = roll_back_an_upload()
    call_command("tidy_pictures", delete=True)
    assert left.exists()
    call_command("tidy_pictures", delete=True, hours=0)
    assert not left.exists()


def test_outdated_renditions_those_of_pulled_pictures_and_half_written_ones_go(kept):
    reframed, pulled = Photo.objects.order_by("pk")
    Photo.objects.filter(pk=reframed.pk).update(focus_x=1)  # without the worker
    Photo.objects.filter(pk=pulled.pk).update(pulled_at=pulled.uploaded_at)
    (renditions.folder(reframed) / ".half.1234").write_bytes(b"x")
    age()
    call_command("tidy_pictures", delete=True)
    assert {path.parent.parent.name for path in files()} == {"originals"}
    assert len(files()) == 2


def test_with_a_database_that_knows_none_of_them_nothing_is_deleted(kept):
    Photo.objects.all()._raw_delete("default")
    with pytest.raises(CommandError, match="right database"):
        call_command("tidy_pictures", delete=True)
    assert files() == kept
    call_command("tidy_pictures", delete=True, force=True)
    assert not files()


def test_an_empty_newsroom_has_nothing_to_tidy(capsys):
    call_command("tidy_pictures", delete=True)
    assert "0 originals" in capsys.readouterr().out
    assert library.add(pictures.upload(pictures.jpeg(30, 20))).pk
