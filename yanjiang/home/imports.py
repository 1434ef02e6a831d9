"""Make the rows of an import that belong to the site around the articles: friend links, single pages, hotlines."""

from django.core.exceptions import ValidationError

from articles.dedecms.convert import HotlineOffer
from articles.dedecms.notes import Note, fitting
from articles.dedecms.records import FriendLinkRecord, PageRecord
from articles.dedecms.short_texts import line
from articles.models import LegacyPath
from consultants.models import Hotline
from yanjiang.home.models import FriendLink, Page
from yanjiang.lib.chinese import pinyin_segment
from yanjiang.lib.links import is_safe_url

STEP = 10
HIGHEST = 999_999  # of positions


class HomeSinks:
    """The functions that `articles.dedecms.sinks` describes. Rows that an editor should check first are hidden."""

    def friend_link(self, record: FriendLinkRecord, notes: list[Note], *, dry: bool) -> int | None:
        url, name = record.url.strip(), fitting(FriendLink, "name", line(record.name), notes)
        if not name or not is_safe_url(url) or len(url) > 500:
            return None
        if dry:
            return 0
        if known := FriendLink.objects.filter(name=name, url=url).first():
            return known.pk
        position = min(max(record.order, 0) * STEP, HIGHEST)
        return FriendLink.objects.create(name=name, url=url, position=position, is_active=record.is_shown).pk

    def page(self, record: PageRecord, html: str, notes: list[Note], *, old_path: str, dry: bool) -> int | None:
        title = fitting(Page, "title", line(record.title), notes)
        description = fitting(Page, "description", line(record.description), notes)
        if not title:
            return None
        if dry:
            return 0
        page = Page(
            title=title,
            slug=_free_slug(record.filename.rpartition("/")[2].partition(".")[0] or title),
            body=html,
            description=description,
            in_footer=False,
        )
        page.save()
        if old_path:
            LegacyPath.objects.get_or_create(path=old_path, defaults={"url": page.get_absolute_url()})
        return page.pk

    def hotline(self, offer: HotlineOffer, *, dry: bool) -> int | None:
        """Make a hidden hotline: an editor has to find out whether the number still works."""
        hotline = Hotline(label=offer.label, number=offer.number[:40], is_active=False)
        try:
            hotline.full_clean()
        except ValidationError:
            return None
        if dry:
            return 0
        if known := Hotline.objects.filter(number=hotline.number).order_by("pk").first():
            return known.pk
        hotline.save()
        return hotline.pk


def _free_slug(wanted: str) -> str:
    base = pinyin_segment(wanted, max_length=50) or "page"
    slug, number = base, 1
    while Page.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
