"""manage.py check_projections."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article
from tests.builders import make_article, make_picture, make_section

pytestmark = pytest.mark.django_db


def test_a_site_that_is_right_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    make_article(tags=["口才"])
    call_command("check_projections")
    assert capsys.readouterr().out == "全部相符。\n"


def test_a_wrong_row_is_told_and_mended_on_request(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    article = make_article("演讲的开场白", section=make_section("演讲", segment="yanjiang"))
    article.further_sections.add(make_section("公文", segment="gongwen"))
    Article.objects.update(title="演讲的结尾")
    with pytest.raises(CommandError, match="有出入：栏目列表 1 处，搜索索引 1 处，相关文章 1 处。加 --mend 改正。"):
        call_command("check_projections")
    assert f"文章 {article.pk}：栏目列表与文章不符。" in capsys.readouterr().out
    assert "演讲的结尾" not in client.get("/gongwen/feed/").content.decode()
    call_command("check_projections", "--mend")
    assert "已改正：栏目列表 1 处，搜索索引 1 处，相关文章 1 处。" in capsys.readouterr().out
    assert "演讲的结尾" in client.get("/gongwen/feed/").content.decode()
    call_command("check_projections")


@pytest.mark.django_db(transaction=True)
def test_a_text_with_a_picture_is_checked_outside_of_any_transaction(capsys: pytest.CaptureFixture[str]) -> None:
    picture = make_picture("听众")
    make_article(body=f'<p>开口的第一句话。</p><figure><img src="{picture.url}" alt="听众"></figure>')
    call_command("check_projections")
    assert capsys.readouterr().out == "全部相符。\n"
