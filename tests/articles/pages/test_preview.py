"""A preview link shows an article that is not public to somebody without an account, and to nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editing import changes, sharing
from articles.models import Article, Attachment, Hit, MissingPath, PreviewLink, Revision
from tests.articles.admin.handed_over import signed_in
from tests.articles.pages.shared import BODY, READER, address, make_draft, opened, save, share, times_opened
from tests.builders import make_article, make_editor, make_section, shanghai
from yanjiang.pagecache import middleware

pytestmark = pytest.mark.django_db

WRONG = ("/preview/" + "A" * 32 + "/", "/preview/" + "x-_9" * 8 + "/")


def gone(client: Client, url: str) -> str:
    """Return the page of a link that opens nothing."""
    answer = client.get(url)
    assert answer.status_code == 410
    return answer.content.decode()


def test_somebody_without_an_account_sees_the_draft_as_it_is_now(client: Client) -> None:
    draft = make_draft(tags=["口才"])
    link = share(draft)
    page = opened(link)
    for words in ("预览稿", "请不要外传", "怎样开口", "中间讲三件事。", "口才"):
        assert words in page, words
    save(signed_in(make_editor("he")), draft, title="怎样开口好")
    assert "怎样开口好" in opened(link)
    assert client.get(f"/articles/{draft.pk}/").status_code == 404


def test_a_link_to_a_published_article_shows_its_pending_change(client: Client) -> None:
    article = make_article("旧的标题", body=BODY)
    save(signed_in(make_editor("he")), article, title="新的标题", body="<p>新的开头。</p>")
    page = opened(share(article))
    assert ("新的标题" in page, "新的开头。" in page, "中间讲三件事。" in page) == (True, True, False)
    assert "旧的标题" in client.get(f"/articles/{article.pk}/").content.decode()


def test_a_link_to_a_version_keeps_showing_it() -> None:
    draft = make_draft("第一稿")
    he = signed_in(make_editor("he"))
    save(he, draft, title="第二稿", summary="第二稿的摘要")
    revision = Revision.objects.get(content__title="第二稿")
    link = share(draft, revision=revision)
    save(he, draft, title="第三稿", summary="第三稿的摘要")
    page = opened(link)
    assert ("第二稿" in page, "第二稿的摘要" in page, "第三稿" in page) == (True, True, False)
    revision.delete()
    assert PreviewLink.objects.count() == 0


def test_a_link_is_never_indexed_cached_or_counted(client: Client) -> None:
    link = share(make_draft())
    answer = client.get(address(link), HTTP_USER_AGENT=READER)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Referrer-Policy"] == "no-referrer"
    html = answer.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in html
    for trace in ("hit.js", "/hits/", "ld+json", 'rel="canonical"', "og:", "data-url"):
        assert trace not in html, trace
    assert (answer.cookies, answer.has_header("ETag"), answer.has_header("X-Accel-Expires")) == ({}, False, False)
    assert "sessionid" not in client.cookies
    assert (len(middleware.store), Hit.objects.count()) == (0, 0)
    assert "Disallow: /preview/" in client.get("/robots.txt").content.decode()


def test_withdrawn_expired_and_wrong_links_say_the_same(client: Client) -> None:
    draft = make_draft()
    withdrawn, expired, trashed = share(draft), share(draft), share(make_draft("扔掉的"))
    assert sharing.withdraw(draft.pk, withdrawn.pk, by=withdrawn.by)  # type: ignore[arg-type]
    PreviewLink.objects.filter(pk=expired.pk).update(expires_at=shanghai("2026-01-01 00:00"))
    changes.trash(Article.objects.filter(pk=trashed.article_id))
    pages = {gone(client, url) for url in (address(withdrawn), address(expired), address(trashed), *WRONG)}
    (page,) = pages
    assert "这个预览链接打不开了" in page
    for words in ("怎样开口", "扔掉的", "收回于"):
        assert words not in page, words
    assert MissingPath.objects.count() == 0
    Article.objects.filter(pk=trashed.article_id).delete()
    assert gone(client, address(trashed)) == page


def test_an_article_that_comes_back_from_the_trash_has_its_links_again() -> None:
    draft = make_draft()
    link = share(draft)
    changes.trash(Article.objects.filter(pk=draft.pk))
    assert sharing.opened_by(sharing.token_of(link), link.at) is None
    changes.withdraw(Article.objects.filter(pk=draft.pk))
    assert "怎样开口" in opened(link)


def test_a_link_expires_after_seven_days_to_the_second() -> None:
    link = share(make_draft())
    assert link.expires_at - link.at == timedelta(days=7)
    token = sharing.token_of(link)
    assert sharing.opened_by(token, link.expires_at - timedelta(seconds=1)) == link
    assert sharing.opened_by(token, link.expires_at) is None


def test_a_token_is_not_stored_and_needs_the_secret_key(settings: Any) -> None:
    link = share(make_draft())
    token = sharing.token_of(link)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM articles_previewlink")
        (row,) = cursor.fetchall()
    assert [value for value in row if token in str(value)] == []
    assert sharing.token_of(share(make_draft("另一篇"))) != token
    settings.SECRET_KEY = "another"
    assert sharing.token_of(link) != token


@pytest.mark.parametrize(
    ("agent", "headers", "times"),
    [
        (READER, {}, 1),
        (f"{READER} MicroMessenger/8.0.50", {}, 1),
        (READER, {"HTTP_SEC_PURPOSE": "prefetch"}, 0),
        ("WhatsApp/2.23.20.0", {}, 0),
        ("curl/8.5.0", {}, 0),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", {}, 0),
    ],
)
def test_people_who_open_it_are_counted(agent: str, headers: dict[str, str], times: int) -> None:
    link = share(make_draft())
    opened(link, agent, **headers)
    assert times_opened(link) == times
    Client().head(address(link), HTTP_USER_AGENT=READER)
    assert times_opened(link) == times


def test_pictures_and_attachments_of_the_draft_are_shown(client: Client) -> None:
    draft = make_draft(body='<p><img src="/uploads/pictures/2026/01/0123456789abcdef-1200x800.jpg" alt="讲台"></p>')
    kept = Attachment(article=draft, name="讲稿")
    kept.file.save("a.pdf", ContentFile(b"%PDF-1.4\n"))
    other = Attachment(article=make_draft("另一篇"), name="别的")
    other.file.save("b.pdf", ContentFile(b"%PDF-1.4\n"))
    link = share(draft)
    page = opened(link)
    assert "/uploads/pictures/2026/01/0123456789abcdef-1200x800.jpg" in page
    file = f"{address(link)}{kept.file}"
    assert f'href="{file}"' in page
    answer: Any = client.get(file)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4\n"
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert client.get(f"/uploads/{kept.file}").status_code == 404
    assert client.get(f"{address(link)}{other.file}").status_code == 410
    sharing.withdraw(draft.pk, link.pk, by=link.by)  # type: ignore[arg-type]
    assert client.get(file).status_code == 410


def test_a_version_whose_section_and_links_were_deleted_is_still_shown() -> None:
    section, target = make_section("以后删掉"), make_article("以后删掉的文章")
    draft = make_draft(section=section)
    he = signed_in(make_editor("he"))
    link = {"related_links-TOTAL_FORMS": "1", "related_links-0-target": str(target.pk)}
    save(he, draft, title="第二稿", **link)
    revision = Revision.objects.order_by("-pk")[0]
    assert revision.content["related_links"][0]["target"] == target.pk
    Article.objects.filter(pk=draft.pk).update(section=make_section("现在的"))
    target.delete()
    section.delete()
    page = opened(share(draft, revision=revision))
    assert ("第二稿" in page, "现在的" in page, "以后删掉的文章" in page) == (True, True, False)


def test_a_link_without_its_slash_or_with_a_comma_behind_it_leads_to_the_preview(client: Client) -> None:
    url = address(share(make_draft()))
    for wrong in (url[:-1], f"{url}，", f"{url[:-1]}。"):
        answer = client.get(wrong)
        assert (answer.status_code, answer["Location"]) == (301, url), wrong
    assert MissingPath.objects.count() == 0


def test_a_preview_asks_the_same_queries_for_a_long_article() -> None:
    numbers = []
    for count in (2, 12):
        draft = make_draft(body="<p>一段。</p>" * count, tags=[f"关键字{count}{number}" for number in range(count)])
        link = share(draft, takes_remarks=True)
        opened(link)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            opened(link)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] < 20
