"""What was published, to look at: articles and editions are made by desk.publishing and changed by nobody."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Closure, Edition
from core.finding import containing
from core.html import gate

from .. import closing
from ..models import Story
from ..models.public_state import PublicState
from ..naming import kept_editions
from ..request import colleague, instant
from ..views.closing import close_edition
from ..wording import public_words, when

_BREAK = SafeString("<br>")


class ReadOnlyAdmin(admin.ModelAdmin):
    """Nobody adds, changes or deletes here, the superuser neither."""

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(
            request, {"title": str(self.opts.verbose_name_plural).capitalize(), **(extra_context or {})}
        )


def story_link(request: HttpRequest, article: Article) -> SafeString | str:
    """The story on the desk, for whoever may read it; an import has none."""
    story = Story.objects.visible_to(request.user).filter(uid=article.uid).first()
    if story is None:
        return "–"
    return format_html('<a href="{}">{}</a>', reverse("admin:desk_story_change", args=[story.pk]), story.headline)


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    list_display = ("headline", "readers", "first_published", "editions_made")
    search_fields = ("uid",)  # get_search_results() says what is searched
    search_help_text = gettext_lazy("Headline, or address")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        kept = kept_editions(request.user, instant(request))
        told = Edition.objects.exclude(pk__in=kept.values("pk"))
        newest = told.filter(article=OuterRef("pk")).order_by("-number")
        only_kept = kept.exclude(article__in=told.filter(article__in=kept.values("article")).values("article"))
        return (
            super()
            .get_queryset(request)
            .exclude(pk__in=only_kept.values("article"))
            .annotate(
                last_headline=Subquery(newest.values("headline")[:1]),
                last_number=Subquery(newest.values("number")[:1]),
                published_at=Subquery(newest.values("first_live_at")[:1]),
            )
        )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if search_term.strip():
            found = Edition.objects.filter(containing(search_term.strip("/").rpartition("/")[2], "headline", "slug"))
            kept = kept_editions(request.user, instant(request))
            queryset = queryset.filter(pk__in=found.exclude(pk__in=kept.values("pk")).values("article"))
        return queryset, False

    @admin.display(description=gettext_lazy("headline"))
    def headline(self, article: Any) -> str:
        return article.last_headline or "–"

    @admin.display(description=gettext_lazy("editions"))
    def editions_made(self, article: Any) -> int:
        return article.last_number or 0

    @admin.display(description=gettext_lazy("first published"), ordering="published_at")
    def first_published(self, article: Any) -> str:
        return when(article.published_at) if article.published_at else "–"

    @admin.display(description=gettext_lazy("readers"))
    def readers(self, article: Any) -> str:
        return public_words(article.public, article.seen_at)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        parent = super().get_changelist(request, **kwargs)

        class WithStates(parent):  # type: ignore[misc, valid-type]
            def get_results(self, request: HttpRequest) -> None:
                super().get_results(request)
                articles: list[Any] = list(self.result_list)
                at = instant(request)
                kept = kept_editions(request.user, at)
                states = PublicState.of_stories([article.uid for article in articles], at, but=kept)
                for article in articles:
                    article.public, article.seen_at = states[article.uid], at
                self.result_list: Any = articles

        return WithStates

    # One article

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("headline", "story", "addresses_had", "editions_had", "withdrawals_had", "uid")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_readonly_fields(request, obj)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        article = super().get_object(request, object_id, from_field)
        if article:
            article.story_link, article.seen_at = story_link(request, article), instant(request)
            article.kept = [
                *kept_editions(request.user, article.seen_at).filter(article=article).values_list("pk", flat=True)
            ]
        return article

    @admin.display(description=gettext_lazy("story on the desk"))
    def story(self, article: Any) -> SafeString | str:
        return article.story_link

    @admin.display(description=gettext_lazy("addresses"))
    def addresses_had(self, article: Any) -> SafeString | str:
        told = article.editions.exclude(pk__in=article.kept).values("address")
        rows = ((address.get_absolute_url(),) for address in article.addresses.filter(pk__in=told))
        return format_html_join(_BREAK, '<a href="{0}">{0}</a>', rows) or "–"

    @admin.display(description=gettext_lazy("editions"))
    def editions_had(self, article: Any) -> SafeString | str:
        return format_html_join(
            _BREAK,
            '<a href="{}">{}. {}</a> · {} · {}',
            (
                (
                    reverse("admin:articles_edition_change", args=[edition.pk]),
                    edition.number,
                    edition.headline,
                    edition.get_change_display(),
                    interval(edition, article.seen_at),
                )
                for edition in article.editions.exclude(pk__in=article.kept).order_by("-number").defer("body")
            ),
        )

    @admin.display(description=gettext_lazy("withdrawals"))
    def withdrawals_had(self, article: Any) -> SafeString | str:
        rows = ((when(one.withdrawn_at, article.seen_at), one.reason) for one in article.withdrawals.all())
        return format_html_join(_BREAK, "{}: {}", rows) or "–"


def interval(edition: Edition, at: Any) -> str:
    """When readers had, have or will have it, in words."""
    if edition.live_until == edition.live_from:
        return _("cancelled before it went live")
    if edition.live_until is None:
        if edition.live_from > at:
            return _("goes live at %(time)s") % {"time": when(edition.live_from, at)}
        return _("live since %(time)s") % {"time": when(edition.live_from, at)}
    return _("from %(start)s to %(end)s") % {"start": when(edition.live_from, at), "end": when(edition.live_until, at)}


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ("headline", "number", "change", "live_from_shown", "live_until_shown", "section")
    list_filter = ("change", "kind", ("section", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("section",)
    search_fields = ("headline", "slug")
    search_help_text = gettext_lazy("Headline or address")
    ordering = ("-first_live_at", "-article_id", "-number")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "headline",
                    "standfirst",
                    "text",
                ],
                "classes": ["desk-text"],
            },
        ),
        (
            gettext_lazy("Edition"),
            {"fields": ["story", "shown", "number", "change", "note", "address_shown", "closed"]},
        ),
        (
            gettext_lazy("Place"),
            {"fields": ["section", "kind", "language", "byline_printed", "words", "reading_minutes", "picture"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Edition]:
        told = super().get_queryset(request).select_related("address", "article")
        return told.exclude(pk__in=kept_editions(request.user, instant(request)).values("pk"))

    @admin.display(description=gettext_lazy("live from"), ordering="live_from")
    def live_from_shown(self, edition: Edition) -> str:
        return when(edition.live_from)

    @admin.display(description=gettext_lazy("live until"), ordering="live_until")
    def live_until_shown(self, edition: Edition) -> str:
        return when(edition.live_until) if edition.live_until else "–"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        parent = super().get_changelist(request, **kwargs)

        class WithoutTexts(parent):  # type: ignore[misc, valid-type]
            def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
                return super().get_queryset(request, exclude_parameters).defer("body")

        return WithoutTexts

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.filter(containing(search_term, "headline", "slug")), False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [name for _title, options in self.fieldsets or () for name in options["fields"]]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        edition = super().get_object(request, object_id, from_field)
        if edition:
            edition.story_link = story_link(request, edition.article)
            edition.seen_at = instant(request)
            edition.may_be_closed = colleague(request).has_perm("articles.close_edition")
        return edition

    def get_urls(self) -> list[URLPattern]:
        wrap: Callable[..., Any] = self.admin_site.admin_view
        return [
            path("<int:pk>/close/", wrap(close_edition), name="articles_edition_close"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("text for readers"))
    def closed(self, edition: Any) -> SafeString | str:
        if closure := Closure.objects.filter(edition=edition).select_related("by").first():
            by = closure.by.get_full_name() or closure.by.get_username()
            return _("closed at %(time)s by %(name)s: %(reason)s") % {
                "time": when(closure.closed_at, edition.seen_at),
                "name": by,
                "reason": closure.reason,
            }
        if not edition.may_be_closed or closing.obstacle(edition, edition.seen_at):
            return "–"
        link = reverse("admin:articles_edition_close", args=[edition.pk])
        return format_html('<a href="{}">{} …</a>', link, _("Close this text for a legal reason"))

    @admin.display(description=gettext_lazy("text"))
    def text(self, edition: Edition) -> SafeString:
        return format_html('<div class="text">{}</div>', gate(edition.body))

    @admin.display(description=gettext_lazy("story on the desk"))
    def story(self, edition: Any) -> SafeString | str:
        return edition.story_link

    @admin.display(description=gettext_lazy("readers"))
    def shown(self, edition: Any) -> str:
        return interval(edition, edition.seen_at)

    @admin.display(description=gettext_lazy("address"))
    def address_shown(self, edition: Edition) -> SafeString:
        return format_html('<a href="{0}">{0}</a>', edition.get_absolute_url())

    @admin.display(description=gettext_lazy("byline"))
    def byline_printed(self, edition: Edition) -> str:
        rows = edition.bylines.select_related("author").order_by("position", "pk")
        return ", ".join(f"{row.name or row.author.name} ({', '.join(row.role_labels)})" for row in rows) or "–"

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, edition: Edition) -> str:
        return edition.lead_caption_line or "–"
