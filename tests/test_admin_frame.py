"""The frame of the admin's pages: head, 404, calendar, history, referrer policy."""

import json
import re

import lxml.html
import pytest
from django.test import Client

from articles.models import Tag
from tests.builders import make_manager

pytestmark = pytest.mark.django_db


FRAMED = ("/admin/", "/admin/password_change/", "/admin/articles/article/", "/admin/nothing/")


@pytest.mark.parametrize("url", FRAMED)
def test_every_page_has_the_same_head(client: Client, url: str) -> None:
    client.force_login(make_manager())
    page = client.get(url).content.decode()
    for words in ("img/icon.svg", "css/admin_colors.css", "查看网站", "编辑手册", "修改密码", "退出", "theme-toggle"):
        assert words in page, words
    assert "| 演讲网管理</title>" in page


def test_a_missing_page_of_the_admin_is_told_to_staff_alone(client: Client) -> None:
    assert client.get("/admin/nothing/").status_code == 302
    client.force_login(make_manager())
    answer = client.get("/admin/nothing/")
    assert answer.status_code == 404
    assert "回到管理首页" in answer.content.decode()
    assert "回到管理首页" not in client.get("/nothing/").content.decode()


def test_the_calendar_names_its_days_in_chinese(client: Client) -> None:
    client.force_login(make_manager())
    script = client.get("/admin/jsi18n/").content.decode()
    words = json.loads(re.search(r"newcatalog = ({.*?});", script, re.DOTALL)[1])  # type: ignore[index]
    days = {"Sunday": "日", "Monday": "一", "Tuesday": "二", "Wednesday": "三", "Thursday": "四", "Friday": "五"}
    assert {day: words[f"one letter {day}\x04{day[0]}"] for day in days} == days


def test_a_history_names_people_as_chinese_does_and_counts_in_its_way(client: Client) -> None:
    client.force_login(make_manager(last_name="何", first_name="清"))
    assert client.post("/admin/articles/tag/add/", {"name": "口才"}).status_code == 302
    pk = Tag.objects.get().pk
    page = client.get(f"/admin/articles/tag/{pk}/history/").content.decode()
    assert "<td>何清</td>" in page
    assert "共 1 条" in page
    assert "共 1 个" in " ".join(client.get("/admin/articles/tag/").content.decode().split())


@pytest.mark.parametrize("url", [*FRAMED, "/admin/login/", "/admin/articles/article/add/", "/admin/auth/user/"])
def test_no_address_of_the_admin_is_told_to_other_sites(client: Client, url: str) -> None:
    """Links to pages of the house keep it: forms there look where they came from."""
    if url != "/admin/login/":
        client.force_login(make_manager())
    head = lxml.html.fromstring(client.get(url).content.decode()).head
    assert [meta.get("content") for meta in head.xpath("meta[@name='referrer']")] == ["same-origin"]
