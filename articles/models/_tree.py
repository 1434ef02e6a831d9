"""The section tree as pages use it: all sections in memory, read without a query."""

from collections import defaultdict
from collections.abc import Iterable

from articles.models._section import Section
from yanjiang.sitewide import cache as sitewide


class SectionTree:
    """All sections, in the order of the tree. Threads share it, so it is read-only."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._by_id = {section.pk: section for section in sections}
        self._by_path = {section.path: section for section in self._by_id.values()}
        self._children: dict[int | None, list[Section]] = defaultdict(list)
        for section in sorted(self._by_id.values(), key=lambda section: (section.position, section.pk)):
            self._children[section.parent_id].append(section)

    def get(self, pk: int | None) -> Section | None:
        return self._by_id.get(pk) if pk else None

    def at_path(self, path: str) -> Section | None:
        return self._by_path.get(path)

    def roots(self) -> list[Section]:
        return self._children.get(None, [])

    def children(self, section: Section) -> list[Section]:
        return self._children.get(section.pk, [])

    def ancestors(self, section: Section) -> list[Section]:
        """Return the section's ancestors from the top down, itself included."""
        way, above = [], self.get(section.pk)
        while above:
            way.append(above)
            above = self.get(above.parent_id)
        return way[::-1]

    def full_name(self, section: Section) -> str:
        """Return the names of its ancestors and its own (个人业务馆 > 佳作摘登), because sections may share a name."""
        return " > ".join(above.name for above in self.ancestors(section)) or section.name

    def subtree_ids(self, section: Section) -> list[int]:
        """Return the ids of the section and of everything below it."""
        return [section.pk, *(pk for child in self.children(section) for pk in self.subtree_ids(child))]

    def walk(self, below: Section | None = None) -> Iterable[Section]:
        """Go through the sections from top to bottom, each before its children."""
        for section in self.children(below) if below else self.roots():
            yield section
            yield from self.walk(section)


@sitewide.cached
def section_tree() -> SectionTree:
    return SectionTree(Section.objects.without_tree_fields().select_related("picture").order_by("position", "pk"))
