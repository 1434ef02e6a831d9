"""Finds the names of the ids in a report, and where they lead. Reads outlive articles, so an id may be gone.

A name is hidden if it stands only in articles that the person who asks may not know of. Its reads are still shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.timezone import localtime, now

from articles.models import Article, Facet, Person, Tag, knows, knows_all, section_tree, title_for, within
from yanjiang.lib.batches import batches
from yanjiang.lib.chinese import person_name
from yanjiang.lib.numbers import row_number

NOWHERE = "直接打开，或来处未知"
ASKED_AT_ONCE = 5_000


@dataclass(frozen=True)
class Named:
    """A name, the id if it has a page of its own, and the further columns of a list."""

    name: str
    pk: int | None = None
    details: tuple[str | int | None, ...] = ()


# Headings of `details`.
DETAILS: dict[str, tuple[str, ...]] = {"articles": ("编号", "栏目", "发布时间"), "sections": ("本级阅读",)}


def name_articles(ids: Sequence[int], asker: Person) -> dict[int, Named]:
    tree, at = section_tree(), now()
    found = Article.objects.only("title", "section", "owner", "status", "publish_at", "expire_at").in_bulk(ids)
    names = {}
    for pk in ids:
        article = found.get(pk)
        if article is None:
            names[pk] = Named(f"（已删除的文章 {pk}）", details=(pk, "", ""))
            continue
        title = title_for(asker, article, at)
        if not knows(asker, article, at):
            names[pk] = Named(title, details=(pk, "", ""))
            continue
        section = tree.get(article.section_id)
        published = f"{localtime(article.publish_at):%Y-%m-%d}" if article.publish_at else ""
        is_measured = within(asker, article.section_id) or article.owner_id == asker.pk
        names[pk] = Named(
            title, pk if is_measured else None, (pk, tree.full_name(section) if section else "", published)
        )
    return names


def name_sections(ids: Iterable[int], own: Mapping[int, int]) -> dict[int, Named]:
    tree = section_tree()
    names = {}
    for pk in ids:
        section = tree.get(pk)
        name = tree.full_name(section) if section else f"（已删除的栏目 {pk}）"
        names[pk] = Named(name, pk if section else None, (own.get(pk, 0),))
    return names


def name_referrers(values: Sequence[str]) -> dict[str, Named]:
    return {value: Named(value or NOWHERE) for value in values}


def name_values(facet: Facet, values: Sequence[str], asker: Person) -> dict[str, Named]:
    """Name the values of FacetDay: words stay as they are, ids become the names of their rows."""
    if facet == Facet.REFERRER:
        return name_referrers(values)
    if facet in (Facet.AUTHOR, Facet.SOURCE):
        known = _known_words(facet, values, asker)
        return {value: Named(value if value in known else f"（没有公开的{facet.label}）") for value in values}
    ids = [pk for value in values if (pk := row_number(value))]
    names = {str(pk): name for pk, name in _names(facet, ids, asker).items()}
    return {value: Named(names.get(value, f"（已删除的{facet.label} {value}）")) for value in values}


def _known_words(facet: Facet, values: Sequence[str], asker: Person) -> set[str]:
    if knows_all(asker):
        return set(values)
    known: set[str] = set()
    for some in batches(values, size=ASKED_AT_ONCE):
        articles = Article.objects.known_to(asker).filter(**{f"{facet}__in": some}).order_by()
        known.update(articles.values_list(facet.value, flat=True).distinct())
    return known


def _names(facet: Facet, ids: list[int], asker: Person) -> dict[int, str]:
    if facet == Facet.EDITOR:
        return {
            pk: person_name(last_name=user.last_name, first_name=user.first_name, username=user.username)
            for pk, user in User.objects.in_bulk(ids).items()
        }
    if facet == Facet.TAG:
        tags = Tag.objects.in_bulk(ids)
        known = tags if knows_all(asker) else Tag.objects.known_to(asker, now()).in_bulk(ids)
        return {pk: tag.name if pk in known else f"（没有公开的关键字 {pk}）" for pk, tag in tags.items()}
    consultants = Article._meta.get_field("consultant").related_model
    return {pk: str(consultant) for pk, consultant in consultants._default_manager.in_bulk(ids).items()}
