"""Pictures on pages: markup from an address alone."""

import pytest

from yanjiang.lib.html import clean
from yanjiang.pictures.markup import picture_html, responsive

URL = "/uploads/pictures/2026/11/3f9c2ab4d01e77aa-1000x600.jpg"
STEM = "/uploads/pictures/2026/11/3f9c2ab4d01e77aa-1000x600"


def srcset(kind: str) -> str:
    return ", ".join(f"{STEM}.{width}w.{kind} {width}w" for width in (320, 640, 960, 1000))


def test_a_picture_of_the_library_has_its_renditions_and_its_size() -> None:
    assert picture_html(URL, "听众", sizes="50vw") == (
        f'<picture><source type="image/avif" srcset="{srcset("avif")}" sizes="50vw">'
        f'<source type="image/webp" srcset="{srcset("webp")}" sizes="50vw">'
        f'<img src="{URL}" width="1000" height="600" loading="lazy" decoding="async" alt="听众"></picture>'
    )


def test_the_first_picture_of_a_page_is_fetched_at_once() -> None:
    first = picture_html(URL, "", eager=True)
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert 'alt=""' in first


def test_a_picture_from_elsewhere_is_shown_as_it_is() -> None:
    for url in ("/uploads/pictures/2020/01/0123456789abcdef.png", "/static/img/icon.svg"):
        assert picture_html(url, "图") == f'<img src="{url}" loading="lazy" decoding="async" alt="图">'


@pytest.mark.parametrize(
    "url", ["https://mmbiz.qpic.cn/mmbiz_jpg/a/640", "http://example.com/a.jpg", "//example.com/a.jpg"]
)
def test_another_host_is_not_told_who_shows_its_picture(url: str) -> None:
    told_nothing = f'<img src="{url}" referrerpolicy="no-referrer" loading="lazy" decoding="async" alt="图">'
    assert picture_html(url, "图") == told_nothing
    assert responsive(f'<p><img src="{url}" alt="图"></p>') == f"<p>{told_nothing}</p>"
    assert "referrerpolicy" not in picture_html("http://127.0.0.1:8000/a.jpg", "图")  # this site, by its whole address


def test_nothing_in_an_address_or_a_text_becomes_markup() -> None:
    shown = picture_html('/a.jpg" onerror="alert(1)', '"><script>', title="<b>")
    assert "<script" not in shown
    assert 'onerror="' not in shown
    assert "<b>" not in shown


def test_pictures_in_a_rich_text_get_their_renditions_and_all_else_stays() -> None:
    body = clean(
        f'<p>一</p><figure class="image"><img src="{URL}" alt="a &amp; &quot;b&quot;" width="9" height="9">'
        "<figcaption>图一 &lt;img&gt;</figcaption></figure>"
        '<p><img src="https://example.com/x.png" alt="" width="20"></p>'
    )
    shown = responsive(body)
    inside = picture_html(URL, 'a & "b"', sizes="(min-width: 800px) 720px, 88vw")
    assert shown == (
        f'<p>一</p><figure class="image">{inside}<figcaption>图一 &lt;img&gt;</figcaption></figure>'
        '<p><img src="https://example.com/x.png" width="20" referrerpolicy="no-referrer" loading="lazy"'
        ' decoding="async" alt=""></p>'
    )


def test_a_rich_text_without_pictures_is_the_same_text() -> None:
    body = clean("<p>开口的第一句话 &amp; 最后一句</p>" * 50)
    assert responsive(body) == body
    assert responsive("") == ""
