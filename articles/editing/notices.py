"""The mails about handing over: to the editors when something waits, to the author when something was decided."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, is_waiting, section_tree
from yanjiang.accounts import mail
from yanjiang.accounts.section_rights import with_right_to
from yanjiang.lib.chinese import person_name

PUBLISH = "articles.publish_article"
BACKEND = "django.contrib.auth.backends.ModelBackend"
NAMED = 20  # titles in one mail


def handed_over(article: Article, *, by: User, note: str) -> None:
    """Tell the editors of its section that a draft waits for them."""
    mail.send(_editors(article, by), f"交稿：《{article}》", _text(f"{_name(by)} 交来《{article}》。", note, article))


def taken_back(article: Article, *, by: User) -> None:
    """Tell the editors of its section that they need not look at a draft any more."""
    told = f"{_name(by)} 撤回了交来的《{article}》，不用再看了。"
    mail.send(_editors(article, by), f"撤回交稿：《{article}》", _text(told, "", article))


def returned(article: Article, *, by: User, reason: str, count: int) -> None:
    """Tell the author that a draft was returned."""
    remarks = f"，附 {count} 条批注" if count else ""
    told = f"{_name(by)} 退回了《{article}》{remarks}。"
    mail.send(_owner(article, by), f"退回：《{article}》", _text(told, f"原因：{reason}", article))


def published(articles: Iterable[Article], *, by: User | None) -> None:
    """Tell each author which of the drafts that were handed over came out, or when they will."""
    at = timezone.now()
    for owner, own in _by_owner(articles, by).items():
        lines = [
            f"《{article}》{'已排定，到时发布' if is_waiting(article, at) else '已发布'}：{_address(article)}"
            for article in own[:NAMED]
        ]
        more = [f"……共 {len(own)} 篇。"] if len(own) > NAMED else []
        mail.send([owner], f"发布：《{own[0]}》{f'等 {len(own)} 篇' if len(own) > 1 else ''}", "\n".join(lines + more))


def _by_owner(articles: Iterable[Article], by: User | None) -> dict[User, list[Article]]:
    grouped: dict[User, list[Article]] = {}
    for article in articles:
        if article.owner != by:
            grouped.setdefault(article.owner, []).append(article)
    return grouped


def _editors(article: Article, by: User) -> Iterable[User]:
    """Return who publishes articles of the section of this article, without the person who acts."""
    if not mail.is_configured():
        return []
    publishing = User.objects.with_perm(PUBLISH, backend=BACKEND).filter(is_staff=True).exclude(pk=by.pk).only("pk")
    above = section_tree().ancestors(article.section)
    return with_right_to(publishing, frozenset(section.pk for section in above))


def _owner(article: Article, by: User) -> list[User]:
    return [article.owner] if article.owner_id != by.pk else []


def _text(told: str, note: str, article: Article) -> str:
    return "\n\n".join(filter(None, (told, note, f"打开文章：{_address(article)}")))


def _address(article: Article) -> str:
    return settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])


def _name(person: User) -> str:
    return person_name(last_name=person.last_name, first_name=person.first_name, username=person.username)
