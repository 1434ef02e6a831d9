"""Load the sample content into an empty site, once."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction

from articles import projections
from articles.models import FLAGS, Article, RelatedLink, Section, tags_from_string
from consultants.models import Consultant, Hotline
from yanjiang.home.demo import content
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings
from yanjiang.lib.html import PAGE_BREAK
from yanjiang.pictures.intake import Encoded, encoded
from yanjiang.pictures.library import store
from yanjiang.pictures.models import Picture

SHANGHAI = ZoneInfo("Asia/Shanghai")
ARTICLES = Path(__file__).parent / "articles"
PICTURES = Path(__file__).parent / "pictures"  # named after an article's file, or by a consultant's `portrait`.
PAGE_BREAK_MARK = '<div class="page-break"></div>'
# Blocks of the home page: column, kind, section path, number of items.
BLOCKS = (
    ("top", "headline", "", 4),
    ("top", "slides", "", 6),
    ("main", "latest", "", 7),
    ("main", "section", "yanjianggao", 7),
    ("main", "section", "yanjiangjiqiao", 7),
    ("main", "section", "gongwenxiezuo", 7),
    ("main", "section", "gerenyewuguan", 7),
    ("main", "section", "xiezuoketang", 7),
    ("main", "section", "koucaixunlian", 7),
    ("main", "recommended", "", 7),
    ("main", "tags", "", 20),
    ("side", "hotlines", "", 4),
    ("side", "consultants", "", 3),
    ("side", "most_read", "", 10),
)


@dataclass(frozen=True)
class ArticleFile:
    """The contents of an article's file: the lines of its head by key, and the HTML below the head."""

    stem: str
    head: dict[str, str]
    body: str


def load(owner: User) -> bool:
    """Load everything, with `owner` as author. Returns False and changes nothing if the site has content already."""
    with transaction.atomic():
        if Section.objects.exists() or Article.objects.exists():
            return False
        _load_site()
        sections = _load_sections()
        consultants = _load_consultants(owner)
        files = {file.stem: file for file in article_files()}
        alts = {stem: file.head["picture"] for stem, file in files.items() if "picture" in file.head}
        covers = {stem: store(picture, alt=alts[stem], uploader=owner) for stem, picture in _encoded(alts).items()}
        articles = {
            stem: _load_article(file, owner, sections, consultants, covers.get(stem)) for stem, file in files.items()
        }
        projections.write(article.pk for article in articles.values())
        for stem, targets in content.RELATED.items():
            for position, target in enumerate(targets):
                RelatedLink.objects.create(article=articles[stem], target=articles[target], position=position)
        _load_blocks(sections)
    return True


def article_files() -> list[ArticleFile]:
    """Read the articles' files, in the order of their names."""
    files = []
    for file in sorted(ARTICLES.glob("*.html")):
        head, body = file.read_text(encoding="utf-8").split("\n\n", 1)
        pairs = (line.split(":", 1) for line in head.splitlines())
        files.append(ArticleFile(file.stem, {key.strip(): value.strip() for key, value in pairs}, body))
    return files


def _load_site() -> None:
    site = content.SITE
    SiteSettings(
        pk=1,
        name=site.name,
        welcome=site.welcome,
        slogan=site.slogan,
        description=f"{site.name}：{site.slogan}。演讲稿、演讲技巧、公文写作与口才训练。",
        copyright=site.copyright,
        contact=site.contact,
        icp_number=site.icp,
    ).save()
    for position, link in enumerate(content.FRIEND_LINKS):
        FriendLink.objects.create(name=link.name, url=link.url, position=position)
    for position, page in enumerate(content.PAGES):
        Page.objects.create(slug=page.slug, title=page.title, body=page.body, position=position)
    for position, hotline in enumerate(content.HOTLINES):
        Hotline.objects.create(
            label=hotline.label, number=hotline.number, person=hotline.person, hours=hotline.hours, position=position
        )


def _load_sections() -> dict[str, Section]:
    sections: dict[str, Section] = {}
    for sample in content.SECTIONS:
        above, _, segment = sample.path.rpartition("/")
        sections[sample.path] = Section(
            parent=sections[above] if above else None,
            name=sample.name,
            segment=segment,
            kind=sample.kind,
            description=sample.description,
            content=sample.content,
            link_url=sample.link_url,
        )
        sections[sample.path].save()
    return sections


def _encoded(names: Iterable[str]) -> dict[str, Encoded]:
    """Encode sample pictures like uploads, as many at a time as there are processors."""
    names = list(names)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        pictures = pool.map(lambda name: encoded(BytesIO((PICTURES / f"{name}.webp").read_bytes())), names)
        return dict(zip(names, pictures, strict=True))


def _load_consultants(owner: User) -> dict[str, Consultant]:
    consultants = {}
    portraits = _encoded(sample.portrait for sample in content.CONSULTANTS)
    for number, sample in enumerate(content.CONSULTANTS, start=1):
        consultant = Consultant(
            name=sample.name,
            titles=sample.title,
            short_bio=sample.short_bio,
            biography=sample.biography,
            contact=sample.contact,
            position=number,
            photo=store(portraits[sample.portrait], alt=f"{sample.name}的画像", uploader=owner),
        )
        consultant.save()
        consultants[sample.name] = consultant
    return consultants


def _flags(file: ArticleFile) -> dict[str, bool]:
    return {name: label in file.head["flags"].split() for name, label in FLAGS.items()}


def _load_article(
    file: ArticleFile,
    owner: User,
    sections: dict[str, Section],
    consultants: dict[str, Consultant],
    cover: Picture | None,
) -> Article:
    head = file.head
    article = Article(
        owner=owner,
        responsible_editor=owner,
        section=sections[head["section"]],
        title=head["title"],
        short_title=head["short_title"],
        summary=head["summary"],
        body=file.body.replace(PAGE_BREAK_MARK, PAGE_BREAK),
        source=head["source"],
        author=head["author"],
        consultant=consultants.get(head["consultant"]),
        status=Article.Status.PUBLISHED,
        publish_at=datetime.fromisoformat(head["published"]).replace(tzinfo=SHANGHAI),
        cover=cover,
        **_flags(file),
    )
    article.save(with_derived=False)
    article.further_sections.set([sections[path] for path in head["further"].split()])
    article.tags.set(tags_from_string(head["tags"]), with_derived=False)
    return article


def _load_blocks(sections: dict[str, Section]) -> None:
    for position, (column, kind, path, count) in enumerate(BLOCKS):
        Block.objects.create(
            column=column, kind=kind, section=sections[path] if path else None, count=count, position=position
        )
