"""The form of an article as a version: what it was opened with, and how it is merged with what others saved since."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q

from articles.admin import conflicts
from articles.editing import contents
from articles.editing.content_merging import merge
from articles.editing.contents import COLUMNS, Content
from articles.editing.filing import filed, of_others, refusal
from articles.models import Article, PendingChange, Person, Revision, Tag, inside, made_summary, section_tree
from yanjiang.admin_pages.editing import GuardedForm
from yanjiang.admin_pages.last_saved import last_saved
from yanjiang.lib.html import clean


@dataclass(frozen=True)
class Version:
    """The content that a form of a saved article works on.

    `head` is the content that the next save replaces, and `base` the one that the form was opened with, None if it was
    never recorded. `opened` is the version of `base`, if others have saved since.
    """

    article_id: int
    change: PendingChange | None
    came_out: bool  # readers have had the article: a save makes a pending change, unless it says that it goes live
    live: Content  # of the article's rows
    head: Content
    base: Content | None
    opened: Revision | None = None

    @property
    def shown(self) -> Content:
        return self.base or self.head

    @cached_property
    def digest(self) -> str:
        return contents.digest(self.head)

    @cached_property
    def files(self) -> dict[str, dict[str, Any]]:
        """Return the attachments that a form may keep, by the name of their file."""
        return {row["file"]: row for content in (self.head, self.shown) for row in content["attachments"]}

    @cached_property
    def targets(self) -> set[int]:
        """Return the articles that its related links lead to."""
        links = [link for content in (self.head, self.shown) for link in content["related_links"]]
        return {link["target"] for link in links if link["target"]}


def opened_with(sent: Any) -> str:
    """Return the digest of the content that a sent form was opened with, "" if it has none."""
    try:
        seen = json.loads(sent.get("seen") or "{}")
    except (ValueError, RecursionError):
        return ""
    digest = seen.get("content") if isinstance(seen, dict) else ""
    return digest if isinstance(digest, str) and len(digest) == 32 and digest.isalnum() else ""


class VersionedForm(GuardedForm):
    """A form whose changes are merged with those that others saved in the meantime."""

    reason = forms.CharField(
        label="修改原因",
        required=False,
        max_length=200,
        help_text="写进版本记录，只有编辑看得到。改动已发布文章的发布时间时必填。",
    )
    person: Person = AnonymousUser()  # the user who fills it in
    content: Content  # what the editor wants, once the form is valid
    saved: Content  # what was saved, with the fields that a save sets
    taken: list[str] = []  # what was taken from others, as editors call it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version: Version | None = getattr(self.instance, "version", None)
        if self.version:
            shown = self.version.shown
            self.initial["tags"] = [Tag(name=name) for name in shown["tags"]]
            self.initial["further_sections"] = shown["further_sections"]
        if "section" in self.fields and (own := inside(self.person, "pk")):
            self._offer_sections(own)

    def _offer_sections(self, own: Q) -> None:
        """Offer the sections of this person, and the one under which the article is filed."""
        section: Any = self.fields["section"]
        section.queryset = section.queryset.filter(own | Q(pk=self.instance.section_id))
        further: Any = self.fields["further_sections"]
        further.queryset = further.queryset.filter(own)
        if self.version:
            others = of_others(self.person, self.version.shown["further_sections"])
            self.initial["further_sections"] = [pk for pk in self.initial["further_sections"] if pk not in others]
            if others:
                told = f"还在“{'、'.join(str(section_tree().get(pk)) for pk in others)}”，不归您管，保存时照旧。"
                further.help_text = f"{further.help_text}{told}"

    def remember(self) -> None:
        version = getattr(self.instance, "version", None)
        if version:
            self.initial["seen"] = json.dumps({"content": contents.digest(version.shown)})

    def _changed_meanwhile(self) -> list[str]:
        return []  # `merge_with_others()` does it, by contents

    @property
    def after(self) -> str:
        return contents.digest(self.saved) if self.version else ""

    @property
    def changed_names(self) -> list[str]:
        """Return the parts of the content that this form changes, in the order of the form."""
        shown = self.version.shown if self.version else {}
        return [name for name in contents.FIELDS if self.content[name] != shown.get(name)]

    def merge_with_others(self) -> None:
        """Set `content`, or add an error that tells where others changed the same. Call it at the end of `clean()`."""
        version = self.version
        if version and version.came_out and "publish_at" in self.changed_data and not self.cleaned_data.get("reason"):
            self.add_error("reason", "改动发布时间，请填写修改原因。")
        if not version or self.errors or not all(formset.is_valid() for formset in self.instance.formsets):
            return
        self.content = self.typed(version)
        if version.base != version.head:
            self._merge(version.base, version.head, is_own=self.own_after == version.digest)
        if version.change and "_publish" in self.data:
            # The live rows may have been changed since the pending change was begun, as by an action of the list.
            self._merge(contents.of_revision(version.change.base), version.live)
        if "_publish" in self.data and (problem := refusal(self.person, self.content)):
            self.add_error("section", problem)

    def _merge(self, base: Content | None, theirs: Content, *, is_own: bool = False) -> None:
        """Merge the content with another. After an earlier save from this same page, nobody has to be asked."""
        merged, digest = merge(base, self.content, theirs), contents.digest(theirs)
        asked = conflicts.unsettled(merged, self.data, digest, may_choose=self.fields)
        if is_own:
            self.content = merged.content
            return
        self.content = merged.content
        self._show_merged(merged.content, merged.taken)
        if asked:
            who, when = last_saved(self.instance, 0)
            told = conflicts.told(asked, merged, form=self, who=who, when=when, digest=digest)
            self.add_error(None, ValidationError(told, code="conflict"))
        self.taken = [*self.taken, *(contents.label(name) for name in dict.fromkeys(merged.taken))]

    def typed(self, version: Version) -> Content:
        """Return the content as it was typed. Fields that the form lacks, or has wrong, stay as they were shown."""
        content = dict(version.shown)
        changed = [name for name in self.changed_data if name in self.cleaned_data]
        for name in COLUMNS:
            if name in changed:
                content[name] = contents.plain(self.cleaned_data[name])
        content["body"] = clean(content["body"])
        if not (self.cleaned_data.get("summary") or "").strip() and "summary" not in self.errors:
            content["summary"] = made_summary(content["body"])
        if "tags" in changed:
            content["tags"] = list(self.cleaned_data["tags"])
        if "further_sections" in changed:
            content["further_sections"] = sorted(section.pk for section in self.cleaned_data["further_sections"])
        for formset in self.instance.formsets:
            if formset.is_valid():
                content[formset.relation()] = formset.rows()
        return filed(self.person, content, version.shown)

    def _show_merged(self, content: Content, names: list[str]) -> None:
        """Put merged values into the form, in case it is shown again."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name in names:
            if name in self.fields and name in COLUMNS:
                data[self.add_prefix(name)] = self.fields[name].prepare_value(content[name])
        self.data = data


def validate(content: Content) -> None:
    """Check what a merge may have put together wrongly. Raises ValidationError."""
    contents.lay_on(Article(), content).clean()
