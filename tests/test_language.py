"""The admin is in Chinese, including the pages of its libraries."""

import re

import lxml.html
import pytest
from django.test import Client

from tests.builders import make_article, make_consultant, make_hotline, make_manager, make_section

pytestmark = [pytest.mark.once, pytest.mark.django_db]

# Names, not words of a language.
NAMES = re.compile(r"SEO|RSS|Atom|LDAP|/pages/|about|http\S*|pbkdf2\S*|md5\S*|manager|writer|ICP|GIF|JPG|PNG|WebP|Ctrl")
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
    "/admin/articles/legacypath/add/",
    "/admin/consultants/consultant/",
    "/admin/consultants/hotline/{hotline}/change/",
    "/admin/home/block/add/",
    "/admin/home/page/add/",
    "/admin/home/sitesettings/1/change/",
    "/admin/auth/user/add/",
    "/admin/auth/user/{user}/password/",
    "/admin/auth/group/",
    "/admin/password_change/",
)


@pytest.mark.parametrize("url", PAGES)
def test_no_english_stands_in_the_admin(client: Client, url: str) -> None:
    section = make_section("竞聘", parent=make_section("演讲稿"))
    article = make_article("怎样开口", section=section, tags=["口才"])
    make_consultant()
    manager = make_manager()
    client.force_login(manager)
    ids = {"article": article.pk, "section": section.pk, "hotline": make_hotline().pk, "user": article.owner_id}
    page = client.get(url.format(**ids))
    assert page.status_code == 200
    tree = lxml.html.fromstring(page.content.decode())
    # `kbd` has the names that keys bear on Chinese keyboards too.
    for hidden in tree.xpath("//script|//style|//head|//svg|//textarea|//kbd|//span[contains(@id,'_script')]"):
        hidden.drop_tree()
    words = [text.strip() for text in tree.itertext() if not text.strip().startswith("/")]
    english = [word for word in words if re.search(r"[A-Za-z]{3,}", NAMES.sub("", word))]
    assert english == []
