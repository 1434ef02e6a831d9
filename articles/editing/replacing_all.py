"""Find a text in many articles, and replace chosen occurrences in them, each article with a version of its own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.contrib.auth.models import User
from django.db import transaction

from articles import projections
from articles.editing import contents, revisions
from articles.editing.content_merging import merge
from articles.editing.contents import Content
from articles.editing.replacing import Occurrence, Search, find, replaced
from articles.models import Article, ArticleQuerySet, BulkChange, PendingChange, has_come_out
from yanjiang.lib.batches import batches

LOOKED_AT = 2_000  # articles in one run; the next one goes on where it ended
MOST = 500  # shown and replaced in one run
BATCH = 100  # articles in memory at once


@dataclass
class InArticle:
    """An article with occurrences, and the fields that would be too long if all of them were replaced."""

    article: Article
    digest: str
    occurrences: list[Occurrence]
    too_long: list[str]


@dataclass
class Occurrences:
    """The occurrences of one run. `more` counts those that were not kept; the next run begins after `after`."""

    articles: list[InArticle] = field(default_factory=list)
    kept: int = 0
    more: int = 0
    after: int | None = None


@dataclass
class Replacements:
    """The articles that were changed, the titles of those that stay as they are, and what undoes it.

    `left`: somebody saved the article meanwhile. `rewritten`: its pending change altered a paragraph.
    """

    articles: list[int] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    too_long: list[str] = field(default_factory=list)
    change: BulkChange | None = None


def look(articles: ArticleQuerySet, search: Search, by: str, names: Collection[str]) -> Occurrences:
    """Search the newest `LOOKED_AT` of these articles in their live rows."""
    found = Occurrences()
    numbers = list(articles.order_by("-pk").values_list("pk", flat=True)[: LOOKED_AT + 1])
    if len(numbers) > LOOKED_AT:
        found.after = numbers[LOOKED_AT - 1]
    for ids in batches(numbers[:LOOKED_AT], size=BATCH):
        rows = Article.objects.select_related("section").in_bulk(ids)
        having = [pk for pk in ids if pk in rows and find(contents.of_row(rows[pk]), search, names)]
        read = contents.of_articles([rows[pk] for pk in having])
        for pk in having:
            _keep(found, rows[pk], read[pk], search, by, names)
    return found


def _keep(
    found: Occurrences, article: Article, content: Content, search: Search, by: str, names: Collection[str]
) -> None:
    occurrences = find(content, search, names)
    kept = occurrences[: MOST - found.kept]
    found.kept += len(kept)
    found.more += len(occurrences) - len(kept)
    if kept:
        _new, too_long = replaced(content, search, by, [occurrence.key for occurrence in kept])
        found.articles.append(InArticle(article, contents.digest(content), kept, too_long))
    if len(kept) < len(occurrences) and (found.after is None or found.after <= article.pk):
        found.after = max(found.after or 0, article.pk + 1)


def replace(
    articles: ArticleQuerySet,
    search: Search,
    replacement: str,
    chosen: Mapping[int, Collection[str]],
    *,
    seen: Mapping[int, str],
    by: User,
    at: datetime,
    goes_live: bool,
) -> Replacements:
    """Replace the chosen occurrences of each article, in one transaction, and note how to undo it.

    `seen` are the digests of the contents in which they were found; an article with another content by now is left as
    it is. An article that readers have had gets a pending change, unless the change goes live at once.
    """
    done = Replacements()
    words = f"查找替换：“{search.words}”换成“{replacement}”"[:200]
    made: list[revisions.Changed] = []
    with transaction.atomic():
        for ids in batches(sorted(chosen), size=BATCH):
            live = contents.read(ids, lock=True)
            wanted: dict[int, Content] = {}
            rows = {article.pk: article for article in articles.filter(pk__in=ids)}
            for pk, article in sorted(rows.items()):
                new, too_long = replaced(live[pk], search, replacement, chosen[pk])
                if contents.digest(live[pk]) != seen.get(pk):
                    done.left.append(article.title)
                elif new != live[pk]:
                    wanted[pk] = new
                done.too_long += [f"《{article.title}》的{contents.label(name)}" for name in too_long]
            beside = {pk for pk in wanted if not goes_live and has_come_out(rows[pk], at)}
            made += _write([rows[pk] for pk in wanted if pk not in beside], live, wanted, by=by, words=words)
            made += _save_beside([rows[pk] for pk in sorted(beside)], live, wanted, done, by=by, words=words)
        done.articles = [pk for pk, _before, _after in made]
        done.change = BulkChange.record("replace", words, by=by, changed=made)
    return done


def _write(
    articles: list[Article], live: Mapping[int, Content], wanted: Mapping[int, Content], *, by: User, words: str
) -> list[revisions.Changed]:
    ids = [article.pk for article in articles]
    with revisions.recording(ids, by=by, reason=words) as changed:
        for article in articles:
            contents.write(article, wanted[article.pk], now=live[article.pk])
        projections.write(ids)
    return changed


def _save_beside(
    articles: list[Article],
    live: Mapping[int, Content],
    wanted: Mapping[int, Content],
    done: Replacements,
    *,
    by: User,
    words: str,
) -> list[revisions.Changed]:
    """Save pending changes, merged with those that wait already; note the articles where both changed the same."""
    ids = [article.pk for article in articles]
    waiting = PendingChange.objects.filter(article__in=ids).select_related("revision")
    heads = {change.article_id: contents.of_revision(change.revision) for change in waiting}
    made = []
    for article in articles:
        pk = article.pk
        merged = merge(live[pk], wanted[pk], heads.get(pk, live[pk]))
        kind = revisions.Kind.ACTION
        if merged.conflicts:
            done.rewritten.append(article.title)
        elif revision := revisions.save_change(article, merged.content, by=by, kind=kind, reason=words):
            made.append((pk, cast(int, revision.parent_id), revision.pk))
    return made
