"""Old addresses that two things had. The old site wrote one file over the other; here who comes first keeps it."""

from collections.abc import Iterable

from articles.dedecms.accounts import Kind
from articles.dedecms.notes import Note
from articles.dedecms.staging import Staging
from articles.models import LegacyPath


def note_taken(wanted: Iterable[tuple[str, list[Note]]], staging: Staging) -> None:
    """Note where an old path leads elsewhere already, by the table of paths or by this dump; "" is no path.

    Call it before they are laid down.
    """
    asked = [(path, notes) for path, notes in wanted if path]
    here = set(LegacyPath.objects.filter(path__in=[path for path, _notes in asked]).values_list("path", flat=True))
    for path, notes in asked:
        if not staging.keep_path(path) or path in here:
            notes.append(Note(Kind.CHANGED, f"旧网址 {path} 已有别的内容，仍转到那里"))
