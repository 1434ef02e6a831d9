"""Fill what tags look like, as it was worked out when the column was made; saving a tag works it out anew."""

import unicodedata

from django.db import migrations
from django.db.models import Exists, OuterRef

BATCH = 500
KINDS = {
    "·": "\u0387\u1427\u16eb\u2022\u2027\u2219\u22c5\u25cf\u2981\u2e31\u2e33\u30fb\uff65\ua78f"
    "\U00010101",
    "—": "\u02d7\u058a\u2010\u2011\u2012\u2013\u2015\u2043\u2212\u2500\u2501\u2796\u2e3a\u2e3b"
    "\ufe58\ufe31\ufe32",
    "~": "\u02dc\u2053\u223c\u223d\u301c\u3030\uff5e",
    "\u0027": "\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\u2039"
    "\u203a\u275b\u275c\uff07\uff40",
    "\u0022": "\u02ba\u02dd\u02ee\u2033\u2036\uff02",
    "“": "\u00ab\u201e\u201f\u275d\u301d",
    "”": "\u00bb\u275e\u301e\u301f",
    "「": "\ufe41\uff62",
    "」": "\ufe42\uff63",
    "『": "\ufe43",
    "』": "\ufe44",
    "(": "\u005b\u007b\u2772\u2774\u27e6\u27ec\u2985\u3010\u3014\u3016\u3018\u301a\uff3b\uff5b"
    "\uff5f",
    ")": "\u005d\u007d\u2773\u2775\u27e7\u27ed\u2986\u3011\u3015\u3017\u3019\u301b\uff3d\uff5d"
    "\uff60",
    "《": "\u226a\u2329\u276c\u27e8\u27ea\u3008",
    "》": "\u226b\u232a\u276d\u27e9\u27eb\u3009",
    ":": "\u02d0\u2236\ua789",
    "/": "\u2044\u2215\u29f8",
    "×": "\u2573\u2715\u2716\u2a2f",
    "...": "\u22ee\u22ef",
    "〇": "\u25cb\u25ef\u26aa\u2b58",
}
RADICALS = (
    "⺁厂⺄乙⺇几⺊卜⺎兀⺒巳⺓幺⺛旡⺜日⺝月⺟母⺠民⺩王⺪疋⺫目⺬示⺮竹⺯糸⺶羊⺻聿⺽臼⻁虎⻄西⻅见⻆角⻉贝"
    "⻋车⻑长⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龟⻳龟"
)
FOLDED = {ord(sign): kind for kind, signs in KINDS.items() for sign in signs} | {
    ord(radical): character for radical, character in zip(RADICALS[::2], RADICALS[1::2])
}


def look_of(name):
    plain = unicodedata.normalize("NFKC", name.translate(FOLDED)).casefold()
    return unicodedata.normalize("NFKC", plain).translate(FOLDED)[:200]


def fill(apps, schema_editor):
    tags = apps.get_model("articles", "Tag").objects
    items = apps.get_model("articles", "TaggedArticle").objects.filter(tag=OuterRef("pk"), publish_at__isnull=False)
    last = 0
    while batch := list(tags.filter(pk__gt=last).only("name").order_by("pk")[:BATCH]):
        for tag in batch:
            tag.look = look_of(tag.name)
        tags.bulk_update(batch, ["look"])
        last = batch[-1].pk
    tags.filter(Exists(items)).update(was_published=1)


class Migration(migrations.Migration):
    dependencies = [("articles", "0033_look_of_tags")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
