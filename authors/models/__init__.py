from .address import AuthorAddress
from .author import Author, AuthorQuerySet
from .hiding import Hiding
from .link import AuthorLink

__all__ = ["Author", "AuthorAddress", "AuthorLink", "AuthorQuerySet", "Hiding"]
