from .address import Address
from .article import Article
from .closure import Closure
from .content import Content
from .correction import Correction
from .digest import Digest
from .edition import Edition, EditionQuerySet
from .erasure import Erasure
from .frozen import Frozen
from .lead import Lead
from .page import Page
from .readership import Counted, Ranking, Readership, Readings
from .report import Knock, Report
from .rows import Byline, EditionByline, EditionPicture, EditionRelated, EditionTopic, Filing, Placed, Related
from .search_entry import SearchEntry
from .section import Section, SectionAddress
from .topic import Topic, TopicAddress
from .withdrawal import Withdrawal

__all__ = [
    "Address",
    "Article",
    "Byline",
    "Closure",
    "Content",
    "Correction",
    "Counted",
    "Digest",
    "Edition",
    "EditionByline",
    "EditionPicture",
    "EditionQuerySet",
    "EditionRelated",
    "EditionTopic",
    "Erasure",
    "Filing",
    "Frozen",
    "Knock",
    "Lead",
    "Page",
    "Placed",
    "Ranking",
    "Readership",
    "Readings",
    "Related",
    "Report",
    "SearchEntry",
    "Section",
    "SectionAddress",
    "Topic",
    "TopicAddress",
    "Withdrawal",
]
