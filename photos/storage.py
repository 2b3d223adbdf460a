"""Where picture files lie. Nothing below MEDIA is served by address: photos/views.py hands out renditions only."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def media() -> Path:
    return Path(settings.MEDIA_ROOT)


class Originals(FileSystemStorage):
    """Pictures as they were uploaded, with whatever location and serial number is in them: for the newsroom's eyes."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def location(self) -> str:
        return str((media() / "originals").absolute())

    def _save(self, name: str, content: Any) -> str:
        """A file that the disk had no room for doesn't stay as half of one."""
        try:
            return super()._save(name, content)  # type: ignore[misc]
        except OSError:
            Path(self.path(name)).unlink(missing_ok=True)
            raise

    def url(self, name: str | None) -> str:
        raise ValueError("An original has no address: readers get renditions.")


def originals() -> Originals:
    return Originals()


def renditions() -> Path:
    return media() / "renditions"


def random_name(instance: Any, filename: str) -> str:
    """A name that owes nothing to the one the file came with: no extension, no words, no path."""
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"
