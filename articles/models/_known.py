"""The one definition of what a person may know of articles. Choices, hints, lists, messages and pages all use it."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from articles.models._rights import Person, edits, knows_all, worked_on
from articles.models._visibility import is_visible, visible


def known(person: Person, at: datetime) -> Q:
    """Return the condition for the articles that a person may know.

    Editors know all articles of their sections, authors their own, and everybody the visible ones.
    """
    return Q() if knows_all(person) else visible(at) | worked_on(person)


def knows(person: Person, article: Any, at: datetime) -> bool:
    """Tell whether a person may know of an article: the same condition as `known()`."""
    return is_visible(article, at) or article.owner_id == person.pk or edits(person, article)


def title_for(person: Person, article: Any, at: datetime) -> str:
    """Return the title, or only the id if this person may not know of the article."""
    return str(article.title) if knows(person, article, at) else f"{article.pk} 号文章（没有公开）"
