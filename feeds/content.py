"""A story's text as a feed carries it: with its picture and credit, and links that work anywhere."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles.drawing import Things, whole
from articles.models import Edition
from core.readers import absolute
from core.templatetags.presentation import tongue


def of_edition(edition: Edition, things: Things | None) -> SafeString:
    """
    HTML: the lead picture with its caption and credit, the standfirst, the video's address, and the text with what
    `things` has for it; without `things`, no text.
    """
    parts = [_picture(edition)]
    if edition.standfirst:
        parts.append(format_html("<p><strong>{}</strong></p>", edition.standfirst))
    if edition.video:
        parts.append(format_html('<p><a href="{0}">{1}: {0}</a></p>', edition.video.address, edition.video.name))
    if things is not None:
        parts.append(whole(edition, things))
    html = "\n".join(part for part in parts if part)
    # A feed is read in one piece, and in the reader's own direction, unless each text says which is its own.
    return format_html("<div{}>\n{}\n</div>", tongue(edition), mark_safe(html)) if tongue(edition) else mark_safe(html)


def _picture(edition: Edition) -> SafeString | str:
    lead = edition.lead
    if lead is None:
        return ""
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}"><figcaption>{}</figcaption></figure>',
        absolute(lead.src),
        lead.alt,
        lead.fallback.width,
        round(lead.height * lead.fallback.width / lead.width),
        edition.lead_caption_line,
    )
