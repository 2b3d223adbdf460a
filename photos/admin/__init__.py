"""The picture library on the desk: take in, describe, frame, find, pull."""

from photos.admin.photo import PhotoAdmin
from photos.admin.thumbnails import thumbnail

__all__ = ["PhotoAdmin", "thumbnail"]
