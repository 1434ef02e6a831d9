"""Small builders of rows for tests. Every date is a literal; nothing is random."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, User

from articles import projections
from articles.models import Article, Section
from consultants.models import Consultant, Hotline
from yanjiang.accounts.groups import AUTHOR, EDITOR, MANAGER
from yanjiang.accounts.models import SectionRight
from yanjiang.pictures.models import Picture

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai(text: str) -> datetime:
    """Read "2014-04-22 11:45" as a time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def make_user(username: str = "writer", *, group: str = "", **fields: Any) -> User:
    user = User.objects.create_user(username, password="kai-kou-jiu-lai", is_staff=bool(group), **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_author(username: str = "author", **fields: Any) -> User:
    return make_user(username, group=AUTHOR, **fields)


def make_editor(username: str = "editor", **fields: Any) -> User:
    return make_user(username, group=EDITOR, **fields)


def make_manager(username: str = "manager", **fields: Any) -> User:
    return make_user(username, group=MANAGER, **fields)


def limit(holder: User | Group, *sections: Section) -> None:
    """Give a user or a group the right to these sections, and so to no others."""
    name = "user" if isinstance(holder, User) else "group"
    for section in sections:
        SectionRight.objects.create(section=section, **{name: holder})


def make_section(name: str = "演讲技巧", *, segment: str = "", parent: Section | None = None, **fields: Any) -> Section:
    section = Section(name=name, segment=segment, parent=parent, **fields)
    section.save()
    return section


def make_article(title: str = "演讲的开场白", *, section: Section | None = None, **fields: Any) -> Article:
    """Make an article, published on 2026-01-15 unless told otherwise. `tags` and `further` are lists."""
    tags, further = fields.pop("tags", []), fields.pop("further", [])
    owner = fields.pop("owner", None) or User.objects.filter(username="writer").first() or make_user()
    article = Article(
        title=title,
        section=section or Section.objects.first() or make_section(),
        owner=owner,
        **{
            "body": "<p>开口的第一句话，先把听众请进来。</p>",
            "status": Article.Status.PUBLISHED,
            "publish_at": shanghai("2026-01-15 09:30"),
            **fields,
        },
    )
    article.save(with_derived=False)
    if further:
        article.further_sections.set(further)
    if tags:
        article.tags.set(tags, with_derived=False)
    projections.write([article.pk])
    return article


def make_consultant(name: str = "周言", **fields: Any) -> Consultant:
    return Consultant.objects.create(
        **{"name": name, "titles": "演讲教练", "short_bio": "讲了三十年话，仍在学着少说。", **fields}
    )


def make_picture(alt: str = "讲台上的话筒", *, name: str = "0123456789abcdef-1200x800.jpg", **fields: Any) -> Picture:
    """Make the row of a picture; there are no files. The name says the size."""
    width, height = name.rpartition(".")[0].rpartition("-")[2].split("x")
    return Picture.objects.create(
        **{"file": f"pictures/2026/01/{name}", "alt": alt, "digest": name, "size": 40_000, **fields},
        width=int(width),
        height=int(height),
    )


def make_hotline(label: str = "24小时求稿热线", *, sections: list[Section] | None = None, **fields: Any) -> Hotline:
    hotline = Hotline.objects.create(**{"label": label, "number": "400-000-2014", "person": "王老师", **fields})
    if sections:
        hotline.sections.set(sections)
    return hotline


# The lists inside the form of the site's settings, both empty.
SETTINGS_INLINES = {
    f"{prefix}-{count}_FORMS": "0" for prefix in ("verification_marks", "root_files") for count in ("TOTAL", "INITIAL")
}
