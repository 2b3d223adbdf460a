"""A story for somebody who may read it now, but not save it: the same words, no form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.html import gate

from ..models import Story


class PlainForm(forms.ModelForm):
    class Meta:
        model = Story
        fields: list[str] = []


class StoryReading(admin.ModelAdmin):
    plain_form = PlainForm
    reading_fieldsets: Any = [
        (None, {"fields": ["headline", "standfirst", "text_to_read"], "classes": ["desk-text"]}),
        (_("Place"), {"fields": ["section", "kind", "topics_to_read", "language"]}),
        (_("Beside it"), {"fields": ["byline_to_read", "lead_photo", "slug"]}),
        (_("Assignment"), {"fields": ["assigned_to", "due_at", "planned_words"]}),
    ]

    @admin.display(description=_("text"))
    def text_to_read(self, story: Story) -> SafeString:
        # Through the gate once more, so that this page trusts no table.
        return format_html('<div class="text">{}</div>', gate(story.body))

    @admin.display(description=_("topics"))
    def topics_to_read(self, story: Story) -> str:
        return ", ".join(topic.name for topic in story.filed_under) or "–"

    @admin.display(description=_("byline"))
    def byline_to_read(self, story: Story) -> SafeString | str:
        return format_html_join(", ", "{}", ((row.printed_name,) for row in story.credits)) or "–"
