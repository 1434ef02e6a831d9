"""编辑手册: each person sees the jobs that he may do, and no page sends him where he may not go."""

import re
from pathlib import Path

import lxml.html
import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.builders import make_author, make_editor, make_manager
from tests.test_english import english
from yanjiang.handbook import JOBS

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "static" / "img" / "handbook"
SHOWN = re.compile(r'<img src="{% static "img/handbook/([a-z-]+)\.webp" %}" width="(\d+)" height="(\d+)" alt="[^"]+">')
SCALE = 1.5  # as in .ci/pictures.py

AUTHORS = ["start", "security", "write", "body", "links", "pictures", "handover", "share", "withdraw"]
EDITORS = ["publish", "schedule", "marks", "correct", "sections", "keywords", "people", "home", "hits", "search"]


def jobs_shown(client: Client) -> set[str]:
    page = lxml.html.fromstring(client.get("/admin/handbook/").content.decode())
    return {link.split("/")[-2] for link in page.xpath("//ul[@class='jobs']//a/@href")}


def told(client: Client, url: str) -> str:
    return str(lxml.html.fromstring(client.get(url).content.decode()).text_content())


def test_an_author_sees_the_jobs_of_an_author_and_who_does_the_others(client: Client) -> None:
    client.force_login(make_author())
    assert jobs_shown(client) == set(AUTHORS)
    page = told(client, "/admin/handbook/")
    for line in (
        "编辑、站长：审稿与发布；定时发布与下线；",
        "站长：站点设置；账号与权限",
        "站长、审计：操作记录",
        "超级用户：搬家（旧站导入）",
    ):
        assert line in page, line


def test_an_editor_sees_the_jobs_of_an_editor_too(client: Client) -> None:
    client.force_login(make_editor())
    assert jobs_shown(client) == {*AUTHORS, *EDITORS, "addresses"}


def test_a_manager_sees_all_but_the_import(client: Client) -> None:
    client.force_login(make_manager())
    assert jobs_shown(client) == JOBS.keys() - {"import"}


def test_a_superuser_sees_everything_and_is_told_of_nobody_else(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    assert jobs_shown(client) == JOBS.keys()
    assert "不在您的权限之内" not in told(client, "/admin/handbook/")


@pytest.mark.parametrize("slug", JOBS)
def test_a_page_is_for_those_who_do_its_job(client: Client, slug: str) -> None:
    author = make_author()
    client.force_login(author)
    answer = client.get(f"/admin/handbook/{slug}/")
    page = answer.content.decode()
    if slug in AUTHORS:
        assert answer.status_code == 200
        assert "不在您的权限之内" not in page
    else:
        assert answer.status_code == 403
        assert f"这件事不在您的权限之内，由{JOBS[slug].doers}来做" in page
        assert "handbook/" not in "".join(re.findall(r"<img[^>]*>", page))
    client.force_login(User.objects.create_superuser("root"))
    answer = client.get(f"/admin/handbook/{slug}/")
    assert answer.status_code == 200
    assert f"<h1>{JOBS[slug].title}</h1>" in answer.content.decode()


@pytest.mark.parametrize("url", ["/admin/handbook/", "/admin/handbook/write/", "/admin/handbook/nothing/"])
def test_nobody_reads_it_without_a_login(client: Client, url: str) -> None:
    client.force_login(User.objects.create_user("reader"))
    for _person in ("reader", "nobody"):
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
        client.logout()


def test_a_job_that_nobody_has_is_not_found(client: Client) -> None:
    client.force_login(make_manager())
    assert client.get("/admin/handbook/nothing/").status_code == 404


@pytest.mark.parametrize("make_person", [make_author, make_editor, make_manager, None])
def test_no_page_sends_anybody_where_he_may_not_go(client: Client, make_person: object) -> None:
    person = make_person() if callable(make_person) else User.objects.create_superuser("root")
    client.force_login(person)
    links: set[str] = set()
    for slug in jobs_shown(client):
        page = lxml.html.fromstring(client.get(f"/admin/handbook/{slug}/").content.decode())
        links |= set(page.xpath("//*[@id='content']//a[starts-with(@href, '/admin/')]/@href"))
    assert len(links) > 8
    assert {link for link in links if client.get(link, follow=True).status_code != 200} == set()


def test_every_list_of_the_admin_has_a_page_that_leads_to_it(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    pages = "".join(client.get(f"/admin/handbook/{slug}/").content.decode().partition("<h1>")[2] for slug in JOBS)
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]
    assert len(lists) > 15
    assert [url for url in lists if f'href="{url}' not in pages] == []


def test_the_pages_stand_in_an_order_that_can_be_followed(client: Client) -> None:
    client.force_login(make_author())
    page, seen = "start", ["start"]
    while after := re.search(
        r'href="/admin/handbook/(\w+)/">下一件', client.get(f"/admin/handbook/{page}/").content.decode()
    ):
        page = after[1]
        seen.append(page)
    assert seen == AUTHORS


def test_pictures_are_shown_as_large_as_they_are_and_none_is_left_over() -> None:
    templates = "".join(file.read_text() for file in (ROOT / "templates/admin/handbook").glob("*.html"))
    shown = {name: (int(width), int(height)) for name, width, height in SHOWN.findall(templates)}
    assert templates.count("<img") == len(SHOWN.findall(templates)) > 20
    sizes = {}
    for file in PICTURES.glob("*.webp"):
        with Image.open(file) as picture:
            sizes[file.stem] = (round(picture.width / SCALE), round(picture.height / SCALE))
        assert file.stat().st_size < 120_000, file.name
    assert shown == sizes


def test_the_handbook_speaks_no_english(client: Client) -> None:
    """Commands and folders of a server stand in <code>, and are left out."""
    client.force_login(User.objects.create_superuser("root"))
    for url in ("/admin/handbook/", *(f"/admin/handbook/{slug}/" for slug in JOBS)):
        page = re.sub("<code>.*?</code>", "", client.get(url).content.decode())
        assert english(page) == [], url
