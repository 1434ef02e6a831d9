"""Shows an article with a content that its rows do not have (yet). It writes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from articles.editing import contents
from articles.editing.contents import COLUMNS, Content
from articles.models import Article, Attachment, RelatedLink, Tag, look_of, section_tree
from articles.pages.detail import detail_context
from yanjiang.lib.html import PAGE_BREAK


class Way(NamedTuple):
    """A link from one preview to another."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Preview:
    """The note across the top of a preview, with links to others, and the addresses of an article's attachments."""

    note: str
    file_url: Callable[[Attachment], str] | None = None
    ways: Sequence[Way] = ()


@dataclass(frozen=True)
class UnsavedArticle:
    """An article with its related rows. The tables hold other values of them, or none."""

    article: Article
    tags: list[Tag]
    links: list[RelatedLink]
    attachments: list[Attachment]


def with_content(article: Article, content: Content, at: datetime) -> UnsavedArticle:
    """Lay a content on an article. An article without a time is dated `at`."""
    _lay_on(article, content)
    article.publish_at = article.publish_at or at
    article.complete()
    return UnsavedArticle(
        article,
        tags=tags_named(content["tags"]),
        links=_links(article, content["related_links"]),
        attachments=[Attachment(article=article, **row) for row in content["attachments"]],
    )


def context_of(unsaved: UnsavedArticle, *, preview: Preview, at: datetime) -> dict[str, Any]:
    """Return the context of the article's template. All pages are shown as one, because links to others fail."""
    unsaved.article.body = unsaved.article.body.replace(PAGE_BREAK, "<hr>")
    context = detail_context(
        unsaved.article, tags=unsaved.tags, links=unsaved.links, attachments=unsaved.attachments, page=None, at=at
    )
    return {**context, "preview": preview}


def tags_named(names: list[str]) -> list[Tag]:
    """Return the tags of these names with their `uses`, in one query. A name that no tag has gets one that is new."""
    looks = {look_of(name): name for name in names}
    found = {tag.look: tag for tag in Tag.objects.with_uses().filter(look__in=looks).order_by("-pk")}
    return [found.get(look) or _new_tag(name) for look, name in looks.items()]


def _new_tag(name: str) -> Tag:
    tag = Tag(name=name)
    tag.slug = tag.slugify(name)
    return tag


def _lay_on(article: Article, content: Content) -> None:
    """Give the instance the values of a content, except those that refer to rows which were deleted since."""
    present = contents.of_row(article)
    changed = {name: content[name] for name in COLUMNS if content[name] != present[name]}
    kept = {name: value for name, value in changed.items() if _exists(name, value)}
    contents.lay_on(article, kept)


def _exists(name: str, value: Any) -> bool:
    return section_tree().get(value) is not None if name == "section" else contents.exists(name, value)


def _links(article: Article, rows: list[dict[str, Any]]) -> list[RelatedLink]:
    """Return the related links. Those to articles that were deleted since are left out."""
    targets = Article.objects.defer("body").in_bulk([row["target"] for row in rows if row["target"]])
    return [
        RelatedLink(
            article=article, target=targets.get(row["target"]), **{name: row[name] for name in contents.LINK[1:]}
        )
        for row in rows
        if row["target"] is None or row["target"] in targets
    ]
