"""The article's form, which offers the sources and authors that were used lately."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from taggit.forms import TagWidget

from articles.admin.emptiness import CONFIRMED, is_blank
from articles.admin.version_forms import VersionedForm
from articles.models import Article, is_made_from, section_tree, tags_from_string
from yanjiang.accounts.staff import staff
from yanjiang.admin_pages.choosing import offer_loaded
from yanjiang.lib.html import clean
from yanjiang.lib.plaintext import normal_name

LATEST = 2_000  # articles whose sources and authors are offered: to collect those of all articles would take seconds
OFFERED = 50
MOST_TAGS = 50  # of one article
TAG_CHARS = 100  # Tag.name
MOMENTS = ("publish_at", "expire_at", "pinned_until")


def clean_tag_names(typed: Iterable[str]) -> list[str]:
    """Return the names as they are stored. Raises ValidationError for too many names, and for too long ones."""
    names = list(dict.fromkeys(name for name in map(normal_name, typed) if name))
    if len(names) > MOST_TAGS:
        raise forms.ValidationError(f"关键字最多 {MOST_TAGS} 个，这里有 {len(names)} 个。", code="many_tags")
    for name in names:
        if len(name) > TAG_CHARS:
            raise forms.ValidationError(f"关键字“{name[:10]}……”过长，每个不超过 {TAG_CHARS} 个字。", code="long_tag")
    return names


class ValuesInUse(forms.TextInput):
    """A text field that offers values but takes any text. It works without JavaScript."""

    offers: Callable[[], Iterable[str]] = list  # called when the field is rendered

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        list_id = f"{name}_in_use"
        field = super().render(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((offered,) for offered in self.offers()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class ArticleForm(VersionedForm):
    class Meta:
        model = Article
        fields = ()  # the admin sets them; it would make the fields named here twice
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField", "data-count": "120"}),
            "short_title": forms.TextInput(attrs={"class": "vTextField", "data-count": "60"}),
            "summary": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3, "data-count": "500"}),
            "tags": TagWidget(
                attrs={"class": "vTextField", "data-suggest": reverse_lazy("admin:articles_article_suggest_tags")}
            ),
            "source": ValuesInUse(attrs={"class": "vTextField", "placeholder": "未知"}),
            "author": ValuesInUse(attrs={"class": "vTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was = getattr(self.instance, "stored", self.instance).status  # before a save, which may change it
        for name in ("source", "author"):
            if name in self.fields:
                self.fields[name].widget.offers = partial(self._used_lately, name)
        for name in ("section", "further_sections"):
            sections: Any = self.fields.get(name)
            if sections:
                sections.label_from_instance = lambda section: section_tree().full_name(section)
        for name in ("owner", "responsible_editor"):
            if name in self.fields:
                person: Any = self.fields[name]
                person.queryset = staff(besides=getattr(self.instance, f"{name}_id"))
        offer_loaded(self)
        self._moments = {name: at for name in MOMENTS if isinstance(at := self.initial.get(name), datetime)}
        for name, at in self._moments.items():
            self.initial[name] = at.replace(second=0, microsecond=0)  # as the form shows it: untouched is unchanged
        if "status" in self.fields:
            # The trash is no choice, because it is an action of its own.
            statuses = [Article.Status.DRAFT, Article.Status.PUBLISHED]
            status_field: Any = self.fields["status"]
            status_field.choices = [(status.value, status.label) for status in statuses]

    @cached_property
    def _latest(self) -> list[Any]:
        known = Article.objects.known_to(self.person).order_by("-pk")
        return list(known.values("source", "author")[:LATEST])

    def _used_lately(self, name: str) -> list[str]:
        used = Counter(values[name] for values in self._latest if values[name])
        return [value for value, _times in used.most_common(OFFERED)]

    def _get_validation_exclusions(self) -> set[str]:
        """Do not validate foreign keys again: the choice fields have just found their rows."""
        chosen = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | chosen

    def _save_m2m(self) -> None:
        """Save the tags and the further sections if they have changed."""
        for name in ("further_sections", "tags"):
            if name in self.changed_data:
                options = {"with_derived": False} if name == "tags" else {}  # the admin writes these at the end
                getattr(self.instance, name).set(self.cleaned_data[name], **options)

    def is_same(self, name: str) -> bool:
        if name != "tags":
            return super().is_same(name)
        try:
            names = clean_tag_names(tags_from_string(str(self["tags"].data or "")))
        except forms.ValidationError:
            return False
        return sorted(names) == sorted(tag.name for tag in self.initial.get("tags") or [])

    def clean_tags(self) -> list[str]:
        return clean_tag_names(self.cleaned_data["tags"] or [])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        # Untouched times keep their seconds, which order articles of the same minute in lists.
        cleaned |= {name: at for name, at in self._moments.items() if name in cleaned and name not in self.changed_data}
        self._ask_about_emptiness(cleaned)
        was = self.initial.get("body") or ""
        if "body" in self.changed_data and was and is_made_from(cleaned.get("summary") or "", clean(was)):
            cleaned["summary"] = ""  # it was made from the old body, so save() makes it anew
        self.merge_with_others()
        return cleaned

    def _ask_about_emptiness(self, cleaned: dict[str, Any]) -> None:
        """Ask once before an article without a text is published, unless it was published without one before."""
        publishes = cleaned.get("status") == Article.Status.PUBLISHED or "_publish" in self.data
        if not (publishes and "status" in self.fields and "body" in cleaned) or self.data.get(CONFIRMED):
            return
        if self.was == Article.Status.PUBLISHED and "body" not in self.changed_data:
            return
        if cleaned.get("is_jump") or not is_blank(cleaned["body"]):
            return
        was_out = self.was == Article.Status.PUBLISHED and is_blank(self.initial.get("body") or "")
        if not was_out:
            question = render_to_string("admin/articles/article/_publish_empty.html", {"name": CONFIRMED})
            self.add_error(None, forms.ValidationError(question, code="empty"))
