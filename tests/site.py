"""A small site with every kind of page, and two ways through it: as a visitor and as staff."""

import re
from collections import deque
from typing import Any
from urllib.parse import urldefrag, urljoin

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Attachment, LegacyPath, RelatedLink, Section
from tests.builders import make_article, make_consultant, make_hotline, make_section, shanghai
from yanjiang.home.models import Block, FriendLink, Page, SiteSettings
from yanjiang.lib.html import PAGE_BREAK

ORIGIN = "http://testserver"
# Where a walk begins: the rest is found by links. Old addresses and refusals are linked from nowhere.
DOORS = (
    "/",
    "/sitemap/",
    "/search/?q=开场白",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/sitemap.xml",
    "/feed/",
    "/nothing/",
    "/yanjianggao",
    "/a/old.html",
    "/a/gone.html",
    "/articles/999/",
)
PICTURE_ELSEWHERE = '<p><img src="https://pictures.example.com/a.jpg" alt="会场"></p>'


def make_site() -> Article:
    """Make every kind of thing that has a page. Returns an article with everything on it."""
    speeches = make_section("演讲稿", segment="yanjianggao")
    contest = make_section("竞聘", segment="jingpin", parent=speeches)
    make_section("个人业务馆", segment="yewuguan", kind=Section.Kind.COVER, content=f"<p>门面</p>{PAGE_BREAK}<p>二</p>")
    make_section("别处", segment="biechu", kind=Section.Kind.LINK, link_url="https://other.example.com/")
    consultant = make_consultant(biography=f"<p>生平</p>{PAGE_BREAK}<p>后来</p>")
    make_hotline()
    article = make_article(
        "怎样写开场白",
        section=contest,
        further=[speeches],
        tags=["口才", "听众"],
        consultant=consultant,
        body=f"<h2>起</h2><p>第一页。</p>{PICTURE_ELSEWHERE}{PAGE_BREAK}<h2>承</h2><p>第二页。</p>",
        is_headline=True,
        is_slide=True,
        is_recommended=True,
    )
    RelatedLink.objects.create(article=article, target=make_article("另一篇", section=contest, tags=["口才"]))
    attachment = Attachment(article=article, name="讲稿.pdf", size=9)
    attachment.file.save("a.pdf", ContentFile(b"%PDF-1.4\n"))
    make_article("在本站另一处", section=contest, is_jump=True, redirect_url="/pages/about/")
    elsewhere = make_article("在别的网站", section=contest, is_jump=True, redirect_url="https://other.example.com/1")
    make_article("过期的", section=contest, expire_at=shanghai("2026-02-01 00:00"))
    make_article("草稿", section=contest, status="draft")
    Page.objects.create(title="关于我们", slug="about", body=f"<p>一</p>{PAGE_BREAK}<p>二</p>")
    FriendLink.objects.create(name="友站", url="https://friend.example.com/")
    SiteSettings(
        pk=1, name="演讲网", icp_number="京ICP备00000000号-1", police_number="京公网安备 00000000000000号"
    ).save()
    for kind in Block.Kind.values:
        Block.objects.create(kind=kind, section=speeches if kind == "section" else None, count=5)
    LegacyPath.objects.remember("/a/old.html", article=elsewhere)
    LegacyPath.objects.remember("/a/gone.html")
    return article


def walk(client: Client, *doors: str, within: str = "/") -> dict[str, Any]:
    """Follow every link, picture, script and style of this site from the doors; return the answers by their address."""
    answers: dict[str, Any] = {}
    waiting = deque(doors or DOORS)
    while waiting:
        url = waiting.popleft()
        if url in answers or url.startswith("/admin/logout"):
            continue
        answer: Any = client.get(url)
        answers[url] = answer
        if answer.streaming:
            b"".join(answer.streaming_content)
        found = [answer["Location"]] if answer.has_header("Location") else []
        if not answer.streaming and "html" in answer.get("Content-Type", ""):
            found += re.findall(r'(?:href|src|action|data-url)="([^"]+)"', answer.content.decode())
        for link in found:
            target = urldefrag(urljoin(ORIGIN + url, link.replace("&amp;", "&")))[0]
            # The admin's lists offer every order and filter with every other: the plain list stands for them.
            combined = target.startswith(f"{ORIGIN}/admin/") and "?" in target
            if target.startswith(f"{ORIGIN}{within}") and not combined:
                waiting.append(target.removeprefix(ORIGIN))
    return answers


def admin_pages() -> list[str]:
    """Return the address of every kind of page of the admin, of one row of each model."""
    pages = ["/admin/", "/admin/password_change/", "/admin/password_change/done/", "/admin/jsi18n/"]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        if row := model._default_manager.order_by("-pk").first():
            pages += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history", "delete")]
    user = User.objects.exclude(username__in=("editor", "manager")).first()
    return [*pages, f"/admin/auth/user/{user.pk}/password/"] if user else pages
