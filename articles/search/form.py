"""The form of a search, which reads the query and its filters from the address. All fields are optional."""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.fulltext.query import shorten
from articles.models import Article, Listing, SearchEntry, Section, Tag, TaggedArticle, look_of, section_tree
from yanjiang.lib.plaintext import NameFormField

# Days that every database takes.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_OUT_OF_BOUNDS = "日期要在 1900 年到 2199 年之间。"
_DAYS = (MinValueValidator(_FIRST_DAY, _OUT_OF_BOUNDS), MaxValueValidator(_LAST_DAY, _OUT_OF_BOUNDS))


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=_DAYS,
        error_messages={"invalid": "日期请写成 2026-01-15 的样子。"},
    )


class SectionSelect(forms.Select):
    """A select without templates: Django renders two for each option, and a site has many sections."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        rows = ((path, " selected" if path == (value or "") else "", label) for path, label in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html("<select{}>{}</select>", flatatt(self.build_attrs({**(attrs or {}), "name": name})), options)


class SearchForm(forms.Form):
    """A query and its filters. A wrong filter is reported and ignored: the search runs without it."""

    q = forms.CharField(label="搜索", required=False)
    section = forms.CharField(label="栏目", required=False, widget=SectionSelect)
    tag = NameFormField(label="关键字", required=False, max_length=100)
    author = NameFormField(label="作者", required=False, max_length=60)
    since = _day("从")
    until = _day("到")
    order = forms.ChoiceField(
        label="排序",
        required=False,
        choices=[("", "按相关"), ("date", "按时间")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "没有这种排序。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = ((section.path, "　" * section.depth + section.name) for section in section_tree().walk())
        self.fields["section"].widget.choices = [("", "全部栏目"), *sections]

    def clean_q(self) -> str:
        return shorten(self.cleaned_data["q"])

    def clean_section(self) -> Section | None:
        path = self.cleaned_data["section"].strip("/")
        if path and section_tree().at_path(path) is None:
            raise forms.ValidationError("没有这个栏目。")
        return section_tree().at_path(path)

    def clean_tag(self) -> Tag | None:
        name = self.cleaned_data["tag"]
        visible = Tag.objects.in_use(timezone.now())
        tag = visible.filter(look=look_of(name)).order_by("pk").first() if name else None
        if name and tag is None:
            raise forms.ValidationError("没有这个关键字。")
        return tag

    def clean_author(self) -> str:
        author = str(self.cleaned_data["author"])
        # The author of a visible article is known; the form must not tell who has only drafts here.
        wrote = SearchEntry.objects.visible(timezone.now()).filter(_by(author))
        if author and not wrote.exists():
            raise forms.ValidationError("没有这位作者。")
        return author

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "“到”早于“从”。")

    @property
    def query(self) -> str:
        return str(self.cleaned_data.get("q", ""))

    @property
    def by_date(self) -> bool:
        return self.cleaned_data.get("order") == "date"

    @property
    def is_plain(self) -> bool:
        """Tell whether the search has a query alone, without filters and order."""
        return not self.is_filtered and not self.by_date

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("section", "tag", "author", "since", "until"))

    @property
    def address(self) -> str:
        """Return the query string of this search, for links to its other pages."""
        values = {name: self[name].data for name in self.fields if name in self.cleaned_data and self[name].data}
        return urlencode(values | {"q": self.query})

    def entries(self, at: datetime) -> Any:
        """Return the entries of the visible articles that the filters keep."""
        chosen = self.cleaned_data
        entries = SearchEntry.objects.visible(at)
        if section := chosen.get("section"):
            entries = entries.filter(Exists(Listing.objects.filter(section=section, article_id=OuterRef("pk"))))
        if tag := chosen.get("tag"):
            entries = entries.filter(Exists(TaggedArticle.objects.filter(tag=tag, content_object_id=OuterRef("pk"))))
        if author := chosen.get("author"):
            entries = entries.filter(_by(author))
        if since := chosen.get("since"):
            entries = entries.filter(publish_at__gte=_moment(since, time.min))
        if until := chosen.get("until"):
            entries = entries.filter(publish_at__lte=_moment(until, time.max))
        return entries


def _by(author: str) -> Q:
    return Q(pk__in=Article.objects.filter(author=author).values("pk"))


def _moment(day: date, of_day: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, of_day))
