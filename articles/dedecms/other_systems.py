"""Recognises backups of other systems by their tables or first bytes, so that a refusal can name the system.

Tables have no prefix here, because owners change it.
"""

import re
from collections.abc import Iterable

from articles.dedecms.charset import first
from articles.dedecms.dump_files import DumpError, DumpFile

# By the system's name, tables that no other system has together under one prefix.
SYSTEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("WordPress", ("posts", "postmeta")),
    ("WordPress", ("options", "term_taxonomy")),
    ("帝国 CMS（EmpireCMS）", ("enewsclass",)),
    ("帝国 CMS（EmpireCMS）", ("enewspublic",)),
    ("帝国 CMS（EmpireCMS）", ("ecms_news",)),
    ("PbootCMS", ("content", "content_sort")),
    ("PbootCMS", ("content", "extfield")),
    ("Discuz!", ("forum_thread",)),
    ("Discuz!", ("forum_post",)),
    ("Discuz!", ("common_member",)),
    ("Discuz!", ("forums", "threads", "posts")),
    ("PHPCMS", ("news", "news_data")),
    ("PHPCMS", ("category", "model_field")),
    ("Z-Blog", ("post", "category", "module")),
    ("Z-Blog", ("post", "category", "upload")),
    ("Typecho", ("contents", "metas")),
    ("Typecho", ("contents", "relationships")),
    ("Joomla", ("extensions", "menu_types")),
    ("Halo", ("posts", "post_categories")),
    ("Halo", ("posts", "journals")),
    ("Ghost", ("posts", "posts_tags")),
    ("Drupal", ("node", "node_revision")),
    ("Drupal", ("node", "node_revisions")),
    ("Drupal", ("node_field_data",)),
    ("易优 CMS（EyouCMS）", ("archives", "article_content")),
    ("米拓（MetInfo）", ("column", "news", "flash")),
    ("迅睿 CMS", ("1_share_index",)),
    ("ThinkCMF", ("portal_post",)),
    ("emlog", ("blog", "sort")),
    ("ECShop", ("goods", "shop_config")),
    ("phpwind", ("bbs_threads",)),
    ("phpwind", ("threads", "tmsgs")),
    ("苹果 CMS（MacCMS）", ("vod", "art")),
    ("DESTOON", ("category", "article_21")),
)
HALO_2 = "extensions"  # its one table, without prefix
LOOKED_AT = 50  # files
ENOUGH = 1024 * 1024  # bytes of a SQLite file, whose definitions are on the first pages
SQLITE = b"SQLite format 3\0"
H2 = b"H:2,block:"
WORDPRESS_EXPORT = b"http://wordpress.org/export/"
_CREATED = re.compile(rb"CREATE TABLE\s+(?:IF NOT EXISTS\s+)?[\"'`\[]?(\w+)", re.IGNORECASE)


def by_tables(tables: Iterable[str]) -> str:
    """Return the name of the system that has these tables, "" if it is unknown.

    >>> by_tables(["wp_posts", "wp_postmeta"])
    'WordPress'
    """
    here = {table.lower() for table in tables}
    for name, (one, *others) in SYSTEMS:
        prefixes = (table.removesuffix(one) for table in here if table.endswith(one))
        if any(all(prefix + other in here for other in others) for prefix in prefixes if _is_prefix(prefix)):
            return name
    return "Halo" if HALO_2 in here else ""


def by_files(files: Iterable[DumpFile]) -> str:
    """Return the name of the system of these files by their first bytes, "" if it is unknown."""
    for file in [*files][:LOOKED_AT]:
        with file.open() as stream:
            start = first(stream, ENOUGH)
        if start.startswith(SQLITE):
            found = by_tables(name.decode() for name in _CREATED.findall(start) if name.isascii())
        elif start.startswith(H2) or file.stem == "extensions.data":
            found = "Halo"
        else:
            found = "WordPress" if WORDPRESS_EXPORT in start else ""
        if found:
            return found
    return ""


def refusal(name: str) -> DumpError:
    return DumpError(f"这是 {name} 的备份，不是 DedeCMS 的；这里只能导入 DedeCMS 的备份。没有写入任何内容")


def _is_prefix(text: str) -> bool:
    """Tell whether this may be the prefix of a table: wp_ may, but my_blog_old does not end like a prefix."""
    return not text or not text[-1].isalpha()
