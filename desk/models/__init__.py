from .autosave import Autosave
from .index import StoryIndex
from .move import Move
from .note import Note
from .notice import Notice
from .presence import Presence
from .preview_link import PreviewLink
from .rows import StoryByline, StoryPicture, StoryRelated, StoryTopic
from .save import Save
from .story import Story, StoryQuerySet

__all__ = [
    "Autosave",
    "Move",
    "Note",
    "Notice",
    "Presence",
    "PreviewLink",
    "Save",
    "Story",
    "StoryByline",
    "StoryIndex",
    "StoryPicture",
    "StoryQuerySet",
    "StoryRelated",
    "StoryTopic",
]
