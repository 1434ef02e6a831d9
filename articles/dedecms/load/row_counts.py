"""Counts the rows of articles: an article has rows in archives, a table of bodies, arctiny and taglist."""

from articles.dedecms.load import tags
from articles.dedecms.short_texts import line
from articles.dedecms.staging import StagedRow, Staging
from articles.dedecms.tally import Tally

TABLE = "archives"


class RowCounts:
    def __init__(self, staging: Staging, tally: Tally) -> None:
        self._staging, self._tally = staging, tally

    def add(self, row: StagedRow, addon: str, *, known: bool) -> None:
        """Enter an article's rows into the tally of each table that holds them."""
        for table in {row.table, *([addon] if self._staging.use(addon, row.id) else [])}:
            counted = self._tally.table(table)
            counted.known, counted.added = counted.known + known, counted.added + (not known)
        tagged, rows = self._tally.table("taglist"), self._staging.tags(row.id)
        used = tags.telling(line(tag) for tag, _file, _line in rows)
        tagged.known, tagged.added = tagged.known + used * known, tagged.added + used * (not known)
        if others := len(rows) - used:
            tagged.left_out["同一篇文章里重复的，以及空白的或只有标点的关键字"] += others

    def close(self, addon_tables: list[str]) -> None:
        """Count the rows that belong to no article."""
        for table in addon_tables:
            for pk, file, at_line in self._staging.unused(table):
                reason = "编号相同的文章属于另一个内容模型" if self._staging.has(TABLE, pk) else "没有对应的文章"
                self._tally.quarantine(table, pk, reason, file=file, line=at_line)
        for pk, file, at_line in self._staging.tags_without_archive():
            self._tally.quarantine("taglist", pk, "没有对应的文章", file=file, line=at_line)
        for pk, file, at_line, has_article in self._staging.tiny():
            if has_article:
                self._tally.table("arctiny").left_out["文章的索引，由 archives 代表"] += 1
            else:
                self._tally.quarantine("arctiny", pk, "没有对应的文章", file=file, line=at_line)
