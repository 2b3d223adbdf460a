from django.db import migrations


def keep(apps, schema_editor):
    """Every section and topic there is has had one address so far: the present one."""
    using = schema_editor.connection.alias
    for name in ("section", "topic"):
        table = apps.get_model("articles", f"{name}address").objects.using(using)
        rows = apps.get_model("articles", name).objects.using(using).values_list("pk", "slug")
        table.bulk_create([table.model(**{f"{name}_id": pk}, slug=slug) for pk, slug in rows])


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_topics_and_their_addresses")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
