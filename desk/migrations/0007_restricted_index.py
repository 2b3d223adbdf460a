from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_index_earlier_stories")]
    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("is_restricted", True)), fields=["is_restricted"], name="story_restricted"
            ),
        ),
    ]
