"""Share a preview by links that need no account: make them, open them, withdraw them, and take remarks by them."""

import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from articles.editing import contents, ledger, remarks
from articles.editing.contents import Content
from articles.editing.ledger import Kind, RefusedError
from articles.models import Article, PreviewLink, Remark, Revision

DAYS = 7  # until a link expires, unless its editor chooses otherwise
TOKEN_BYTES = 24  # of a hash that nobody can compute without the site's secret key
TOKEN_CHARS = TOKEN_BYTES * 4 // 3
MOST_OPEN = 20  # links of one article that can be opened
MOST_REMARKS = 200  # by one link
KEPT = timedelta(days=90)  # after a link has expired

_SALT = "articles.editing.sharing"


def make(
    article_id: int,
    *,
    by: User,
    days: int = DAYS,
    revision: Revision | None = None,
    name: str = "",
    takes_remarks: bool = False,
) -> PreviewLink:
    """Make a link to an article as it is now, or to one of its versions. Raises RefusedError."""
    now = timezone.now()
    with transaction.atomic():
        article = ledger.locked(article_id)
        if article.status == Article.Status.TRASH:
            raise RefusedError("回收站里的文章不能分享。")
        still_open = PreviewLink.objects.filter(article=article, withdrawn_at=None, expires_at__gt=now)
        if still_open.count() >= MOST_OPEN:
            raise RefusedError(f"这篇文章能打开的预览链接已经有 {MOST_OPEN} 个，请先收回不用的。")
        link = PreviewLink(
            article=article,
            revision=revision,
            seed=secrets.token_hex(16),
            name=name,
            takes_remarks=takes_remarks,
            by=by,
            at=now,
            expires_at=now + timedelta(days=days),
        )
        link.digest = _digest(token_of(link))
        link.save()
        ledger.enter(article, Kind.SHARED, by=by, text=f"{name or '没有写给谁'}，{days} 天有效")
    return link


def token_of(link: PreviewLink) -> str:
    """Return the token in the link's address."""
    code = salted_hmac(_SALT, link.seed, algorithm="sha256").digest()[:TOKEN_BYTES]
    return urlsafe_b64encode(code).decode()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def opened_by(token: str, at: datetime) -> PreviewLink | None:
    """Return the link with this token, None if it cannot be opened (any more)."""
    found = PreviewLink.objects.filter(digest=_digest(token)).select_related("article__hits", "revision").first()
    if found is None or not found.is_open(at) or found.article.status == Article.Status.TRASH:
        return None
    return found


def content_of(link: PreviewLink) -> Content:
    """Return the content that the link shows."""
    return contents.of_revision(link.revision) if link.revision else remarks.present(link.article_id)


def count(link: PreviewLink, at: datetime) -> None:
    """Count an opening of the link. The reader gets the page even if the database cannot be written to now."""
    try:
        PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=at)
    except DatabaseError:
        return


def withdraw(article_id: int, number: int, *, by: User) -> bool:
    """Withdraw a link of an article; return False if it was withdrawn already or is none of the article's."""
    with transaction.atomic():
        article = ledger.locked(article_id)
        links = PreviewLink.objects.filter(article=article, pk=number, withdrawn_at=None)
        link = links.first()
        if link is None:
            return False
        links.update(withdrawn_at=timezone.now())
        ledger.enter(article, Kind.UNSHARED, by=by, text=str(link))
    return True


def remark(link: PreviewLink, texts: remarks.Texts, *, seen: str, visitor: str) -> None:
    """Write remarks of somebody who has the link, beside the content whose digest is `seen`. Raises RefusedError."""
    with transaction.atomic():
        article = ledger.locked(link.article_id)
        if Remark.objects.filter(link=link).count() >= MOST_REMARKS:
            raise RefusedError("这个链接收到的批注已经太多，没有存上。请直接联系发给您链接的人。")
        if remarks.write(article, texts, seen=seen, by=None, visitor=visitor, link=link):
            for text in texts.values():
                ledger.enter(article, Kind.REMARKED, by=None, text=f"{visitor}（从预览链接）：{text}")


def tidy(at: datetime) -> None:
    """Delete links that expired long ago."""
    PreviewLink.objects.filter(expires_at__lt=at - KEPT).delete()
