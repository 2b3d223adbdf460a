from django.db import migrations


def keep(apps, schema_editor):
    """Every author there is has had one address so far: the present one."""
    using = schema_editor.connection.alias
    AuthorAddress = apps.get_model("authors", "AuthorAddress")
    authors = apps.get_model("authors", "Author").objects.using(using).values_list("pk", "slug")
    AuthorAddress.objects.using(using).bulk_create([AuthorAddress(author_id=pk, slug=slug) for pk, slug in authors])


class Migration(migrations.Migration):
    dependencies = [("authors", "0002_people")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
