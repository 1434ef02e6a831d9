"""The content: one module per model, each with its queryset."""

from articles.models._article import Article, ArticleQuerySet
from articles.models._attachment import Attachment, remove_unused, upload_to
from articles.models._bigram import ArticleBigram
from articles.models._bulk import UNDOABLE_FOR, BulkChange, BulkItem
from articles.models._changes import SEEN
from articles.models._content import ContentChange
from articles.models._derived import derived
from articles.models._events import ArticleEvent
from articles.models._gaps import SUMMARY_CHARS, is_made_from, made_summary
from articles.models._handing_over import REMARK_CHARS, HandingOver, Remark, handing_of
from articles.models._headline import COLUMNS, Headline, page_of_article
from articles.models._hit_days import COUNTS, ArticleDay, ReferrerDay
from articles.models._hit_figures import (
    FACET_TOP,
    WHOLE_SITE,
    ClosedDay,
    Facet,
    FacetDay,
    HourReads,
    SectionDay,
    reads_in,
    top_of,
)
from articles.models._hit_log import STALE_AFTER, Hit, HitState, LastRead, SeenEvent
from articles.models._hits import ArticleHits
from articles.models._import import Import, ImportedArticle, ImportedFile, ImportedRow, ImportedSection
from articles.models._indexes import SITEMAP_BLOCK
from articles.models._known import knows, title_for
from articles.models._legacy import LegacyPath
from articles.models._listing import Listing
from articles.models._listing_count import ListingCount, day_of, start_of
from articles.models._look import look_of
from articles.models._marks import FLAGS, TitleColor
from articles.models._missing import MissingPath
from articles.models._moments import content_state
from articles.models._people import name_of
from articles.models._presence import Presence
from articles.models._preview_link import PreviewLink
from articles.models._related import RelatedLink
from articles.models._rights import (
    Person,
    edited,
    edits,
    edits_others,
    filed_under,
    inside,
    knows_all,
    offered,
    section_choices,
    sections_of,
    tops,
    within,
)
from articles.models._search import SearchEntry, SearchText
from articles.models._searched import BestBet, SearchedQuery, Synonym
from articles.models._section import RESERVED_FIRST, Section
from articles.models._tag import (
    USES_COUNTED,
    Tag,
    TaggedArticle,
    TagQuerySet,
    page_of,
    string_from_tags,
    tags_from_string,
)
from articles.models._tree import SectionTree, section_tree
from articles.models._versions import PendingChange, Revision
from articles.models._visibility import (
    COPIES,
    IN_TIME,
    PUBLISHED,
    TimedQuerySet,
    has_come_out,
    in_time,
    is_gone,
    is_visible,
    is_waiting,
    moments,
    visible,
    waiting,
)
from articles.models._working_copy import WorkingCopy

__all__ = [
    "COLUMNS",
    "COPIES",
    "COUNTS",
    "FACET_TOP",
    "FLAGS",
    "IN_TIME",
    "PUBLISHED",
    "REMARK_CHARS",
    "RESERVED_FIRST",
    "SEEN",
    "SITEMAP_BLOCK",
    "STALE_AFTER",
    "SUMMARY_CHARS",
    "UNDOABLE_FOR",
    "USES_COUNTED",
    "WHOLE_SITE",
    "Article",
    "ArticleBigram",
    "ArticleDay",
    "ArticleEvent",
    "ArticleHits",
    "ArticleQuerySet",
    "Attachment",
    "BestBet",
    "BulkChange",
    "BulkItem",
    "ClosedDay",
    "ContentChange",
    "Facet",
    "FacetDay",
    "HandingOver",
    "Headline",
    "Hit",
    "HitState",
    "HourReads",
    "Import",
    "ImportedArticle",
    "ImportedFile",
    "ImportedRow",
    "ImportedSection",
    "LastRead",
    "LegacyPath",
    "Listing",
    "ListingCount",
    "MissingPath",
    "PendingChange",
    "Person",
    "Presence",
    "PreviewLink",
    "ReferrerDay",
    "RelatedLink",
    "Remark",
    "Revision",
    "SearchEntry",
    "SearchText",
    "SearchedQuery",
    "Section",
    "SectionDay",
    "SectionTree",
    "SeenEvent",
    "Synonym",
    "Tag",
    "TagQuerySet",
    "TaggedArticle",
    "TimedQuerySet",
    "TitleColor",
    "WorkingCopy",
    "content_state",
    "day_of",
    "derived",
    "edited",
    "edits",
    "edits_others",
    "filed_under",
    "handing_of",
    "has_come_out",
    "in_time",
    "inside",
    "is_gone",
    "is_made_from",
    "is_visible",
    "is_waiting",
    "knows",
    "knows_all",
    "look_of",
    "made_summary",
    "moments",
    "name_of",
    "offered",
    "page_of",
    "page_of_article",
    "reads_in",
    "remove_unused",
    "section_choices",
    "section_tree",
    "sections_of",
    "start_of",
    "string_from_tags",
    "tags_from_string",
    "title_for",
    "top_of",
    "tops",
    "upload_to",
    "visible",
    "waiting",
    "within",
]
