from django.db import migrations


def empty(apps, schema_editor):
    """The index has keys of a new kind (articles/search/base.py): after the migrations it is filled anew."""
    apps.get_model("articles", "SearchEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_list_index")]

    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
