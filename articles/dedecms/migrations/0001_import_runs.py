"""Take over the model ImportRun from articles, with its table and its content type."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def move_content_type(apps, old, new):
    """Move the content type, and with it the lines of the admin's log. A new database has none yet."""
    types = apps.get_model("contenttypes", "ContentType").objects
    if not types.filter(app_label=new, model="importrun").exists():
        types.filter(app_label=old, model="importrun").update(app_label=new)


def take(apps, schema_editor):
    move_content_type(apps, "articles", "dedecms")


def give_back(apps, schema_editor):
    move_content_type(apps, "dedecms", "articles")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0039_import_runs_leave"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The table stays as it is: articles.0016 made it.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("folder", models.CharField(help_text="var/import 下的文件夹或文件。", max_length=255, verbose_name="备份")),
                        ("uploads", models.CharField(blank=True, help_text="旧站的 uploads，可留空。", max_length=255, verbose_name="上传文件夹")),
                        ("host", models.CharField(blank=True, help_text="留空则取备份里的设置。", max_length=200, verbose_name="旧域名")),
                        ("prefix", models.CharField(blank=True, help_text="旧站数据表名开头的部分，如 dede_。通常留空，由备份里的表得知；备份里有几个网站时要填写。", max_length=60, verbose_name="表前缀")),
                        ("is_dry", models.BooleanField(default=True, verbose_name="试运行")),
                        ("state", models.CharField(choices=[("waiting", "等待开始"), ("running", "进行中"), ("checked", "已试运行，等待确认"), ("done", "已完成"), ("failed", "未完成")], default="waiting", max_length=10, verbose_name="状态")),
                        ("step", models.CharField(blank=True, max_length=60, verbose_name="步骤")),
                        ("done", models.PositiveBigIntegerField(default=0, verbose_name="已处理")),
                        ("total", models.PositiveBigIntegerField(default=0, verbose_name="共")),
                        ("message", models.TextField(blank=True, verbose_name="说明")),
                        ("report", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="报告")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="发起时间")),
                        ("alive_at", models.DateTimeField(null=True, verbose_name="最近进展")),
                        ("started_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="发起人")),
                    ],
                    options={
                        "verbose_name": "旧站导入",
                        "verbose_name_plural": "旧站导入",
                        "db_table": "articles_importrun",
                        "default_permissions": (),
                    },
                ),
            ],
        ),
        migrations.RunPython(take, give_back),
    ]
