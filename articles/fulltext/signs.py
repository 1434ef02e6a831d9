"""Signs that are typed for each other, and signs that a search ignores. Pure.

Every kind of middle dot, dash, quotation mark or bracket is one sign. Signs that join or quote words are removed,
because names and headlines are typed with and without them: 马克·吐温, 马克•吐温 and 马克吐温 are one. They stay
between two Latin words or numbers, as in 3.14, well-known and don't, where they tell words apart.
"""

import re
import unicodedata

_KINDS = {
    # Unicode's confusables of the middle dot, and bullets.
    "·": "·\u0387\u1427\u16eb\u2022\u2027\u2219\u22c5\u25cf\u25e6\u2981\u2e31\u2e33\u30fb\uff65\ua78f\U00010101",
    # Dashes, minus signs, and lines of boxes. A hyphen stays what it is, because it excludes words in a query.
    "—": "\u02d7\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2500\u2501\u2796\u2e3a\u2e3b\ufe58\ufe31\ufe32",
    "~": "\u02dc\u2053\u223c\u223d\u301c\u3030\uff5e",
    "'": "\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018"
    "\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u275b\u275c\uff07\uff40",
    '"': "\u02ba\u02dd\u02ee\u2033\u2036\uff02",
    "“": "\u00ab\u201c\u201e\u201f\u275d\u301d",
    "”": "\u00bb\u201d\u275e\u301e\u301f",
    "「": "\ufe41\uff62",
    "」": "\ufe42\uff63",
    "『": "\ufe43",
    "』": "\ufe44",
    # Official papers number themselves 〔2014〕, [2014], 【2014】 or (2014).
    "(": "[{\u2772\u2774\u27e6\u27ec\u2985\u3010\u3014\u3016\u3018\u301a\uff3b\uff5b\uff5f",
    ")": "]}\u2773\u2775\u27e7\u27ed\u2986\u3011\u3015\u3017\u3019\u301b\uff3d\uff5d\uff60",
    "《": "\u226a\u2329\u276c\u27e8\u27ea\u3008",
    "》": "\u226b\u232a\u276d\u27e9\u27eb\u3009",
    ":": "\u02d0\u2236\ua789",
    "/": "\u2044\u2215\u29f8",
    "\u00d7": "\u2573\u2715\u2716\u2a2f",
    "...": "\u22ee\u22ef",
    # The zero of 二〇一四 is typed as a circle as often as not.
    "\u3007": "\u25cb\u25ef\u26aa\u2b58",
}
# Radicals that texts copied from a PDF have instead of the character, and that NFKC leaves (Unicode's
# EquivalentUnifiedIdeograph.txt), without those that are no character by themselves.
_RADICALS = (
    "⺁厂⺄乙⺇几⺊卜⺎兀⺒巳⺓幺⺛旡⺜日⺝月⺟母⺠民⺩王⺪疋⺫目⺬示⺮竹⺯糸⺶羊⺻聿⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车⻑长⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食"
    "⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龟⻳龟"
)
# The character for which each is typed, by code point, as `str.translate` takes it.
FOLDED = {ord(sign): kind for kind, signs in _KINDS.items() for sign in signs if sign != kind} | {
    ord(radical): character for radical, character in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)
}

QUOTES = '"“”「」『』'
_DASHES = frozenset("—~-")
# The signs that may stand alone between words. Several in a row are a pause, except dashes.
_BETWEEN = {"·": ".", ".": ".", "'": "'"}


def alike(name: str) -> str:
    """Return a form that names share if they look alike: without width and case, with one sign of each kind."""
    plain = unicodedata.normalize("NFKC", name.translate(FOLDED)).casefold()
    return unicodedata.normalize("NFKC", plain).translate(FOLDED)


def joining(*, behind: str) -> re.Pattern[str]:
    """Return the pattern of signs to remove, a dot with the blanks around it, if no match of `behind` follows."""
    return re.compile(rf"(?: *·+ *|[.'—~\-{QUOTES}]|。{{3,}})+(?!{behind})")


def between_words(signs: str) -> str:
    """Return the text that replaces joining signs between two Latin words or numbers."""
    return "-" if _DASHES.issuperset(signs) else _BETWEEN.get(signs, " ")
