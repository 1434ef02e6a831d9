"""The content: one module per model, each with its queryset."""

from articles.models._article import SUMMARY_CHARS, Article, ArticleQuerySet, made_summary
from articles.models._attachment import Attachment
from articles.models._desk import BestBet, SearchedQuery, Synonym
from articles.models._hits import ArticleHits
from articles.models._legacy import LegacyPath
from articles.models._listing import Listing
from articles.models._marks import FLAGS, TitleColor
from articles.models._related import RelatedLink
from articles.models._search import SearchEntry, SearchText
from articles.models._section import Section
from articles.models._tag import Tag, TaggedArticle, string_from_tags, tags_from_string
from articles.models._tree import SectionTree, section_tree

__all__ = [
    "FLAGS",
    "SUMMARY_CHARS",
    "Article",
    "ArticleHits",
    "ArticleQuerySet",
    "Attachment",
    "BestBet",
    "LegacyPath",
    "Listing",
    "RelatedLink",
    "SearchEntry",
    "SearchText",
    "SearchedQuery",
    "Section",
    "SectionTree",
    "Synonym",
    "Tag",
    "TaggedArticle",
    "TitleColor",
    "made_summary",
    "section_tree",
    "string_from_tags",
    "tags_from_string",
]
