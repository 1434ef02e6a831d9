"""Remarks on an article: written beside a paragraph, found again beside what became of it, and ticked off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.editing import contents, ledger, revisions
from articles.editing.blocks import Block, blocks_of
from articles.editing.contents import Content
from articles.editing.diff import descendants
from articles.models import Article, PendingChange, PreviewLink, Remark, Revision

WHOLE = None  # in place of a paragraph's number: the article as a whole
QUOTED = 200  # characters of a paragraph that are kept with a remark

Texts = Mapping[int | None, str]  # number of a paragraph, or WHOLE -> the remark on it


@dataclass(frozen=True)
class Paragraph:
    number: int
    name: str  # of its element
    text: str
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Annotated:
    """A body with its remarks: beside their paragraphs, on the whole, and on paragraphs that are no more."""

    paragraphs: list[Paragraph]
    whole: list[Remark]
    lost: list[Remark]


def present(article_id: int) -> Content:
    """Return the content that editors work on: the pending change if there is one, or else that of the rows."""
    change = PendingChange.objects.filter(article=article_id).select_related("revision").first()
    return contents.of_revision(change.revision) if change else contents.read([article_id])[article_id]


def content_seen(article_id: int, digest: str) -> Content:
    """Return the content with this digest, beside which remarks were written; the present one if it is not known."""
    revision = revisions.with_digest(article_id, digest) if digest else None
    return contents.of_revision(revision) if revision else present(article_id)


def annotated(article_id: int, body: str) -> Annotated:
    """Put all remarks on an article beside the paragraphs of a body, the oldest first."""
    remarks = list(Remark.objects.filter(article=article_id).select_related("by", "done_by").order_by("at", "pk"))
    blocks = blocks_of(body)
    places = _places(blocks, remarks)
    paragraphs = [Paragraph(number, block.name, block.text) for number, block in enumerate(blocks)]
    lost = []
    for remark in remarks:
        place = places.get(remark.pk)
        if place is not None:
            paragraphs[place].remarks.append(remark)
        elif remark.place is not WHOLE:
            lost.append(remark)
    return Annotated(paragraphs, [remark for remark in remarks if remark.place is WHOLE], lost)


def _places(blocks: list[Block], remarks: Iterable[Remark]) -> dict[int, int]:
    """Return remark -> number of the block that its paragraph became. Those without one are left out."""
    by_revision: dict[int, list[Remark]] = {}
    for remark in remarks:
        if remark.place is not WHOLE and remark.revision_id:
            by_revision.setdefault(remark.revision_id, []).append(remark)
    bodies = Revision.objects.filter(pk__in=by_revision).values_list("pk", "content__body")
    found: dict[int, int] = {}
    for pk, body in bodies:
        pairs = descendants(blocks_of(body), blocks)
        found |= {remark.pk: pairs[remark.place] for remark in by_revision[pk] if remark.place in pairs}
    return found


def write(
    article: Article,
    texts: Texts,
    *,
    seen: str,
    by: User | None,
    visitor: str = "",
    link: PreviewLink | None = None,
) -> int:
    """Write remarks on a locked article, beside paragraphs of the content whose digest is `seen`; return how many.

    A `visitor` has no account, and gave this name on the page of a preview link. Remarks that the same person wrote
    already and that are still open are left out: a second click sends them again. Raises RefusedError if that content
    was never recorded and is not the present one.
    """
    revision = revision_seen(article.pk, seen, by=by)
    blocks = blocks_of(contents.of_revision(revision)["body"])
    open_ones = Remark.objects.filter(article=article, by=by, visitor=visitor, link=link, done_at=None)
    known = set(open_ones.values_list("revision", "place", "text"))
    placed = [(place if place is not WHOLE and place < len(blocks) else WHOLE, text) for place, text in texts.items()]
    made = [
        Remark(
            article=article,
            revision=revision,
            place=place,
            quote="" if place is WHOLE else blocks[place].text[:QUOTED],
            text=text,
            by=by,
            visitor=visitor,
            link=link,
        )
        for place, text in placed
        if (revision.pk, place, text) not in known
    ]
    Remark.objects.bulk_create(made)
    return len(made)


def add(article_id: int, texts: Texts, *, seen: str, by: User) -> int:
    """Write remarks on an article, and tell of them in its history; return how many."""
    with transaction.atomic():
        article = ledger.locked(article_id)
        count = write(article, texts, seen=seen, by=by)
        if count:
            told = next(iter(texts.values())) if count == 1 else f"{count} 条"
            ledger.enter(article, ledger.Kind.REMARKED, by=by, text=told)
    return count


def tick(article_id: int, remark_id: int, *, done: bool, by: User, reply: str = "") -> bool:
    """Mark a remark as done or as open again, with a reply; return False if it was so already."""
    with transaction.atomic():
        article = ledger.locked(article_id)
        remark = Remark.objects.filter(article=article, pk=remark_id, done_at__isnull=done).first()
        if remark is None:
            return False
        remark.done_at, remark.done_by = (timezone.now(), by) if done else (None, None)
        remark.reply = reply or remark.reply
        remark.save(update_fields=["done_at", "done_by", "reply"])
        told = f"{remark.text}——{reply}" if reply else remark.text
        ledger.enter(article, ledger.Kind.DONE if done else ledger.Kind.REOPENED, by=by, text=told)
    return True


def revision_seen(article_id: int, seen: str, *, by: User | None) -> Revision:
    """Return the version with the content that a person saw, and record the present one if it has none yet."""
    recorded = Revision.objects.filter(article=article_id, digest=seen).order_by("-pk")
    revision = recorded.first()
    if revision is None:
        with revisions.recording([article_id], by=by):
            pass  # records what no version has
        revision = recorded.first()
    if revision is None:
        raise ledger.RefusedError("正文刚刚被别人改过。写的批注还在下面，请对照新的正文再看一遍。")
    return revision
