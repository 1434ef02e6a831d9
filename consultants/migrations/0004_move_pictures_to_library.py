from django.db import migrations

from yanjiang.pictures.migrations._moving import move


def into_library(apps, schema_editor):
    Consultant, Picture = apps.get_model('consultants', 'Consultant'), apps.get_model('pictures', 'Picture')
    for pk, file, name in Consultant.objects.exclude(photo_file='').values_list('pk', 'photo_file', 'name'):
        Consultant.objects.filter(pk=pk).update(photo=move(Picture, file, alt=name))


def out_of_library(apps, schema_editor):
    Consultant = apps.get_model('consultants', 'Consultant')
    for pk, file in Consultant.objects.exclude(photo=None).values_list('pk', 'photo__file'):
        Consultant.objects.filter(pk=pk).update(photo=None, photo_file=file)


class Migration(migrations.Migration):

    dependencies = [
        ('consultants', '0003_add_library_pictures'),
    ]

    operations = [
        migrations.RunPython(into_library, out_of_library),
    ]
