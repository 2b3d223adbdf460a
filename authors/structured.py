"""What machines are told of a profile: https://schema.org/ProfilePage and Person, for JSON-LD."""

from core.readers import absolute
from core.structured import Thing, publisher, without_empty

from .models import Author


def profile(author: Author) -> Thing:
    """The page of somebody who is not hidden. No query where their links were asked for already, else one."""
    address = absolute(author.get_absolute_url())
    face = author.face
    person = without_empty(
        {
            "@type": "Person",
            "@id": f"{address}#person",
            "name": author.name,
            "url": address,
            "jobTitle": author.title,
            "description": author.biography,
            "image": absolute(face.largest.address) if face else "",
            "sameAs": [link.url for link in author.links if link.url.startswith("https://")],
            "worksFor": publisher() if author.is_active else {},
        }
    )
    return {"@type": "ProfilePage", "url": address, "mainEntity": person}
