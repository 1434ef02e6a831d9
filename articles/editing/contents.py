"""The whole content of an article as plain data: read from its rows, compared by a digest, and written to its rows."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.models import Article, Attachment, RelatedLink, Revision, Section, TaggedArticle
from yanjiang.lib.rows import select

Content = dict[str, Any]

# Fields of the article's row, in the order of the form.
COLUMNS = (
    "title", "short_title", "title_color", "section", "body", "summary", "cover", "revision_note",
    "source", "author", "responsible_editor", "consultant",
    "is_headline", "is_recommended", "is_slide", "is_special", "is_scrolling", "is_bold", "is_picture", "is_jump",
    "redirect_url", "pinned_until", "weight", "status", "publish_at", "expire_at", "owner",
)  # fmt: skip
LINK = ("target", "url", "title", "position")
FILE = ("file", "name", "size", "position")
RELATED = ("tags", "further_sections", "related_links", "attachments")
FIELDS = (*COLUMNS, *RELATED)
_FILED = Article.further_sections.through


def label(name: str) -> str:
    """Return what editors call a part of the content."""
    field: Any = Article._meta.get_field(name)
    return str(getattr(field, "verbose_name", "") or field.related_model._meta.verbose_name)


def digest(content: Content) -> str:
    """Return a digest that two contents share if they are equal."""
    return blake2b(json.dumps(content, sort_keys=True, ensure_ascii=False).encode(), digest_size=16).hexdigest()


def read(ids: Iterable[int], *, lock: bool = False) -> dict[int, Content]:
    """Read the content of these articles, in a few queries however many there are.

    With `lock`, their rows are locked until the commit, in the order of their ids, as `projections` does.
    """
    rows: Any = Article.objects.filter(pk__in=list(ids)).order_by("pk")
    return of_articles(rows.select_for_update() if lock else rows)


def of_articles(articles: Iterable[Article]) -> dict[int, Content]:
    """Return the content of articles that are loaded, with their related rows from the tables."""
    contents: dict[int, Content] = {article.pk: of_row(article) for article in articles}
    for content in contents.values():
        content |= {name: [] for name in RELATED}
    tagged = TaggedArticle.objects.filter(content_object__in=contents).order_by("pk")
    for pk, name in tagged.values_list("content_object_id", "tag__name"):
        contents[pk]["tags"].append(name)
    for pk, section in sorted(select(_FILED, ("article", "section"), by="article", among=contents)):
        contents[pk]["further_sections"].append(section)
    for model, names, part in ((RelatedLink, LINK, "related_links"), (Attachment, FILE, "attachments")):
        related = select(model, ("position", "id", "article", *names), by="article", among=contents)
        for _position, _id, pk, *values in sorted(related, key=itemgetter(0, 1)):
            contents[pk][part].append(dict(zip(names, values, strict=True)))
    return contents


def of_row(article: Article) -> Content:
    """Return the values of the row's own fields."""
    return {name: plain(article._meta.get_field(name).value_from_object(article)) for name in COLUMNS}  # type: ignore[union-attr]


def file_of(article_id: int, file: str) -> dict[str, Any] | None:
    """Return the attachment with this file that the article has or had, None if there is none."""
    rows = read([article_id])[article_id]["attachments"]
    for versions in Revision.objects.filter(article=article_id).values_list("content__attachments", flat=True):
        rows = [*rows, *(versions or [])]
    return next((row for row in rows if row["file"] == file), None)


def of_revision(revision: Revision) -> Content:
    """Return the content of a version. A field that is newer than the version is empty."""
    return {**of_row(Article()), **{name: [] for name in RELATED}, **revision.content}


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return value.pk if isinstance(value, models.Model) else value


def values(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the row's own fields by attribute, as the model holds them."""
    found = {}
    for name in COLUMNS:
        if name in content:
            field: Any = Article._meta.get_field(name)
            value = content[name]
            is_moment = isinstance(field, models.DateTimeField) and isinstance(value, str)
            found[field.attname] = parse_datetime(value) if is_moment else value
    return found


def lay_on(article: Article, content: Content) -> Article:
    """Give the instance the values of a content, without saving it."""
    for name, value in values(content).items():
        setattr(article, name, value)
    return article


def write(article: Article, content: Content, *, now: Content) -> Content:
    """Write a content into the article's rows, whose present content is `now`; return their content afterwards.

    The caller has read the article under a lock, and writes the derived rows in the same transaction. A content may
    refer to a section, picture, consultant or person that was deleted since: the row then keeps its own. Links to
    deleted articles are left out.
    """
    changed = [name for name in FIELDS if content[name] != now[name]]
    before = article.dated
    lay_on(article, {name: content[name] for name in changed if name in COLUMNS and exists(name, content[name])})
    article.save(with_derived=False, before=before)
    if "tags" in changed:
        article.tags.set(content["tags"], with_derived=False)
    if "further_sections" in changed:
        article.further_sections.set(Section.objects.filter(pk__in=content["further_sections"]))
    if "related_links" in changed:
        _write_links(article, content["related_links"])
    if "attachments" in changed:
        _write_attachments(article, content["attachments"])
    if set(changed) & {"tags", "related_links", "attachments"}:
        Article.objects.filter(pk=article.pk).date_changes(timezone.now())
    return read([article.pk])[article.pk] if set(changed) & set(RELATED) else {**now, **of_row(article)}


def exists(name: str, value: Any) -> bool:
    """Tell whether the row that a field refers to exists. Return True for other fields, and for an empty one."""
    field: Any = Article._meta.get_field(name)
    return not field.is_relation or value is None or field.related_model._base_manager.filter(pk=value).exists()


def _write_links(article: Article, links: list[dict[str, Any]]) -> None:
    article.related_links.all().delete()
    known = set(Article.objects.filter(pk__in=[link["target"] for link in links]).values_list("pk", flat=True))
    RelatedLink.objects.bulk_create(
        RelatedLink(article=article, target_id=link["target"], **{name: link[name] for name in LINK[1:]})
        for link in links
        if link["target"] is None or link["target"] in known
    )


def _write_attachments(article: Article, files: list[dict[str, Any]]) -> None:
    """Keep the rows of files that stay, because their addresses and sizes are known by their rows."""
    rows = {str(row.file): row for row in article.attachments.all()}
    wanted = {file["file"] for file in files}
    article.attachments.exclude(file__in=wanted).delete()
    for file in files:
        row = rows.get(file["file"]) or Attachment(article=article, file=file["file"])
        row.name, row.position = file["name"], file["position"]
        row.save()
