from django.db import migrations

from yanjiang.pictures.migrations._moving import move


def into_library(apps, schema_editor):
    SiteSettings, Picture = apps.get_model('home', 'SiteSettings'), apps.get_model('pictures', 'Picture')
    for pk, file, name in SiteSettings.objects.exclude(logo_file='').values_list('pk', 'logo_file', 'name'):
        SiteSettings.objects.filter(pk=pk).update(logo=move(Picture, file, alt=name))


def out_of_library(apps, schema_editor):
    SiteSettings = apps.get_model('home', 'SiteSettings')
    for pk, file in SiteSettings.objects.exclude(logo=None).values_list('pk', 'logo__file'):
        SiteSettings.objects.filter(pk=pk).update(logo=None, logo_file=file)


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0002_add_library_pictures'),
    ]

    operations = [
        migrations.RunPython(into_library, out_of_library),
    ]
