"""The field 可编辑的栏目 in the forms of users and of groups."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from yanjiang.accounts.models import SectionRight
from yanjiang.accounts.section_rights import limited
from yanjiang.admin_pages.choosing import RowChoices
from yanjiang.admin_pages.editing import GuardedAdmin
from yanjiang.lib.chinese import person_name
from yanjiang.lib.numbers import row_number

FIELD = "sections"
NAMED = 5  # people in a message
NAMES = ("last_name", "first_name", "username")
SECTION: Any = SectionRight._meta.get_field("section")


class SectionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of sections, found by typing. Sections may share a name, so each is shown with its path."""

    def __init__(self) -> None:
        super().__init__(
            SECTION.related_model._base_manager.order_by("path"),
            label=str(SectionRight._meta.verbose_name),
            required=False,
            widget=RowChoices(SECTION, admin.site),
            help_text="连同它们的下级栏目。一个也不选，就是全部栏目。自己写的文章不受它限制。",
        )

    def clean(self, value: Any) -> Any:
        """Refuse numbers that no row can have: a query with one would fail."""
        for number in value or ():
            if row_number(str(number)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": number}
                )
        return super().clean(value)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}（/{obj.path}/）"


class SectionsForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a user or a group that writes its rights to sections too."""

    sections = SectionsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        holder = kwargs.get("instance")
        held: list[int] = []
        if holder is not None and holder.pk and FIELD in self.base_fields:
            held = list(holder.section_rights.order_by("section").values_list("section", flat=True))
        kwargs["initial"] = {FIELD: held, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if FIELD in self.fields and self.is_bound and not self._had_field():
            self.fields[FIELD].disabled = True

    def _had_field(self) -> bool:
        """Tell whether the sent form had the field. A form without it must not end the limits of anybody."""
        return self.add_prefix(FIELD) in self.data or f'"{FIELD}"' in self.data.get("seen", "")

    def save_sections(self) -> None:
        """Write the rows. Call it when the user or the group is saved."""
        if FIELD not in self.changed_data:
            return
        holder: User | Group = self.instance
        wanted, held = set(self.cleaned_data[FIELD]), holder.section_rights
        held.exclude(section__in=wanted).delete()
        kept = set(held.values_list("section", flat=True))
        name = "user" if isinstance(holder, User) else "group"
        new = [SectionRight(section=section, **{name: holder}) for section in wanted if section.pk not in kept]
        SectionRight.objects.bulk_create(new)


class SectionRightsAdmin(GuardedAdmin):
    """An admin whose forms have the field. A person who may not set it sees the names of the sections in its place."""

    def sets_sections(self, request: HttpRequest, holder: Any) -> bool:
        """Tell whether this person may set the sections of a user or a group, which is None if it is new."""
        return self.has_change_permission(request, holder)

    def sections_field(self, request: HttpRequest, holder: Any) -> str:
        return FIELD if self.sets_sections(request, holder) else "section_names"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # A field that is declared by a form is left out of it only as a read-only one.
        left_out = () if self.sets_sections(request, obj) else (FIELD,)
        return (*super().get_readonly_fields(request, obj), "section_names", *left_out)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        with self._telling_who_is_freed(request, [form.instance]):
            super().save_related(request, form, formsets, change)
            form.save_sections()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with self._telling_who_is_freed(request, [obj]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with self._telling_who_is_freed(request, queryset):
            super().delete_queryset(request, queryset)

    @contextmanager
    def _telling_who_is_freed(self, request: HttpRequest, holders: Iterable[Any]) -> Iterator[None]:
        """Warn of the people whom the block frees of their limit: who has no right left may edit all sections."""
        ids = [holder.pk for holder in holders]
        concerned = User.objects.filter(**{"pk__in" if self.model is User else "groups__in": ids})
        before = limited(concerned)
        yield
        if not before:
            return
        freed = before - limited(User.objects.filter(pk__in=before))
        users = User.objects.filter(pk__in=freed).order_by("pk")[: NAMED + 1]
        if names := [person_name(**{name: getattr(user, name) for name in NAMES}) for user in users]:
            told = "、".join(names[:NAMED]) + ("等人" if len(names) > NAMED else "")
            messages.warning(request, f"{told}没有限定的栏目了，现在可以编辑全部栏目。")

    @admin.display(description=str(SectionRight._meta.verbose_name))
    def section_names(self, holder: Any) -> str:
        """Name the sections for a person who may only look."""
        rights = holder.section_rights.select_related("section").order_by("section__path")
        is_limited = not getattr(holder, "is_superuser", False)
        return "、".join(str(right) for right in rights if is_limited) or "全部栏目"
