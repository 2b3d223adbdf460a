"""Stories that were last saved before the desk had its own index are found by search too, and counted."""

from django.db import migrations

BATCH = 500


def fill(apps, schema_editor):
    from articles.reading import count_words
    from core.text import folded

    Story, StoryIndex = apps.get_model("desk", "Story"), apps.get_model("desk", "StoryIndex")
    stories = Story.objects.order_by("pk").prefetch_related("bylines__author", "filings__topic")
    rows = []
    for story in stories.iterator(chunk_size=BATCH):
        names = [row.name or row.author.name for row in story.bylines.all()]
        topics = [row.topic.name for row in story.filings.all()]
        words = folded("\n".join([story.headline, story.standfirst, story.slug, *names, *topics]))
        rows.append(StoryIndex(story_id=story.pk, words=words, length=count_words(story.body)))
        if len(rows) == BATCH:
            _store(StoryIndex, rows)
    _store(StoryIndex, rows)


def _store(StoryIndex, rows):
    StoryIndex.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["story"], update_fields=["words", "length"]
    )
    rows.clear()


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_list_and_previews")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
