"""Counts the rows of an import by table and result, and keeps the issues that people have to check."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from articles.dedecms.staging import Staging


class Kind(Enum):
    """Why a row or a value is named in the report; the value is its heading."""

    DAMAGED = "备份不完整"
    QUARANTINED = "隔离的行"
    UNREAD = "没有读的文件和内容"
    EMPTY = "公开的文章没有正文"
    MEMBERS = "在旧站要权限或收费，转为草稿"
    REMOVED = "正文里去掉了不只是格式的内容"
    GARBLED = "疑似重复编码的文字，原样保留"
    CHANGED = "改动了的值"
    RENUMBERED = "编号已被占用，用了新编号"
    MISSING = "缺失或无法使用的图片和附件"
    LEFT_FILE = "没有复制的上传文件"
    SECTION = "栏目的说明"
    USER = "账号的说明"
    HOTLINE = "待确认的热线"
    BLOCK = "没有导入的广告和自定义标记"
    COLUMN = "自定义字段，存入 JSON"
    TABLE = "不认识的表"


@dataclass
class TableTally:
    """A table's rows: every row that was read is counted in exactly one of the other fields."""

    read: int = 0
    added: int = 0
    known: int = 0  # imported by an earlier run
    quarantined: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def closes(self) -> bool:
        return self.read == self.added + self.known + self.quarantined + self.left_out.total()


@dataclass(frozen=True)
class Issue:
    kind: Kind
    table: str
    old_id: int | None
    text: str
    file: str = ""
    line: int = 0


class Tally:
    """The tally of a running import. Issues go to the staging file, because there may be as many as rows."""

    def __init__(self, staging: Staging) -> None:
        self._staging = staging
        self.tables: dict[str, TableTally] = {}
        self.removed: Counter[str] = Counter()  # elements that cleaning removed, by name
        self.files: Counter[str] = Counter()

    def table(self, name: str) -> TableTally:
        return self.tables.setdefault(name, TableTally())

    def issue(self, kind: Kind, table: str, old_id: int | None, text: str, *, file: str = "", line: int = 0) -> None:
        self._staging.add_issue(kind.name, table, old_id, text, file, line)

    def quarantine(self, table: str, old_id: int | None, reason: str, *, file: str, line: int) -> None:
        self.table(table).quarantined += 1
        self.issue(Kind.QUARANTINED, table, old_id, reason, file=file, line=line)

    def count(self, kind: Kind) -> int:
        return self._staging.count_issues(kind.name)

    def issues(self, kind: Kind, *, most: int = -1) -> Iterator[Issue]:
        for _kind, table, old_id, text, file, line in self._staging.issues(kind.name, most=most):
            yield Issue(kind, table, old_id, text, file, line)

    @property
    def added(self) -> int:
        return sum(counted.added for counted in self.tables.values())
