"""Addresses for authors' pages."""

from authors.models import Author, AuthorAddress
from core.slugs import MAX_LENGTH, slug_for


def free_address(author: Author) -> str:
    """One made of the author's name that is and was nobody else's: "anna-shevchenko", "anna-shevchenko-2"."""
    stem = slug_for(author.name, default="author")
    taken = AuthorAddress.objects.all()
    if author.pk:
        taken = taken.exclude(author=author.pk)
    number, slug = 1, stem
    while taken.filter(slug=slug).exists():
        number += 1
        slug = f"{stem[: MAX_LENGTH - 6]}-{number}"
    return slug
