"""Editors read and press everything in the admin: by day and by night, at a computer and on a phone."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from articles.models import RelatedLink
from tests.browser.conftest import reads_well, set_look, sign_in
from tests.builders import limit, make_article, make_author, make_consultant, make_manager, make_section, shanghai

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PAGES = (
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/articles/article/{article}/change/",
    "/admin/articles/article/{article}/delete/",
    "/admin/articles/article/{article}/history/",
    "/admin/articles/section/",
    "/admin/articles/section/{section}/change/",
    "/admin/articles/tag/",
    "/admin/consultants/consultant/",
    "/admin/home/sitesettings/1/change/",
    "/admin/auth/user/",
    "/admin/auth/user/add/",
    "/admin/auth/group/{group}/change/",
    "/admin/articles/missingpath/",
    "/admin/dedecms/importrun/",
    "/admin/password_change/",
    "/admin/nothing/",
)


def fill() -> dict[str, int]:
    section = make_section("竞聘", parent=make_section("演讲稿"))
    make_consultant()
    article = make_article("怎样开口", section=section, tags=["口才"], further=[section.parent])
    other = make_article(
        "别人的草稿", section=section, owner=make_author(last_name="许", first_name="念"), status="draft"
    )
    make_article("元旦献词", section=section, publish_at=shanghai("2090-01-01 08:00"))
    RelatedLink.objects.create(article=article, target=other)
    group = Group.objects.get(name="编辑")
    limit(group, section)
    return {"article": article.pk, "section": section.pk, "group": group.pk}


def test_axe_finds_nothing_in_the_admin(page: Page, live_server: LiveServer) -> None:
    ids = fill()
    make_manager()
    page.goto(f"{live_server.url}/admin/")
    reads_well(page)
    sign_in(page, live_server, "manager")
    for url in PAGES:
        page.goto(live_server.url + url.format(**ids))
        reads_well(page)


def test_axe_finds_nothing_in_a_form_with_errors(page: Page, live_server: LiveServer) -> None:
    make_manager()
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.get_by_role("button", name="保存", exact=True).click()
    page.locator(".errornote").wait_for()
    reads_well(page)


def test_the_theme_of_the_admin_is_not_that_of_the_system_where_one_chose(page: Page, live_server: LiveServer) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/admin/")
    paper = "getComputedStyle(document.body).backgroundColor"
    seen = [page.evaluate(paper)]
    for _choice in ("light", "dark"):
        page.locator(".theme-toggle").click()
        seen.append(page.evaluate(paper))
    # By itself as the system has it; then light; then dark.
    assert seen == ["rgb(32, 32, 36)", "rgb(243, 239, 230)", "rgb(32, 32, 36)"]


def test_the_save_button_is_within_reach_on_a_phone(page: Page, live_server: LiveServer) -> None:
    make_manager()
    set_look(page, "light", 390)
    sign_in(page, live_server, "manager")
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    page.wait_for_load_state("networkidle")
    for name in ("保存", "保存并继续编辑", "保存并发布", "预览"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box
        assert box["height"] >= 44
        assert 0 <= box["y"] <= 844 - box["height"], name
        assert 0 <= box["x"] <= 390 - box["width"], name
