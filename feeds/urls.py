import re

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from articles.models import Edition
from core import converters  # noqa: F401 (registers <year:> and <two:>)

from . import archive, channels, corrections, machines, newer, search, sitemaps, views
from .formats import FORMATS


class FeedFile(StringConverter):
    regex = "|".join(map(re.escape, FORMATS))


class KindOfStory(StringConverter):
    regex = "|".join(Edition.Kind.values)


register_converter(FeedFile, "feed")
register_converter(KindOfStory, "kind")

urlpatterns: list[URLPattern] = [
    path("", views.front, name="front"),
    path("<feed:file>", channels.front, name="front_feed"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.icon, name="icon"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-authors.xml", sitemaps.authors, name="sitemap_authors"),
    path("sitemap-topics.xml", sitemaps.topics, name="sitemap_topics"),
    path("sitemap-<year:year>-<two:month>.xml", sitemaps.month, name="sitemap_month"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<feed:file>", corrections.corrections_feed, name="corrections_feed"),
    path("search/", search.search, name="search"),
    path("news-feed/", views.news_feed, name="news_feed"),
    path("news-feed/new/", newer.newer, name="news_feed_new"),
    path("news-feed/<feed:file>", channels.news_feed, name="news_feed_feed"),
    path("section/<slug:slug>/", views.section, name="section"),
    path("section/<slug:slug>/<feed:file>", channels.section, name="section_feed"),
    path("topic/<slug:slug>/", views.topic, name="topic"),
    path("topic/<slug:slug>/<feed:file>", channels.topic, name="topic_feed"),
    path("kind/<kind:kind>/", views.kind, name="kind"),
    path("kind/<kind:kind>/<feed:file>", channels.kind, name="kind_feed"),
    path("author/<slug:slug>/<feed:file>", channels.author, name="author_feed"),
    path("<year:year>/", archive.archive_year, name="archive_year"),
    path("<year:year>/<two:month>/", archive.archive_month, name="archive_month"),
    path("<year:year>/<two:month>/<two:day>/", archive.archive_day, name="archive_day"),
]
