"""Hand a draft over to the editors, take it back, return it with remarks. Publishing it ends all that (`accepting`).

Each step locks the article, so that of two people who act at once the second is told what the first did.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.editing import ledger, notices, remarks
from articles.editing.blocks import blocks_of
from articles.editing.ledger import Kind, RefusedError
from articles.models import Article, HandingOver

State = HandingOver.State


def hand_over(article_id: int, *, by: User, note: str = "") -> None:
    """Hand a draft over to the editors. Raises RefusedError for an article that is no draft, or was handed over."""
    with transaction.atomic():
        article = ledger.locked(article_id)
        if article.status != Article.Status.DRAFT:
            raise RefusedError("只有草稿可以交稿；这篇文章已经不是草稿。")
        if _state(article_id) == State.WAITING:
            raise RefusedError("这篇文章已经交稿，正等着编辑处理。")
        values = {"state": State.WAITING, "by": by, "at": timezone.now(), "note": note}
        HandingOver.objects.update_or_create(article=article, defaults=values)
        ledger.enter(article, Kind.HANDED_OVER, by=by, text=note)
        notices.handed_over(article, by=by, note=note)


def is_empty(body: str) -> bool:
    """Tell whether a body has neither words nor a picture."""
    return "<img" not in body and not any(block.text.strip() for block in blocks_of(body))


def take_back(article_id: int, *, by: User) -> None:
    """Take a draft back that waits for an editor, so that its author may change it again. Raises RefusedError."""
    with transaction.atomic():
        article = _waiting(article_id, doing="撤回")
        HandingOver.objects.filter(article=article).delete()
        ledger.enter(article, Kind.TAKEN_BACK, by=by)
        notices.taken_back(article, by=by)


def give_back(article_id: int, *, by: User, reason: str, texts: remarks.Texts, seen: str) -> int:
    """Return a draft to its author, with a reason and remarks; return the number of remarks. Raises RefusedError.

    `seen` is the digest of the content beside which the remarks were written.
    """
    with transaction.atomic():
        article = _waiting(article_id, doing="退回")
        count = remarks.write(article, texts, seen=seen, by=by)
        revision = remarks.revision_seen(article_id, seen, by=by)
        values = {"state": State.RETURNED, "by": by, "at": timezone.now(), "note": reason, "returned": revision}
        HandingOver.objects.filter(article=article).update(**values)
        ledger.enter(article, Kind.RETURNED, by=by, text=f"{reason}（附 {count} 条批注）" if count else reason)
        notices.returned(article, by=by, reason=reason, count=count)
    return count


def _state(article_id: int) -> str:
    return HandingOver.objects.filter(article=article_id).values_list("state", flat=True).first() or ""


def _waiting(article_id: int, *, doing: str) -> Article:
    """Lock an article that waits for an editor. Raises RefusedError for any other."""
    article = ledger.locked(article_id)
    state = _state(article_id)
    if article.status == Article.Status.DRAFT and state == State.WAITING:
        return article
    if article.status == Article.Status.PUBLISHED:
        raise RefusedError(f"这篇文章刚刚已经发布，没有{doing}。")
    if state == State.RETURNED:
        raise RefusedError(f"编辑已经退回这篇文章，没有再{doing}。")
    raise RefusedError(f"这篇文章现在不在待审的稿子里，没有{doing}。")
