"""Pictures of other hosts in a text, as an editor brings them into the library."""

from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import sign_in
from tests.builders import make_article, make_editor
from tests.drawings import drawing
from yanjiang.pictures import pasted
from yanjiang.pictures.elsewhere import FetchError
from yanjiang.pictures.models import Picture

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_an_editor_brings_pictures_of_other_hosts_and_keeps_what_was_typed(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(url: str) -> BytesIO:
        if "gone" in url:
            raise FetchError("对方网站没有给出图片（404），可能已经撤下，或者不许取用。")
        return BytesIO(drawing(size=(40, 20 if "one" in url else 30)))

    monkeypatch.setattr(pasted, "fetch", fetch)
    images = "".join(f'<p><img src="https://mmbiz.example/{name}.jpg" alt="图"></p>' for name in ("one", "two", "gone"))
    article = make_article(body=f"<p>开头</p>{images}", status="draft")
    make_editor("yanjiangcn")
    sign_in(page, live_server, "yanjiangcn")
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    box = page.locator(".pictures-elsewhere")
    expect(box).to_contain_text("正文里有 3 张图片来自别的网站")
    page.locator("#id_title").fill("改过的标题")
    box.get_by_role("button", name="存入图库", exact=True).first.click()
    expect(box).to_contain_text("正文里有 2 张图片来自别的网站")
    box.get_by_role("button", name="全部存入图库").click()
    expect(box).to_contain_text("没有取来：对方网站没有给出图片（404）")
    expect(box.locator("li")).to_have_count(1)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    saved = Article.objects.get()
    assert saved.title == "改过的标题"
    assert [picture.url in saved.body for picture in Picture.objects.all()] == [True, True]
    assert "mmbiz.example/gone.jpg" in saved.body
    assert "mmbiz.example/one.jpg" not in saved.body
