"""
The name of an article for other people's programs, the same for ever: a `tag:` address, RFC 4151.

It is made of the article's uid, and of an authority: a host that the newsroom had on a certain day. Neither moves with
a headline, an address or an edit; settings.NEWSROOM_TAG_AUTHORITY lets the host stay when the site moves to another.
"""

import uuid

from django.conf import settings


def tag(uid: uuid.UUID) -> str:
    """`tag:news.example,2026:6ba7b810-9dad-11d1-80b4-00c04fd430c8`."""
    return f"tag:{settings.NEWSROOM_TAG_AUTHORITY}:{uid}"
