"""What a person may know of articles: the one definition. Choices, hints, lists, messages and pages all ask it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Q

from articles.models._visibility import is_visible, visible

Person = AbstractBaseUser | AnonymousUser
EVERYTHING = "articles.edit_all_articles"


def knows_all(person: Person) -> bool:
    return isinstance(person, AnonymousUser | PermissionsMixin) and person.has_perm(EVERYTHING)


def known(person: Person, at: datetime) -> Q:
    """Return the condition for what a person may know: editors all, authors also their own, others what is visible."""
    return Q() if knows_all(person) else visible(at) | Q(owner=person.pk)


def knows(person: Person, article: Any, at: datetime) -> bool:
    """Tell of one article what `known()` asks of many."""
    return is_visible(article, at) or article.owner_id == person.pk or knows_all(person)


def title_for(person: Person, article: Any, at: datetime) -> str:
    """Return the title, or the number alone where this person may know no more."""
    return str(article.title) if knows(person, article, at) else f"{article.pk} 号文章（没有公开）"
