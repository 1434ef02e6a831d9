"""Give the permission of the search log its new name: `migrate` makes permissions and never renames them."""

from django.db import migrations

OLD, NEW = "可以查看搜索台", "可以查看搜索记录"


def rename(apps, *, old, new):
    permissions = apps.get_model("auth", "Permission").objects
    permissions.filter(content_type__app_label="articles", codename="view_searchedquery", name=old).update(name=new)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_words_and_positions"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, editor: rename(apps, old=OLD, new=NEW),
            lambda apps, editor: rename(apps, old=NEW, new=OLD),
        )
    ]
