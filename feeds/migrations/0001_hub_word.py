from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="HubWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hub", models.URLField(max_length=500, unique=True, verbose_name="hub")),
                ("told_until", models.DateTimeField(verbose_name="told until")),
            ],
            options={"verbose_name": "word to a hub", "verbose_name_plural": "words to hubs"},
        ),
    ]
