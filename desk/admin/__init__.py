from ..accounts import admin as accounts
from ..accounts import log_admin
from . import articles, reports, story, taxonomy, topics

__all__ = ["accounts", "articles", "log_admin", "reports", "story", "taxonomy", "topics"]
