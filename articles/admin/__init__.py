"""The admin of the content: one module per model."""

from django.contrib import admin
from taggit.models import Tag as LibraryTag

from articles.admin.article import ArticleAdmin
from articles.admin.hits import HitsAdmin
from articles.admin.legacy import LegacyPathAdmin
from articles.admin.missing import MissingPathAdmin
from articles.admin.search import BestBetAdmin, SearchedQueryAdmin, SynonymAdmin
from articles.admin.section import SectionAdmin
from articles.admin.tag import TagAdmin

# The library's own tags are not used: articles.models.Tag has a description.
admin.site.unregister(LibraryTag)

__all__ = [
    "ArticleAdmin",
    "BestBetAdmin",
    "HitsAdmin",
    "LegacyPathAdmin",
    "MissingPathAdmin",
    "SearchedQueryAdmin",
    "SectionAdmin",
    "SynonymAdmin",
    "TagAdmin",
]
