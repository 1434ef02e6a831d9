"""The indexes of articles, each with the queries that use it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from articles.models._marks import LIST_FLAGS

SITEMAP_BLOCK = 10_000  # ids of articles that share a sitemap; an index depends on it

# SQLite plans without the values of parameters. So `status` is a column of the indexes, and their conditions are only
# bare flags or IS NOT NULL, which SQLite can use.
INDEXES = [
    # The latest articles of the whole site; the admin's list by status.
    models.Index(fields=["status", "-publish_at", "-id"], name="article_newest"),
    # The front page of the admin: the latest drafts of all and of one owner, and one owner's articles that are due or
    # out.
    models.Index(fields=["status", "-id", "owner"], name="article_made"),
    models.Index(fields=["owner", "status", "-publish_at", "-id"], name="article_of_owner"),
    # The articles of a consultant, and their number.
    models.Index(
        fields=["consultant", "status", "-publish_at", "-id", "expire_at"],
        condition=Q(consultant__isnull=False),
        name="article_of_consultant",
    ),
    # The admin's list of expired articles.
    models.Index(fields=["expire_at"], condition=Q(expire_at__isnull=False), name="article_expires"),
    # The sitemap's blocks, and the article that changed last in each.
    models.Index(
        "status",
        F("id") / SITEMAP_BLOCK,
        Greatest("publish_at", "updated_at").desc(),
        name="article_sitemap",
    ),
    # The admin's lists of articles without a summary or without descriptions of pictures, latest first.
    models.Index(fields=["-id"], condition=Q(is_summary_made=True), name="article_without_summary"),
    models.Index(fields=["-id"], condition=Q(lacks_alt=True), name="article_without_alt"),
    # The warning about an equal title; the admin's search for one.
    models.Index(fields=["title"], name="article_title"),
    # The admin's list by author.
    models.Index(fields=["author", "-id"], name="article_author"),
    # Reports: author, source, editor and consultant of each article that was read, from the index alone.
    models.Index(fields=["id", "author", "source", "responsible_editor", "consultant"], name="article_facets"),
    # The lists of flagged articles.
    *(
        models.Index(
            fields=["status", "-weight", "-publish_at", "-id"],
            condition=Q(**{flag: True}),
            name=f"article_{flag[3:]}",
        )
        for flag in LIST_FLAGS
    ),
]
