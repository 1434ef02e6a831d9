"""Rows about old addresses: all tables are read in one form, so that one query can unite them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, BooleanField, CharField, DateTimeField, F, QuerySet, Value
from django.db.models.fields.json import KT, KeyTextTransform

from articles.models import Article, Import, ImportedArticle, ImportedSection, LegacyPath
from articles.old_urls.addresses import OldAddress
from articles.old_urls.likeness import may_be
from articles.old_urls.path_dates import clock

_NONE = Value(None, output_field=CharField())
_NO_NUMBER = Value(None, output_field=BigIntegerField())
_NO_TIME = Value(None, output_field=DateTimeField())
_NO_FLAG = Value(None, output_field=BooleanField())
_OF_ARTICLE = ("status", "publish_at", "expire_at", "is_jump", "redirect_url")
_ARTICLE = ("article_id", *(f"article__{name}" for name in _OF_ARTICLE))
_NO_ARTICLE = (_NO_NUMBER, _NONE, _NO_TIME, _NO_TIME, _NO_FLAG, _NONE)
_NOT_IMPORTED = (_NONE, _NO_TIME, _NONE)


class OldRow(NamedTuple):
    """A row of one of the tables, with the fields that tell where an old address has gone."""

    path: str | None
    host: str | None
    number: int | None
    url: str | None
    section_path: str | None
    article_id: int | None
    status: str | None
    publish_at: datetime | None
    expire_at: datetime | None
    is_jump: bool | None
    redirect_url: str | None
    own_path: str | None  # the article's path on the old site
    sent_at: datetime | None
    hours: str | None  # how far the old site's clock was ahead of UTC

    def may_be_meant_by(self, address: OldAddress) -> bool:
        """Tell whether the number in an address may mean this row. A column is known by its number alone."""
        page = dict(address.article_numbers).get(self.number or 0)
        if page is None or self.own_path is None:
            return True
        hours = clock(self.hours or "")
        return may_be(address, self.number or 0, page, path=self.own_path, sent=self.sent_at, hours=hours)


def fetched(rows: QuerySet[Any, Any]) -> list[OldRow]:
    return [OldRow._make(row) for row in rows]


def paths(wanted: Iterable[str]) -> QuerySet[Any, Any]:
    """Return the rows of LegacyPath for these paths."""
    known = LegacyPath.objects.filter(path__in=set(wanted)).order_by()
    return known.values_list("path", _NONE, _NO_NUMBER, "url", "section__path", *_ARTICLE, *_NOT_IMPORTED)


def articles(numbers: Iterable[int]) -> QuerySet[Any, Any]:
    """Return what the articles of old sites with these numbers became."""
    imported = ImportedArticle.objects.filter(old_id__in=set(numbers)).order_by()
    of_import = ("path", "sent_at", KeyTextTransform("cfg_cli_time", F("origin__config")))
    return imported.values_list(_NONE, "origin__host", "old_id", _NONE, _NONE, *_ARTICLE, *of_import)


def columns(number: int) -> QuerySet[Any, Any]:
    """Return what the columns of old sites with this number became."""
    imported = ImportedSection.objects.filter(old_id=number).order_by()
    return imported.values_list(_NONE, "origin__host", "old_id", _NONE, "section__path", *_NO_ARTICLE, *_NOT_IMPORTED)


def upload_folders() -> QuerySet[Any, Any]:
    """Return where the uploads of old sites were: `url` is the folder, `section_path` where the site was installed."""
    sites = Import.objects.order_by()
    return sites.values_list(
        _NONE, "host", _NO_NUMBER, KT("config__cfg_medias_dir"), "prefix", *_NO_ARTICLE, *_NOT_IMPORTED
    )


def domains() -> QuerySet[Any, Any]:
    """Return the sections whose columns had hosts of their own: `url` has the host."""
    named = ImportedSection.objects.filter(moresite=True, section__isnull=False).order_by()
    return named.values_list(_NONE, "origin__host", "old_id", "siteurl", "section__path", *_NO_ARTICLE, *_NOT_IMPORTED)


def itself(pk: int) -> QuerySet[Any, Any]:
    """Return an article by its id on this site."""
    found = Article.objects.filter(pk=pk).order_by()
    return found.values_list(_NONE, _NONE, _NO_NUMBER, _NONE, _NONE, "pk", *_OF_ARTICLE, *_NOT_IMPORTED)
