from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_addresses_kept")]

    operations = [
        migrations.RemoveIndex("edition", "edition_list"),
        migrations.AddIndex(
            "edition",
            models.Index(
                fields=["-first_live_at", "-article", "live_from", "live_until", "updated_at"], name="edition_list"
            ),
        ),
    ]
