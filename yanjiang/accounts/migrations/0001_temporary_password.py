"""Take over the model TemporaryPassword from yanjiang.home, with its table and its content type."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def move_content_type(apps, old, new):
    """Move the content type, and with it the permissions that groups and users have. A new database has none yet."""
    types = apps.get_model("contenttypes", "ContentType").objects
    if not types.filter(app_label=new, model="temporarypassword").exists():
        types.filter(app_label=old, model="temporarypassword").update(app_label=new)


def take(apps, schema_editor):
    move_content_type(apps, "home", "accounts")


def give_back(apps, schema_editor):
    move_content_type(apps, "accounts", "home")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("home", "0009_last_position"),
    ]

    operations = [
        # The table stays as it is: yanjiang.home made it, and its next migration gives the model up.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="TemporaryPassword",
                    fields=[
                        ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to=settings.AUTH_USER_MODEL, verbose_name="用户")),
                    ],
                    options={
                        "verbose_name": "临时密码",
                        "verbose_name_plural": "临时密码",
                        "db_table": "home_temporarypassword",
                    },
                ),
            ],
        ),
        migrations.RunPython(take, give_back),
    ]
