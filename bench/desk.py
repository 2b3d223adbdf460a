"""
The desk: saving a story of 2,000 words, and opening the list with 100,000 of them.

    python -m bench.desk [stories]

Each as a ratio to the same act on Django's own ModelAdmin, over tables with the same columns and rows below them and
none of our code: plain fields, no gate, no history, no checks, no index. Both are asked in turns, in one process on one
database, and the least of many rounds counts. Fails where the desk takes more than twice as long.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

STORIES = 100_000
LIMIT = 2.0
ROUNDS = 15
SENTENCE = "The council met behind closed doors, and by noon the whole city knew what it had said of the bridge. "


def body(number: int) -> str:
    """Some 2,000 words, none of them new but one."""
    paragraphs = [f"<p>{number}. {SENTENCE * 5}</p>" for _ in range(19)]
    return "\n\n".join([*paragraphs, f"<p>Round {number}. {SENTENCE * 5}</p>"])


def plain_models() -> dict[str, Any]:
    """Twins of the desk's tables, made of Django's own fields."""
    from django.contrib.auth.models import User
    from django.db import models

    from articles.models import Content, Section, Topic
    from authors.models import Author
    from photos.models import Photo

    class PlainStory(models.Model):
        kind = models.CharField(max_length=20, choices=Content.Kind.choices, default="news")
        headline = models.CharField(max_length=300)
        standfirst = models.TextField(blank=True)
        slug = models.SlugField(max_length=120, blank=True)
        body = models.TextField(blank=True)
        video_address = models.CharField(max_length=500, blank=True)
        video_seconds = models.PositiveIntegerField(null=True, blank=True)
        section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+")
        language = models.CharField(max_length=8, choices=Content.Language.choices, default="en")
        lead_photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+")
        lead_caption = models.TextField(blank=True)
        lead_photographer = models.CharField(max_length=200, blank=True)
        lead_agency = models.CharField(max_length=200, blank=True)
        lead_distributor = models.CharField(max_length=200, blank=True)
        lead_alt = models.CharField(max_length=500, blank=True)
        assigned_to = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
        due_at = models.DateTimeField(null=True, blank=True)
        planned_words = models.PositiveIntegerField(null=True, blank=True)
        is_restricted = models.BooleanField(default=False)
        named_people = models.ManyToManyField(User, blank=True, related_name="+")
        status = models.CharField(max_length=20, default="draft", editable=False)
        saved_at = models.DateTimeField(auto_now=True)

        class Meta:
            app_label = "desk"
            ordering = ["-saved_at", "-pk"]
            indexes = [models.Index(fields=["-saved_at", "-id"], name="plain_story_list")]

        def __str__(self) -> str:
            return self.headline

    class PlainByline(models.Model):
        story = models.ForeignKey(PlainStory, models.CASCADE)
        author = models.ForeignKey(Author, models.PROTECT, related_name="+")
        position = models.PositiveIntegerField(default=0)
        roles = models.CharField(max_length=100, default="words")
        name = models.CharField(max_length=200, blank=True)
        title = models.CharField(max_length=200, blank=True)

        class Meta:
            app_label = "desk"

        def __str__(self) -> str:
            return self.name

    class PlainTopic(models.Model):
        story = models.ForeignKey(PlainStory, models.CASCADE)
        topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

        class Meta:
            app_label = "desk"

        def __str__(self) -> str:
            return str(self.topic)

    class PlainRelated(models.Model):
        story = models.ForeignKey(PlainStory, models.CASCADE)
        uid = models.UUIDField()
        position = models.PositiveIntegerField(default=0)

        class Meta:
            app_label = "desk"

        def __str__(self) -> str:
            return str(self.uid)

    return {model.__name__: model for model in (PlainStory, PlainByline, PlainTopic, PlainRelated)}


def plain_site(models: dict[str, Any]) -> Any:
    from django.contrib.admin import AdminSite, ModelAdmin, TabularInline

    def inline(model: Any) -> type[TabularInline]:
        return type("Inline", (TabularInline,), {"model": model, "extra": 0})

    class PlainAdmin(ModelAdmin):
        inlines = [inline(models[name]) for name in ("PlainByline", "PlainTopic", "PlainRelated")]
        list_display = ("headline", "status", "section", "kind", "assigned_to", "due_at", "planned_words", "saved_at")
        list_filter = ("status", "section", "kind", "assigned_to")
        list_select_related = ("section", "assigned_to")
        list_per_page = 50
        show_full_result_count = False
        search_fields = ("headline", "standfirst", "slug")

    site = AdminSite(name="plain")
    site.register(models["PlainStory"], PlainAdmin)
    return site


def fill(stories: int, models: dict[str, Any]) -> None:
    """The same stories on both sides, with the same rows below them."""
    from django.db import connection
    from django.utils import timezone

    from desk.demo import bulk, people
    from desk.models import Story, StoryByline, StoryRelated, StoryTopic

    people.furnish()
    with connection.schema_editor() as editor:
        for model in models.values():
            editor.create_model(model)
    bulk.load(stories, cast=bulk.cast(), at=timezone.now(), progress=lambda done: None)
    twins = {
        "PlainStory": Story,
        "PlainByline": StoryByline,
        "PlainTopic": StoryTopic,
        "PlainRelated": StoryRelated,
    }
    with connection.cursor() as cursor:
        for name, original in twins.items():
            columns = ", ".join(field.column for field in models[name]._meta.concrete_fields)
            cursor.execute(
                f"INSERT INTO {models[name]._meta.db_table} ({columns}) SELECT {columns} FROM {original._meta.db_table}"
            )


def form_of(page: bytes, form_id: str) -> dict[str, Any]:
    """What a browser would send of this form."""
    from lxml import html

    (form,) = html.fromstring(page.decode()).xpath(f'//form[@id="{form_id}"]')
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        if "__prefix__" not in name and name != "csrfmiddlewaretoken":
            sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def save(client: Any, url: str, form_id: str, number: int) -> float:
    """Seconds of one save of a changed text; the form is fetched before, and not counted."""
    sent = form_of(client.get(url).content, form_id) | {"body": body(number), "_continue": "1"}
    begun = time.perf_counter()
    answer = client.post(url, sent)
    took = time.perf_counter() - begun
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return took


def opened(client: Any, url: str) -> float:
    begun = time.perf_counter()
    answer = client.get(url)
    took = time.perf_counter() - begun
    assert answer.status_code == 200
    return took


def measure(stories: int) -> int:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from django.urls import path

    import newsroom.urls

    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    call_command("migrate", verbosity=0)
    models = plain_models()
    newsroom.urls.urlpatterns.append(path("plain/", plain_site(models).urls))
    begun = time.perf_counter()
    fill(stories, models)
    print(f"{stories:,} stories stored twice in {time.perf_counter() - begun:.0f} s", flush=True)

    client = Client(SERVER_NAME="localhost")
    client.force_login(
        User.objects.create_superuser("bench", password=None), "django.contrib.auth.backends.ModelBackend"
    )
    from desk.models import Story

    pk = Story.objects.order_by("pk")[stories // 2].pk
    acts: dict[str, tuple[Callable[[int], float], Callable[[int], float]]] = {
        "save 2,000 words": (
            lambda n: save(client, f"/admin/desk/story/{pk}/change/", "story_form", n),
            lambda n: save(client, f"/plain/desk/plainstory/{pk}/change/", "plainstory_form", n),
        ),
        "open the list": (
            lambda n: opened(client, "/admin/desk/story/"),
            lambda n: opened(client, "/plain/desk/plainstory/"),
        ),
    }
    gc.disable()
    slow = []
    print(f"\n{'act':20}{'the desk':>12}{'plain':>12}{'ratio':>8}")
    for name, (ours, plain) in acts.items():
        ours_least = plain_least = float("inf")
        for number in range(ROUNDS):
            ours_least, plain_least = min(ours_least, ours(number)), min(plain_least, plain(number))
        ratio = ours_least / plain_least
        if ratio > LIMIT:
            slow.append(name)
        print(f"{name:20}{ours_least * 1e3:9.1f} ms{plain_least * 1e3:9.1f} ms{ratio:8.2f}", flush=True)
    print(f"\nmore than {LIMIT:g} times as slow: {', '.join(slow)}" if slow else f"\nAll within {LIMIT:g}.")
    return 1 if slow else 0


def main(chosen: list[str]) -> int:
    with tempfile.TemporaryDirectory() as directory:
        os.environ |= {"NEWSROOM_DATA": directory, "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        return measure(int(chosen[0]) if chosen else STORIES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
