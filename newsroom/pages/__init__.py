"""The page cache: readers' pages, kept as ready bytes in each worker's memory, and answered before Django."""

from .layer import PageLayer

__all__ = ["PageLayer"]
