"""An article as search engines describe it: Google's NewsArticle, and the dates that Baidu asks for."""

from collections.abc import Iterable

from articles.models import Article, Section, Tag
from yanjiang.lib.days import iso
from yanjiang.lib.json_ld import SCHEMA, Thing, image
from yanjiang.lib.links import absolute

# ziyuan.baidu.com, 时间因子: the dates in Beijing's time, without a zone.
BAIDU = "https://ziyuan.baidu.com/contexts/cambrian.jsonld"
HEADLINE_CHARS = 110  # Google may cut longer ones


def news_article(article: Article, *, url: str, section: Section, tags: Iterable[Tag], publisher: Thing) -> Thing:
    """Describe an article that stands at `url`. `publisher` is the site, as an Organization."""
    published, changed = _dates(article)
    return {
        "@context": SCHEMA,
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "url": url,
        "headline": article.title[:HEADLINE_CHARS],
        "description": article.meta_description,
        "image": image(article.picture_url),
        "datePublished": published,
        "dateModified": changed,
        "author": _author(article) or publisher,
        "publisher": publisher,
        "articleSection": section.name,
        "keywords": [tag.name for tag in tags],
        "inLanguage": "zh-CN",
    }


def baidu_time(article: Article, *, url: str) -> Thing:
    published, changed = (time.partition("+")[0] for time in _dates(article))
    return {
        "@context": BAIDU,
        "@id": url,
        "title": article.title,
        "description": article.meta_description,
        "images": image(article.picture_url),
        "pubDate": published,
        "upDate": changed,
    }


def _dates(article: Article) -> list[str]:
    times = (article.publish_at, article.changed_at)
    return [iso(at) if at else "" for at in times]


def _author(article: Article) -> Thing | None:
    if not article.author:
        return None
    consultant = article.consultant
    # A consultant who signs has a page of his or her own.
    page = absolute(consultant.get_absolute_url()) if consultant and consultant.name == article.author else ""
    return {"@type": "Person", "name": article.author, "url": page}
