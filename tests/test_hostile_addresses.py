"""No address is answered with a failure of ours."""

import pytest
from django.test import Client

from tests.builders import make_article, make_manager, make_section

pytestmark = pytest.mark.django_db
HUGE = "9" * 40


@pytest.mark.parametrize(
    "url",
    [
        f"/articles/{HUGE}/",
        f"/articles/1/?page={HUGE}",
        f"/consultants/{HUGE}/",
        f"/yanjiang/?page={HUGE}",
        "/yanjiang/?page=%00",
        "/tags/%00/",
        "/tags/%F0%A0%AE%B7/",
        "/pages/%00/",
        "/search/?q=%00",
        "/search/?q=a&page=-1",
        "/%F0%9F%98%80/",
        "/.env",
        "//",
        "/index.php?id=1'",
    ],
)
def test_a_visitor_gets_an_answer(client: Client, url: str) -> None:
    make_article(section=make_section("演讲", segment="yanjiang"))
    assert client.get(url).status_code in (200, 301, 400, 404)


@pytest.mark.parametrize(
    "url",
    [
        f"/admin/articles/article/?section={HUGE}&tag={HUGE}&flag=x&state=x&author=%00",
        f"/admin/articles/article/?q={HUGE}",
        "/admin/articles/article/?q=%00",
        f"/admin/articles/article/{HUGE}/change/",
        "/admin/articles/article/²/change/",
        f"/admin/articles/section/{HUGE}/change/",
        f"/admin/articles/section/{HUGE}/delete/",
        "/admin/articles/tag/?q=%00",
        "/admin/autocomplete/?app_label=articles&model_name=article&field_name=section&term=%00",
    ],
)
def test_staff_get_an_answer(client: Client, url: str) -> None:
    make_article(tags=["口才"])
    client.force_login(make_manager())
    assert client.get(url).status_code in (200, 302, 400, 403, 404)


@pytest.mark.parametrize("number", ["²", HUGE, "-1", "x", "%00"])
def test_a_preview_of_no_article_is_answered(client: Client, number: str) -> None:
    make_section()
    client.force_login(make_manager())
    assert client.post(f"/admin/articles/article/preview/?id={number}", {}).status_code in (400, 404, 422)


@pytest.mark.parametrize("data", [{}, {"move": "x"}, {"move": HUGE, "relative_to": HUGE, "position": "after"}])
def test_a_senseless_move_is_refused(client: Client, data: dict[str, str]) -> None:
    client.force_login(make_manager())
    assert client.post("/admin/articles/section/move-node/", data).content == b"error"
