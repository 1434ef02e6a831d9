"""Under which sections a person may file an article: their own, and those under which it is filed already."""

from articles.editing.contents import Content
from articles.models import Person, section_tree, within


def filed(person: Person, wanted: Content, before: Content) -> Content:
    """Return a wanted content without the changes of sections that this person may not make to the one before.

    The article keeps its section instead of moving into one of others. Further sections of others stay as they are.
    """
    section = wanted["section"] if within(person, wanted["section"]) else before["section"]
    own = [pk for pk in wanted["further_sections"] if within(person, pk)]
    further = sorted({*own, *of_others(person, before["further_sections"])})
    return {**wanted, "section": section, "further_sections": further}


def refusal(person: Person, content: Content) -> str:
    """Return why this person may not publish a content, "" if its section does not prevent it."""
    if within(person, content["section"]):
        return ""
    section = section_tree().get(content["section"])
    return f"“{section}”不是您可编辑的栏目，不能在那里发布。请交给那里的编辑，或者换一个栏目。"


def of_others(person: Person, sections: list[int]) -> list[int]:
    """Keep the sections that this person may not edit."""
    return [pk for pk in sections if not within(person, pk)]
