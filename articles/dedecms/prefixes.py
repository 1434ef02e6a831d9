"""Finds the prefix of a site's tables. A database may have several sites, and other programs beside them."""

from articles.dedecms import other_systems
from articles.dedecms.dump_files import DumpError
from articles.dedecms.dump_index import Index

# Tables that every DedeCMS has beside *_archives.
COMPANIONS = ("arctype", "addonarticle", "arctiny")


def prefix(index: Index, wanted: str | None) -> str:
    """Return the prefix of the site to read: the wanted one, or the only one. Raises DumpError."""
    names = {*index.columns, *index.spans}
    found = sorted(
        name.removesuffix("archives")
        for name in names
        if name.endswith("archives") and any(name.removesuffix("archives") + other in names for other in COMPANIONS)
    )
    if not any(f"{one}addonarticle" in names for one in found) and (system := other_systems.by_tables(names)):
        raise other_systems.refusal(system)
    if not found:
        raise DumpError("备份里没有 DedeCMS 的数据表（…_archives、…_arctype、…_addonarticle）")
    if wanted is not None:
        if wanted not in found:
            raise DumpError(f"备份里没有前缀为“{wanted}”的 DedeCMS 数据表，有的前缀是：{'、'.join(found)}")
        return wanted
    likely = _likely(index, found)
    if len(likely) > 1:
        raise DumpError(
            "备份里有几个 DedeCMS 网站的数据表，请填写“表前缀”（命令行的 --prefix），说明要导入哪一个："
            f"{'、'.join(likely)}"
        )
    return likely[0]


def _likely(index: Index, found: list[str]) -> list[str]:
    """Return the prefixes of sites whose required tables all have rows, or else of those where some have rows.

    The tables dede_member_archives and dede_member_arctype belong to the members of dede_. An installation that was
    never used has empty tables.
    """

    def has_rows(one: str, *tables: str) -> bool:
        return all(any(span.items for span in index.spans.get(one + table, {}).values()) for table in tables)

    whole = [one for one in found if has_rows(one, "archives", "arctype", "addonarticle")]
    outer = [one for one in found if not any(one != other and one.startswith(other) for other in found if other)]
    used = [one for one in outer if has_rows(one, "archives")]
    return whole or used or outer
