"""The article's form: what editors type, with the values they used lately at hand."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from taggit.forms import TagWidget

from articles.admin.emptiness import CONFIRMED, is_blank
from articles.models import Article, Person, is_made_from, section_tree, tags_from_string
from yanjiang.lib.chinese import person_name
from yanjiang.lib.editing import GuardedForm
from yanjiang.lib.html import clean
from yanjiang.lib.plaintext import folded

LATEST = 2_000  # articles whose sources and authors are offered: all of a large site's would take seconds to collect
OFFERED = 50
MOST_TAGS = 50  # of one article
TAG_CHARS = 100  # Tag.name
MOMENTS = ("publish_at", "expire_at", "pinned_until")


def clean_tag_names(typed: Iterable[str]) -> list[str]:
    """Return the names as they are kept; ValidationError for too many of them, and for what cannot be a tag's name."""
    names = list(dict.fromkeys(name for name in map(folded, typed) if name))
    if len(names) > MOST_TAGS:
        raise forms.ValidationError(f"关键字最多 {MOST_TAGS} 个，这里有 {len(names)} 个。", code="many_tags")
    for name in names:
        if len(name) > TAG_CHARS:
            raise forms.ValidationError(f"关键字“{name[:10]}……”过长，每个不超过 {TAG_CHARS} 个字。", code="long_tag")
    return names


class ValuesInUse(forms.TextInput):
    """A text field that offers values, and takes any other. Works without JavaScript."""

    offers: Callable[[], Iterable[str]] = list  # asked when the field is drawn

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        list_id = f"{name}_in_use"
        field = super().render(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((offered,) for offered in self.offers()))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class PersonChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among the people of the house, by the names that readers see."""

    def label_from_instance(self, obj: User) -> str:
        return person_name(last_name=obj.last_name, first_name=obj.first_name, username=obj.username)


def staff(*, besides: int | None = None) -> QuerySet[User]:
    """Return who may be chosen: the people of today, and the one chosen already, who may have left."""
    return User.objects.filter(Q(is_staff=True, is_active=True) | Q(pk=besides)).order_by("username")


class ArticleForm(GuardedForm):
    watched = ("status",)
    person: Person = AnonymousUser()  # who fills it in

    class Meta:
        model = Article
        fields = "__all__"
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
        self.was = self.instance.status  # which a save may change
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
        self._moments = {name: at for name in MOMENTS if isinstance(at := self.initial.get(name), datetime)}
        for name, at in self._moments.items():
            self.initial[name] = at.replace(second=0, microsecond=0)  # as it is shown: what is sent back is no change
        if "status" in self.fields:
            # The trash is an action of its own.
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
        """Leave out what a choice refers to: its field has just found it."""
        chosen = {name for name, field in self.fields.items() if isinstance(field, forms.ModelChoiceField)}
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | chosen

    def _save_m2m(self) -> None:
        """Save the tags and the further sections that are others now."""
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
        # Articles of one minute are listed by their seconds.
        cleaned |= {name: at for name, at in self._moments.items() if name in cleaned and name not in self.changed_data}
        self._ask_about_emptiness(cleaned)
        was = self.initial.get("body") or ""
        if "body" in self.changed_data and was and is_made_from(cleaned.get("summary") or "", clean(was)):
            cleaned["summary"] = ""  # it was made from the old body: make it anew from this one
        return cleaned

    def _ask_about_emptiness(self, cleaned: dict[str, Any]) -> None:
        """Ask once before an article without a text is published; one that was public so is saved as before."""
        publishes = cleaned.get("status") == Article.Status.PUBLISHED or "_publish" in self.data
        if not (publishes and "status" in self.fields and "body" in cleaned) or self.data.get(CONFIRMED):
            return
        was_out = self.was == Article.Status.PUBLISHED and is_blank(self.initial.get("body") or "")
        if not was_out and not cleaned.get("is_jump") and is_blank(cleaned["body"]):
            question = render_to_string("admin/articles/article/_publish_empty.html", {"name": CONFIRMED})
            self.add_error(None, forms.ValidationError(question, code="empty"))
