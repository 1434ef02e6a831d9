"""The site as readers meet it: nginx with the shipped file before two processes that the unit file starts."""

import gzip
import re
import signal
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import brotli
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.articles.admin.forms import typed
from tests.faults.conftest import Stage
from tests.faults.editor import SESSION, Admin, Editor
from tests.faults.front import PDF, Front, second_begins, seconds_until
from tests.nginx import HOST, Nginx
from tests.nginx import running as running_nginx
from tests.units import UnitSite

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def front(running: Stage, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    own = {
        "SITE_URL": f"https://{HOST}",
        "OLD_HOSTS": "example.com,m.example.com,www.old.example.cn",
        "ALLOWED_HOSTS": f"127.0.0.1,{HOST}",
        "HITS_PER_MINUTE": "1000",
        "GRANIAN_LOG_ACCESS_ENABLED": "true",
    }
    site = UnitSite(
        running.site.database_url, running.site.folder, extra={**running.site.extra, **own}, log="front.log"
    )
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), var=running.site.folder, portal=site.port)
    editor = Editor(site)
    try:
        with running_nginx(nginx):
            site.start()
            yield Front(nginx, site, editor, running)
    finally:
        editor.end()
        site.stop()


@pytest.fixture
def up(front: Front) -> Front:
    """The site, answering, whatever the test before has done to it."""
    if not front.site.process:
        front.site.start()
    return front


def test_a_page_comes_in_the_form_that_the_browser_reads(up: Front) -> None:
    _pk, url, _file = up.article()
    second_begins()  # both processes know of it, on whatever list beside it
    status, headers, body = up.nginx.fetch("GET", url, {"Accept-Encoding": "gzip, deflate, br"})
    assert (status, headers["content-encoding"]) == (200, "br")
    page = brotli.decompress(body).decode()
    assert "<p>各位评委，大家好。</p>" in page
    assert gzip.decompress(up.nginx.fetch("GET", url, {"Accept-Encoding": "gzip"})[2]).decode() == page
    assert up.nginx.fetch("GET", url)[2].decode() == page
    rules = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"
    assert (headers["cache-control"], headers["vary"]) == (rules, "Accept-Encoding")
    assert "x-accel-expires" not in headers
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "default-src 'self'" in headers["content-security-policy"].split("; ")
    assert headers["x-cache"] == "MISS"
    assert "set-cookie" not in headers
    assert up.status(url, If_None_Match=headers["etag"]) == 304


def test_static_files_and_uploads_are_sent_by_nginx(up: Front) -> None:
    _pk, url, file = up.article()
    style = re.search(r'href="(/static/[^"]+[.]css)"', up.nginx.ask("GET", url)[2])
    assert style
    status, headers, body = up.nginx.fetch("GET", style[1])
    assert (status, headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert body == (up.site.folder / style[1].removeprefix("/")).read_bytes()
    picture = up.site.folder / "uploads" / "pictures" / "2026" / "a.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"RIFF")
    status, headers, body = up.nginx.fetch("GET", "/uploads/pictures/2026/a.webp")
    assert (status, headers["content-type"], body) == (200, "image/webp", b"RIFF")
    status, headers, body = up.nginx.fetch("GET", file)
    assert (status, body) == (200, PDF)
    assert headers["content-disposition"].startswith("attachment; filename")


def test_an_attachment_goes_with_its_article_at_once(up: Front) -> None:
    pk, _url, file = up.article()
    assert up.status(file) == 200
    up.be(pk, "trash")
    assert up.status(file) == 404


@pytest.mark.parametrize("host", ["example.com", "m.example.com", "www.old.example.cn", HOST])
@pytest.mark.parametrize("secure", [True, False])
def test_an_old_address_is_one_redirect_from_its_page(up: Front, host: str, secure: bool) -> None:  # noqa: FBT001
    pk, url, _file = up.article()
    status, headers, _body = up.nginx.fetch("GET", f"/a/{pk}.html", {"Host": host}, secure=secure)
    assert status == 301
    assert headers["location"] in (f"https://{HOST}{url}", url if host == HOST and secure else None)
    assert up.status(url) == 200


def test_a_page_under_another_name_or_over_http_is_one_redirect_away(up: Front) -> None:
    _pk, url, _file = up.article()
    for host, secure in (("example.com", True), ("m.example.com", False), (HOST, False)):
        status, headers, _body = up.nginx.fetch("GET", url, {"Host": host}, secure=secure)
        assert (status, headers["location"]) == (301, f"https://{HOST}{url}")


def test_a_withdrawal_is_seen_within_two_seconds(up: Front) -> None:
    pk, url, _file = up.article()
    with up.readers(url) as seen:
        seconds_until(lambda: 200 in seen.statuses())
        up.be(pk, "trash")
        assert seconds_until(lambda: up.status(url) == 410) < 2
        gone_at = time.monotonic()
        time.sleep(0.5)
    # A reader who asked before may have received the page: nginx then renews it in the background.
    assert seen.statuses(asked_after=gone_at) == {410}


@pytest.mark.parametrize(("status", "answer"), [("trash", 410), ("draft", 404)])
def test_an_article_withdrawn_while_nobody_asked_is_gone_for_the_first_reader(
    up: Front, status: str, answer: int
) -> None:
    pk, url, _file = up.article()
    assert up.status(url) == 200
    up.be(pk, status)
    time.sleep(2.1)
    assert up.status(url) == answer


def test_an_article_is_on_its_list_within_two_seconds(up: Front) -> None:
    assert up.status("/yanjiang/") == 200
    title = f"新的一篇{uuid.uuid4().hex[:8]}"
    up.article(title)
    assert seconds_until(lambda: title in up.nginx.ask("GET", "/yanjiang/")[2]) < 2


def test_pages_stay_while_the_portal_is_down_and_all_is_well_again(up: Front) -> None:
    pk, url, file = up.article()
    withdrawn, gone, _file = up.article()
    assert (up.status(url), up.status(gone), up.hit(pk)) == (200, 200, 200)
    up.be(withdrawn, "trash")
    seconds_until(lambda: up.status(gone) == 410)
    up.site.ends(signal.SIGKILL)
    assert (up.status(url), up.status(gone)) == (200, 410)
    time.sleep(2.1)
    status, headers, body = up.nginx.fetch("GET", url)
    assert (status, headers["x-cache"]) == (200, "STALE")
    assert "怎样开口" in body.decode()
    assert up.status(gone) == 410
    assert (up.hit(pk), up.status(file), up.status("/search/?q=a")) == (502, 502, 502)
    assert "网站正忙" in up.nginx.ask("GET", "/sitemap/never-asked-for/")[2]
    up.site.start()
    assert (up.status(url), up.hit(pk), up.status(file), up.status("/search/?q=a")) == (200,) * 4
    up.be(pk, "trash")
    assert seconds_until(lambda: up.status(url) == 410) < 2


def test_a_killed_process_is_not_noticed(up: Front) -> None:
    pk, url, _file = up.article()
    assert up.status(url) == 200
    with up.readers(url) as seen:
        up.site.kill_worker()
        seconds_until(lambda: up.hit(pk) == 200)
        seconds_until(lambda: len(up.site.worker_pids()) == 2)
        time.sleep(0.5)
    assert seen.statuses() == {200}
    assert up.hit(pk) == 200


def test_redis_is_not_missed(up: Front) -> None:
    redis = up.stage.redis
    if not redis:
        pytest.skip("NOT TESTED by killing processes: no redis-server here")
    pk, url, _file = up.article()
    redis.signal(signal.SIGKILL)
    try:
        other, new, _file = up.article("没有缓存的时候")
        assert (up.status(url), up.status(new), up.hit(pk), up.hit(other)) == (200,) * 4
        assert up.status("/search/?q=%E5%BC%80%E5%8F%A3") == 200
    finally:
        redis.start()


def test_an_attachment_of_fifty_megabytes_comes_in_and_out(up: Front) -> None:
    pk, _url, _file = up.article()

    def ask(method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int | None, bytes]:
        status, _headers, content = up.nginx.fetch(method, path, headers, body=body)
        return status, content

    admin = Admin(ask, up.editor.do(SESSION), f"https://{HOST}", prefix="__Host-")
    form = f"/admin/articles/article/{pk}/change/"
    large = PDF + bytes(50 * 1024 * 1024 - len(PDF))
    upload: dict[str, Any] = {"attachments-TOTAL_FORMS": 2, "attachments-1-position": 1, "_publish": "发布修改"}
    upload["attachments-1-file"] = SimpleUploadedFile("大.pdf", large)
    assert admin.post(form, typed(cast(Any, admin), form, **upload)) == 302
    latest = (
        f"from articles.models import Attachment\ntold = Attachment.objects.filter(article={pk}).latest('pk').file.name"
    )
    assert up.nginx.fetch("GET", f"/uploads/{up.editor.do(latest)}")[2] == large


def test_two_hundred_who_ask_when_a_page_has_just_ended_are_one_question(up: Front) -> None:
    _pk, url, _file = up.article()
    second_begins()
    assert up.status(url) == 200
    before = up.requests(url)
    with ThreadPoolExecutor(200) as crowd:
        second_begins()
        began = int(time.time())
        assert list(crowd.map(lambda _: up.status(url), range(200))) == [200] * 200
        seconds = int(time.time()) - began + 1
    assert 1 <= up.requests(url) - before <= seconds + 1


def test_readers_of_one_page_are_one_question_a_second(up: Front) -> None:
    _pk, url, _file = up.article()
    time.sleep(1.5 - time.time() % 1)  # the portal looks for changes in the middle of a second
    with up.readers(url) as seen:
        second_begins()
        before, began = up.requests(url), int(time.time())
        time.sleep(3)
        assert up.requests(url) - before <= int(time.time()) - began + 1
    assert seen.statuses() == {200}
