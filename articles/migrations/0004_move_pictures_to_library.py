from django.core.files.storage import default_storage
from django.db import migrations

from yanjiang.pictures.migrations._moving import move


def into_library(apps, schema_editor):
    Article, Section, Picture = (apps.get_model(name) for name in ('articles.Article', 'articles.Section', 'pictures.Picture'))
    covers = Article.objects.exclude(cover_file='').values_list('pk', 'cover_file', 'cover_alt', 'title', 'owner_id')
    for pk, file, alt, title, owner in list(covers):
        if picture := move(Picture, file, alt=alt or title, uploader_id=owner):
            url = default_storage.url(picture.file.name)
            Article.objects.filter(pk=pk).update(cover=picture, picture_url=url)
    for pk, file, name in Section.objects.exclude(picture_file='').values_list('pk', 'picture_file', 'name'):
        Section.objects.filter(pk=pk).update(picture=move(Picture, file, alt=name))


def out_of_library(apps, schema_editor):
    Article, Section = (apps.get_model(name) for name in ('articles.Article', 'articles.Section'))
    covers = Article.objects.exclude(cover=None).values_list('pk', 'cover__file', 'cover__alt')
    for pk, file, alt in list(covers):
        Article.objects.filter(pk=pk).update(cover=None, cover_file=file, cover_alt=alt)
    for pk, file in Section.objects.exclude(picture=None).values_list('pk', 'picture__file'):
        Section.objects.filter(pk=pk).update(picture=None, picture_file=file)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_add_library_pictures'),
    ]

    operations = [
        migrations.RunPython(into_library, out_of_library),
    ]
