"""Merges sections, with everything that is filed, listed and counted in them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.models import (
    ContentChange,
    FacetDay,
    HitState,
    HourReads,
    LegacyPath,
    Listing,
    ListingCount,
    Section,
    SectionDay,
)
from articles.projections.lists import follow
from yanjiang.accounts.models import SectionRight


def merge_sections(section: Section, target: Section) -> None:
    """Give all rows that refer to a section to another one, and delete it. Its address then leads to the other.

    Raises ValidationError if the target is the section itself or below it.
    """
    if target.pk == section.pk or target.path.startswith(f"{section.path}/"):
        raise ValidationError("不能把栏目合并到它自己或它的下级栏目。")
    with transaction.atomic():
        HitState.objects.lock()
        Section.objects.lock()
        follow(section.pk, out_of=section.parent_id, into=target.pk)
        for child in Section.objects.without_tree_fields().filter(parent=section):
            child.parent = target
            child.segment = child.free_segment()
            child.save()
        # Hidden relations are included: old addresses, columns of old sites, and views that wait in the log.
        for relation in section._meta.get_fields(include_hidden=True):
            model: Any = relation.related_model
            if relation.auto_created and not relation.concrete and not model._meta.auto_created:
                _hand_over(relation, section, target)
        for figures in (HourReads, SectionDay, FacetDay):
            figures.objects.hand_over(section.pk, target.pk)
        SectionRight.objects.hand_over(section.pk, target.pk)
        LegacyPath.objects.remember(f"/{section.path}/", section=target)
        section.delete()
        ContentChange.objects.note()


def _hand_over(relation: Any, section: Section, target: Section) -> None:
    if relation.related_model in (Section, Listing, ListingCount, SectionRight):
        return
    if relation.many_to_many:
        through = relation.through._base_manager
        column, other = relation.field.m2m_reverse_field_name(), relation.field.m2m_field_name()
        doubles = through.filter(**{column: target}).values(f"{other}_id")
        through.filter(**{column: section, f"{other}_id__in": doubles}).delete()
        through.filter(**{column: section}).update(**{column: target})
    else:
        relation.related_model._base_manager.filter(**{relation.field.name: section}).update(
            **{relation.field.name: target}
        )
