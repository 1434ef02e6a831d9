"""Chinese text: the commonest characters, names as they are printed, pinyin for paths, excerpts, bigrams."""

import re
import unicodedata

IDEOGRAPHIC_SPACE = "\u3000"
# Unified ideographs with their extensions A to H, and the compatibility block.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"

# The commonest characters of written Chinese, in their order.
COMMONEST = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员"
    "解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)

# Wide characters without Hangul: CSS Text 3 (4.1.3) removes a line break of the source between two of them.
_WIDE = f"{HAN}\u2e80-\u2fd5\u3001-\u303e\u3041-\u30ff\u3105-\u312f\uff01-\uff60"
_WRAP = re.compile(f"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\f\n]*(?=[{_WIDE}])")
_HAN_RUN = re.compile(f"[{HAN}]+")
_BLOCK_END = re.compile(r"[。！？…；：，、][”’」』）》]*$")
_SENTENCE_END = re.compile(r"[。！？…；][”’」』）]*")
# A headline breaks after punctuation and before a dash, or else beside a quotation. A mark is never separated from the
# text that it belongs to.
_CLAUSE = re.compile(r"(?<=[：，；。！？])(?![：，；。！？、”’」』）》…—])|(?<![—“‘《「『（])(?=——)")
_PHRASE = re.compile(r"(?<=[”』」》])(?![：，；。！？、”’」』（）》…—])|(?<![—（“‘《「『])(?=[“『「《])")
_JOINER = "\u200d"
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
_NOT_SEGMENT = re.compile(r"[^a-z0-9]+")


def spaced_name(name: str) -> str:
    """Put a full-width space into a two-character name, 王　临, so that names in a list have one width."""
    return IDEOGRAPHIC_SPACE.join(name) if re.fullmatch(f"[{HAN}]{{2}}", name) else name


def person_name(*, last_name: str, first_name: str, username: str) -> str:
    """Return a user's name as Chinese writes it, family name first; the login name if there is no other."""
    return f"{last_name}{first_name}".strip() or username


def pinyin_segment(name: str, *, max_length: int = 60) -> str:
    """Turn a name into a path segment: Han characters become joined pinyin, other signs become hyphens.

    Latin letters and digits stay. Returns "" for a name without any of these.
    """
    # Imported here because pypinyin's dictionary takes a third of a second to load, and few processes need it.
    from pypinyin import lazy_pinyin

    spelled = _HAN_RUN.sub(lambda run: "".join(lazy_pinyin(run[0])), name)
    return _NOT_SEGMENT.sub("-", spelled.lower()).strip("-")[:max_length].strip("-")


def excerpt(text: str, *, chars: int) -> str:
    """Cut plain text after at most `chars` characters (not bytes), at a sentence end if one is in its last half.

    Returns "" for blank text; adds "…" only where a sentence was cut.
    """
    text = on_end(text)
    if len(text) <= chars:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, chars)]
    if ends and ends[-1] >= chars // 2:
        return text[: ends[-1]]
    return beginning(text, chars=chars - 1).rstrip(f"，、：；,{IDEOGRAPHIC_SPACE}") + "…"


def on_end(text: str) -> str:
    """Join the lines of a text, with a space after each line that does not end with punctuation."""
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    return "".join(line + _joint(line) for line in lines[:-1]) + lines[-1] if lines else ""


def _joint(line: str) -> str:
    if line[-1].isascii():
        return " "
    return "" if _BLOCK_END.search(line) else IDEOGRAPHIC_SPACE


def beginning(text: str, *, chars: int) -> str:
    """Cut after at most `chars` characters, but not inside a cluster of characters that is drawn as one.

    An accent, a variation selector, a skin colour, and the parts of 👩‍👩‍👧 stay with the character that they change. A
    cluster of more than `chars` characters at the very beginning is cut.
    """
    end = chars
    while 0 < end < len(text) and _continues(text, end):
        end -= 1
    return text[: end or chars]


def _continues(text: str, at: int) -> bool:
    """Tell whether the character at this index belongs to the one before it."""
    character = text[at]
    return (
        character == _JOINER
        or text[at - 1] == _JOINER
        or unicodedata.category(character) in ("Mn", "Mc", "Me")
        or bool(_SKIN.match(character))
    )


def clauses(title: str) -> list[list[str]]:
    """Cut a headline where a typesetter would break it: into clauses, and each clause into phrases.

    桥头的修车摊——在“身边好人”会上 gives [["桥头的修车摊"], ["——在", "“身边好人”", "会上"]]. Together: the title.
    """
    return [[phrase for phrase in _PHRASE.split(clause) if phrase] for clause in _CLAUSE.split(title) if clause]


def unwrapped(source: str) -> str:
    """Join the lines of a source: directly between Chinese characters, with a space elsewhere."""
    return _WRAP.sub("", source).replace("\n", " ")


def bigrams(text: str) -> set[str]:
    """Return all pairs of neighbouring Han characters, and each character that has no neighbour."""
    runs = _HAN_RUN.findall(text)
    return {run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1))}
