"""The page of an article shows a picture once: above the text, or inside it."""

import pytest
from django.test import Client

from tests.articles.admin.forms import typed
from tests.builders import make_article, make_editor, make_picture
from yanjiang.pictures.names import shows

pytestmark = [pytest.mark.once, pytest.mark.django_db]

STEM = "/uploads/pictures/2026/01/0123456789abcdef-1200x800"
OTHER = "/uploads/pictures/2026/01/fedcba9876543210-1200x800.jpg"


@pytest.mark.parametrize(
    ("body", "stands_above"),
    [
        (f'<p><img src="{STEM}.jpg" alt="话筒"></p>', False),
        (f'<p>话</p><figure class="image"><img alt="话筒" src="{STEM}.640w.webp"></figure>', False),
        (f'<p><img src="http://127.0.0.1:8000{STEM}.1200w.avif" alt=""></p>', False),
        (f'<p><a href="{STEM}.jpg">看大图</a></p>', True),
        (f'<p><img src="{OTHER}" alt=""></p>', True),
        ("<p>没有图。</p>", True),
    ],
)
def test_a_cover_stands_above_the_text_unless_the_text_shows_it(
    client: Client,
    body: str,
    stands_above: bool,  # noqa: FBT001
) -> None:
    cover = make_picture()
    article = make_article(cover=cover, body=body)
    page = client.get(f"/articles/{article.pk}/").content.decode()
    assert ('<figure class="cover">' in page) is stands_above
    assert shows(article.body, cover.url) is not stands_above
    # Lists show it all the same.
    assert article.picture_url == cover.url


def test_a_preview_shows_it_once_as_well(client: Client) -> None:
    client.force_login(make_editor())
    article = make_article(cover=make_picture(), body=f'<p><img src="{STEM}.jpg" alt="话筒"></p>')
    url = f"/admin/articles/article/{article.pk}/change/"
    page = client.post(f"/admin/articles/article/preview/?id={article.pk}", typed(client, url)).content.decode()
    assert page.count(f'src="{STEM}.jpg"') == 1


def test_no_address_of_another_host_is_a_picture_of_the_library() -> None:
    assert not shows('<p><img src="https://example.com/a.jpg" alt=""></p>', "https://example.com/a.jpg")
    assert not shows("", "")
