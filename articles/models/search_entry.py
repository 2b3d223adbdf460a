from django.db import models

from .edition import Edition


class SearchEntry(models.Model):
    """
    That an edition can be found, and the place of its words in the index.

    Places rise with the time of first publication, so that the newest matches are the first that the index names.
    `headline` and `standfirst` hold the same words as the index, each between two spaces: results are ranked by them.
    Written by articles.search alone, and made anew by `manage.py reindex`.
    """

    # Never left to the database. A key of this kind is the row's own number in SQLite: the table lies in this order.
    place = models.BigAutoField(primary_key=True)
    edition = models.OneToOneField(Edition, models.CASCADE, related_name="search_entry")
    headline = models.TextField()
    standfirst = models.TextField()

    def __str__(self) -> str:
        return str(self.place)
