"""Keep the reads of a closed day by the section alone that they were of, no longer with what was below it.

A section's own reads are what was stored of it less what was stored of the sections below it. That is exact: until now
whatever changed the tree had every day summed up anew, so that what is stored was added up in the tree of today.

- Whether a number comes out below 0, which takes a section that was moved in the moment a day was being summed up, it
  is 0. The reads of the whole site, and all that sections have in SectionDay, are exact even then.
- Reads of a section that is gone were told of the whole site alone. They stay there: nobody can ask for that section.
- A day that was opened again and not summed up yet is summed up as before, whatever is stored of it.

Backward, what is below a section is added up again.
"""

import json
from collections import Counter, defaultdict
from heapq import nsmallest

from django.db import migrations, models

TOP = 300  # as FACET_TOP in articles/models/_hit_figures.py on the day of this migration


def text(values):
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def top_of(values):
    return dict(nsmallest(TOP, values.items(), key=lambda item: (-item[1], item[0])))


def rows_by_day(model, section):
    """Yield each day with its reads by facet, section and value."""
    for day in sorted(set(model.objects.order_by().values_list("day", flat=True))):
        facets = defaultdict(dict)
        for number, facet, reads in model.objects.filter(day=day).values_list(section, "facet", "reads"):
            facets[facet][number] = Counter(json.loads(reads))
        yield day, facets


def write(model, section, day, facet, sums):
    model.objects.bulk_create(
        model(**{section: number}, day=day, facet=facet, reads=text(values), top=text(top_of(values)))
        for number, values in sums.items()
        if values
    )


def parents_of(apps):
    return dict(apps.get_model("articles", "Section")._base_manager.order_by().values_list("pk", "parent_id"))


def take_apart(apps, schema_editor):
    old, new = apps.get_model("articles", "FacetDay"), apps.get_model("articles", "OwnFacetDay")
    parents = parents_of(apps)
    for day, facets in rows_by_day(old, "scope"):
        for facet, stored in facets.items():
            own = {scope: Counter(values) for scope, values in stored.items()}
            for scope, values in stored.items():
                if parents.get(scope) in own:
                    own[parents[scope]].subtract(values)
            # `+` leaves out what is not above 0.
            write(new, "section", day, facet, {scope: +values for scope, values in own.items()})


def add_up(apps, schema_editor):
    old, new = apps.get_model("articles", "FacetDay"), apps.get_model("articles", "OwnFacetDay")
    parents = parents_of(apps)
    for day, facets in rows_by_day(new, "section"):
        for facet, own in facets.items():
            sums = defaultdict(Counter)
            for section, values in own.items():
                above = section
                while above is not None:
                    sums[above].update(values)
                    above = parents.get(above)
            write(old, "scope", day, facet, sums)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0034_fill_look_of_tags"),
    ]

    # A table of its own: Django renames no part of a primary key.
    operations = [
        migrations.CreateModel(
            name="OwnFacetDay",
            fields=[
                ("pk", models.CompositePrimaryKey("day", "section", "facet", blank=True, editable=False, primary_key=True, serialize=False, verbose_name="主键")),
                ("day", models.DateField(verbose_name="日期")),
                ("section", models.BigIntegerField(help_text="不含下级栏目；0 为全站。", verbose_name="当时的栏目")),
                ("facet", models.CharField(choices=[("author", "作者"), ("editor", "责任编辑"), ("consultant", "写作顾问"), ("tag", "关键字"), ("source", "文章来源"), ("referrer", "访问来源")], max_length=10, verbose_name="类别")),
                ("reads", models.TextField(help_text="JSON：每个值的阅读次数。人和关键字以编号为值。", verbose_name="阅读")),
                ("top", models.TextField(help_text="JSON：其中阅读最多的。", verbose_name="前列")),
            ],
            options={
                "verbose_name": "每日分类点击",
                "verbose_name_plural": "每日分类点击",
            },
        ),
        migrations.RunPython(take_apart, add_up),
        migrations.DeleteModel(name="FacetDay"),
        migrations.RenameModel("OwnFacetDay", "FacetDay"),
    ]
