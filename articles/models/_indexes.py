"""The indexes of articles, each with what asks for it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest

from articles.models._marks import LIST_FLAGS

SITEMAP_BLOCK = 10_000  # numbers of articles that share a sitemap: an index is made for it

# Conditions that SQLite can use: it plans without the values of parameters, so `status` is a column of
# each index, and only a bare flag or IS NOT NULL is a condition of one.
INDEXES = [
    # The latest articles of the whole site; the admin's list by status.
    models.Index(fields=["status", "-publish_at", "-id"], name="article_newest"),
    # The front page of the admin: the latest drafts, of all and of one owner; what of one owner is due and out.
    models.Index(fields=["status", "-id", "owner"], name="article_made"),
    models.Index(fields=["owner", "status", "-publish_at", "-id"], name="article_of_owner"),
    # What a consultant wrote, and how much.
    models.Index(
        fields=["consultant", "status", "-publish_at", "-id", "expire_at"],
        condition=Q(consultant__isnull=False),
        name="article_of_consultant",
    ),
    # The admin's list of what has expired.
    models.Index(fields=["expire_at"], condition=Q(expire_at__isnull=False), name="article_expires"),
    # The sitemap's blocks, and what changed last in each.
    models.Index(
        "status",
        F("id") / SITEMAP_BLOCK,
        Greatest("publish_at", "updated_at").desc(),
        name="article_sitemap",
    ),
    # The admin's list of what lacks a summary, descriptions of pictures: the latest first.
    models.Index(fields=["-id"], condition=Q(is_summary_made=True), name="article_without_summary"),
    models.Index(fields=["-id"], condition=Q(lacks_alt=True), name="article_without_alt"),
    # The warning about an equal title; the admin's search for one.
    models.Index(fields=["title"], name="article_title"),
    # The admin's list by author.
    models.Index(fields=["author", "-id"], name="article_author"),
    # Reports: whose and from where each article is that was read, without looking at the articles themselves.
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
