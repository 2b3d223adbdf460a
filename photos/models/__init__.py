"""The picture library, and what a story keeps of a picture that is placed in it."""

from photos.models.photo import Photo, PhotoQuerySet, new_uid
from photos.models.placed import COPIED, PlacedPhoto, place
from photos.models.rights import placing_problems, rights_problems

__all__ = ["COPIED", "Photo", "PhotoQuerySet", "PlacedPhoto", "new_uid", "place", "placing_problems", "rights_problems"]
