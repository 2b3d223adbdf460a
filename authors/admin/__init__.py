from .author import AuthorAdmin

__all__ = ["AuthorAdmin"]
