from django.db import migrations, models


def make_the_row(apps, schema_editor):
    apps.get_model("core", "Generation").objects.using(schema_editor.connection.alias).create(id=1)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=1, verbose_name="number")),
            ],
            options={
                "verbose_name": "generation",
                "verbose_name_plural": "generations",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="generation_is_one_row"),
                ],
            },
        ),
        migrations.RunPython(make_the_row, migrations.RunPython.noop),
    ]
