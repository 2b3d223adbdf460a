"""
What machines are told of an article: schema.org's NewsArticle and its kin, for JSON-LD.

https://schema.org/NewsArticle, https://developers.google.com/search/docs/appearance/structured-data/article
"""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from core.clock import zoned
from core.readers import absolute
from core.structured import Thing, breadcrumbs, publisher, without_empty
from photos.showing import Shown

from . import standing
from .models import Correction, Edition, Page

TYPES = {
    Edition.Kind.OPINION: "OpinionNewsArticle",
    Edition.Kind.ANALYSIS: "AnalysisNewsArticle",
    Edition.Kind.EXPLAINER: "BackgroundNewsArticle",
    Edition.Kind.INVESTIGATION: "ReportageNewsArticle",
}
# Search engines ask for the picture in three ratios: 16:9, 4:3 and 1:1.
RATIOS = ("wide", "standard", "square")

# Where a newsroom says what it promises: https://schema.org/NewsMediaOrganization. Only pages that are written.
POLICIES = {
    "publishingPrinciples": Page.Slug.POLICIES,
    "ethicsPolicy": Page.Slug.POLICIES,
    "correctionsPolicy": Page.Slug.POLICIES,
    "verificationFactCheckingPolicy": Page.Slug.POLICIES,
    "unnamedSourcesPolicy": Page.Slug.POLICIES,
    "ownershipFundingInfo": Page.Slug.ABOUT,
    "actionableFeedbackPolicy": Page.Slug.CONTACT,
}


def of_article(edition: Edition, corrections: Iterable[Correction]) -> list[Thing]:
    """The article and the way to it; `edition` is live and has its lists. No query."""
    steps = [(edition.section.name, edition.section.get_absolute_url())] if edition.section else []
    return [article(edition, corrections), breadcrumbs([*steps, (edition.headline, "")])]


def article(edition: Edition, corrections: Iterable[Correction] = ()) -> Thing:
    address = absolute(edition.get_absolute_url())
    return without_empty(
        {
            "@type": TYPES.get(Edition.Kind(edition.kind), "NewsArticle"),
            "@id": f"{address}#article",
            "mainEntityOfPage": {"@type": "WebPage", "@id": address},
            "url": address,
            "headline": edition.headline,
            "description": edition.standfirst,
            "datePublished": zoned(edition.first_live_at),
            "dateModified": zoned(edition.told_at),
            "author": authors(edition) or [{"@type": "NewsMediaOrganization", "name": settings.NEWSROOM_NAME}],
            "publisher": publisher(),
            "image": pictures(edition),
            "video": video(edition),
            "articleSection": edition.section.name if edition.section else "",
            "keywords": [topic.name for topic in edition.subjects],
            "inLanguage": edition.language,
            "wordCount": edition.words,
            "isAccessibleForFree": True,
            "correction": [correction_comment(one, address) for one in corrections],
        }
    )


def authors(edition: Edition) -> list[Thing]:
    """Who wrote it, each an object of their own; somebody hidden by the newsroom's word and without an address."""
    return [
        without_empty(
            {
                "@type": "Person",
                "name": row.printed_name,
                "jobTitle": row.printed_title,
                "url": "" if row.author.is_hidden else absolute(row.author.get_absolute_url()),
            }
        )
        for row in edition.named_writers
    ]


def pictures(edition: Edition) -> list[Thing]:
    """The lead picture in three ratios, widest first."""
    lead = edition.lead
    if lead is None:
        return []
    return [image(lead.cut_for(use), edition.lead_caption, edition.lead_credit) for use in RATIOS]


def image(shown: Shown, caption: str = "", credit: str = "") -> Thing:
    file = shown.largest
    return without_empty(
        {
            "@type": "ImageObject",
            "url": absolute(file.address),
            "width": file.width,
            "height": file.height,
            "caption": caption or shown.alt,
            "creditText": credit,
        }
    )


def video(edition: Edition) -> Thing:
    """
    The video at the head of the page; {} where there is none, or no picture to stand for it, which VideoObject needs:
    https://developers.google.com/search/docs/appearance/structured-data/video
    """
    found, lead = edition.video, edition.lead
    if found is None or lead is None:
        return {}
    return without_empty(
        {
            "@type": "VideoObject",
            "name": edition.headline,
            "description": edition.standfirst or edition.headline,
            "thumbnailUrl": [absolute(lead.cut_for(use).largest.address) for use in RATIOS],
            "uploadDate": zoned(edition.first_live_at),
            "duration": f"PT{edition.video_seconds}S" if edition.video_seconds else "",
            "embedUrl": found.frame,
        }
    )


def correction_comment(correction: Correction, address: str) -> Thing:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": zoned(correction.published_at),
        "url": f"{address}#correction-{correction.pk}",
    }


def newsroom(at: dt.datetime) -> Thing:
    """Who we are, with the addresses of what we promise; one query in a generation."""
    written = standing.pages(standing.sections_at(at))
    promises = {name: absolute(reverse("page", args=[slug])) for name, slug in POLICIES.items() if slug in written}
    return publisher() | promises | {"masthead": absolute(reverse("masthead"))}
