"""Tell editors who else has the form of an article open. It locks nothing."""

from datetime import datetime, timedelta

from articles.models import Presence

HERE = timedelta(seconds=25)  # a page reports every 10 seconds; one report may be lost
KEPT = timedelta(days=1)
MOST_NAMED = 10


def beat(user_id: int, article_id: int, *, at: datetime, typed_at: datetime | None) -> None:
    """Note that a person has the form open. `typed_at` is the time of the last key, None before the first."""
    row = Presence(user_id=user_id, article_id=article_id, seen_at=at, typed_at=typed_at)
    Presence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["user", "article"], update_fields=["seen_at", "typed_at"]
    )


def leave(user_id: int, article_id: int) -> None:
    Presence.objects.filter(user=user_id, article=article_id).delete()


def others(user_id: int, article_id: int, *, at: datetime) -> list[Presence]:
    here = Presence.objects.filter(article=article_id, seen_at__gt=at - HERE).exclude(user=user_id)
    return list(here.select_related("user").order_by("pk")[:MOST_NAMED])


def tidy(at: datetime) -> None:
    Presence.objects.filter(seen_at__lt=at - KEPT).delete()
