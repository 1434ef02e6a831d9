"""Old addresses that two pages shared. One file overwrote the other there; here the first page keeps the address."""

from collections.abc import Iterable

from articles.dedecms.notes import Note
from articles.dedecms.staging import Staging
from articles.dedecms.tally import Kind
from articles.models import LegacyPath


def note_taken(wanted: Iterable[tuple[str, list[Note]]], staging: Staging) -> None:
    """Add notes to old paths that lead elsewhere already, by the table of paths or by this dump; "" is no path.

    Call it before the rows of the paths are written.
    """
    asked = [(path, notes) for path, notes in wanted if path]
    here = set(LegacyPath.objects.filter(path__in=[path for path, _notes in asked]).values_list("path", flat=True))
    for path, notes in asked:
        if not staging.keep_path(path) or path in here:
            notes.append(Note(Kind.CHANGED, f"旧网址 {path} 已有别的内容，仍转到那里"))
