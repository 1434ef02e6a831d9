"""ASVS 5.0, chapter V1: what was typed stays text, wherever it is written to."""

import ast
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import lxml.etree
import lxml.html
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from articles.hits.export import to_csv, to_xlsx
from articles.models import Article, Attachment, LegacyPath
from tests.articles.hits.views import log
from tests.asvs.hostile import MARK, RULED
from tests.asvs.production import Answer
from tests.asvs.routes import routes
from tests.asvs.source import calls
from tests.builders import make_article, make_manager, make_section
from tests.pages import inline_code
from tests.site import make_site
from yanjiang.lib.html import clean

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "\tx", "\0=1", "\0x", "\r=1", "\rx", " =1", "＝1+1"]
SCHEMES = {"", "http", "https", "mailto", "tel"}
LINKS = RULED & {"url", "link_url", "redirect_url"}
SCRIPTS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "//evil.example/", "/\\evil.example/", "blob:x", "\x01javascript:alert(1)",
)  # fmt: skip


def of_type(answers: dict[str, Answer], kind: str) -> dict[str, bytes]:
    found = {url: one.content for url, one in answers.items() if kind in one.headers["content-type"] and one.content}
    assert found, kind
    return found


def test_asvs_1_2_1_no_text_becomes_markup_or_another_header(attacked: dict[str, Answer]) -> None:
    pages = of_type(attacked, "text/html")
    showing = [url for url, page in pages.items() if f"&lt;i {MARK}&gt;".encode() in page]
    assert len(showing) > 50
    assert [url for url, page in pages.items() if lxml.html.fromstring(page).xpath(f"//*[@{MARK}]")] == []
    documents = {**of_type(attacked, "xml"), **of_type(attacked, "svg")}
    for url, document in documents.items():  # an error of the parser is an error of ours
        assert lxml.etree.fromstring(document).xpath(f"//*[@{MARK}]") == [], url
    assert [
        url for url, one in attacked.items() if f"<i {MARK}" in str(one.headers | {"content-disposition": ""})
    ] == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "%0d%0a", "\u560d\u560a"])
def test_asvs_1_2_1_no_line_end_begins_a_header(client: Client, end: str) -> None:
    client.raise_request_exception = False
    client.force_login(make_manager())
    attachment = Attachment(article=make_article(), name=f'讲稿{end}X-Injected: 1".pdf')
    attachment.file = "attachments/0123456789abcdef01234567.pdf"
    attachment.save()
    word = quote(f"a{end}X-Injected: 1", safe="%")
    urls = [
        f"/{word}",
        f"/search/?q={word}",
        f"/tags/{word}",
        f"/admin/login/?next=/{word}",
        f"/admin/edit/?address={word}",
    ]
    asked = [client.get(url) for url in urls]
    asked.append(client.get(attachment.file.url, headers={"x-sendfile-type": "X-Accel-Redirect"}))
    assert asked[-1].status_code == 200
    assert [one for one in asked if "x-injected" in {name.lower() for name in one.headers}] == []
    assert not any(sign in value for one in asked for value in one.headers.values() for sign in "\r\n")


def test_asvs_1_2_2_addresses_are_encoded_and_run_nothing(client: Client, attacked: dict[str, Answer]) -> None:
    for url, page in of_type(attacked, "text/html").items():
        for _element, name, link, _place in lxml.html.fromstring(page).iterlinks():
            assert urlsplit(link.strip()).scheme in SCHEMES | ({"data"} if name == "src" else set()), (url, link)
            assert MARK not in link or "<" not in link, (url, link)
    name = "甲/乙?丙=丁&戊#己%2F\"'庚"
    make_article(tags=[name])
    page = lxml.html.fromstring(client.get("/tags/").content.decode())
    (link,) = [element.get("href") for element in page.iter("a") if name in element.text_content()]
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("url", SCRIPTS)
def test_asvs_1_2_2_no_field_takes_a_link_that_runs(url: str) -> None:
    fields = [(model, field) for model in apps.get_models() for field in model._meta.concrete_fields]
    links = [(model, field.name) for model, field in fields if field.editable and field.name in LINKS]
    assert len(links) == 6
    for model, name in links:
        row: Any = model(**{name: url})
        if isinstance(row, LegacyPath):
            row.path = "/old.html"
        others = {field.name for field in model._meta.concrete_fields} - {name}
        with pytest.raises(ValidationError) as refused:
            row.clean_fields(exclude=others)
            row.clean()
        assert name in refused.value.message_dict, model
    assert "href" not in clean(f'<a href="{url}">甲</a>')
    assert "src" not in clean(f'<img src="{url}" alt="">')


def test_asvs_1_2_3_data_for_scripts_stays_data(attacked: dict[str, Answer]) -> None:
    blocks = 0
    for url, page in of_type(attacked, "text/html").items():
        tree = lxml.html.fromstring(page)
        for script in tree.iter("script"):
            if script.get("type") in ("application/ld+json", "application/json"):
                json.loads(script.text)  # a text that ended the element would have cut it
                blocks += MARK in script.text
        if not url.startswith("/admin/"):
            assert inline_code(page.decode()) == [], url
    assert blocks > 10
    for page in of_type(attacked, "json").values():
        json.loads(page)


# Modules that put statements together, and the reason. No part of a statement there comes from outside.
OF_NAMES = "names of tables and columns, from the models"
OF_PLACES = "as many placeholders as values"
ASSEMBLED = {
    "articles/dedecms/load/old_ids.py": "the name of a sequence, from PostgreSQL",
    "articles/dedecms/staging.py": "constants of the module",
    "articles/fulltext/postgres.py": OF_NAMES,
    "articles/fulltext/sqlite.py": OF_NAMES,
    "articles/hits/closing.py": OF_NAMES,
    "articles/hits/ingest.py": OF_PLACES,
    "articles/hits/leaders.py": OF_PLACES,
    "articles/hits/rollup.py": OF_NAMES,
    "articles/models/_hit_figures.py": OF_NAMES,
    "articles/models/_tag.py": "constants of the module",
    "articles/pages/gathered.py": "statements of the ORM, and columns of the model",
    "articles/pages/lists.py": OF_PLACES,
    "articles/pages/sitemaps.py": "constants of the module",
    "articles/projections/lists.py": "a constant of the module",
    "articles/projections/pairs.py": OF_PLACES,
    "articles/search/nearest.py": OF_PLACES,
    "yanjiang/backups/loading.py": OF_NAMES,
    "yanjiang/backups/places/postgres.py": f"{OF_NAMES} and PostgreSQL's catalogue",
    "yanjiang/backups/places/sqlite.py": f"{OF_NAMES} and SQLite's catalogue",
    "yanjiang/backups/snapshot.py": "the name of a sequence, from PostgreSQL",
    "yanjiang/backups/values.py": OF_NAMES,
    "yanjiang/fill/articles.py": "one of two constants",
    "yanjiang/lib/growth.py": OF_NAMES,
    "yanjiang/lib/patience.py": "passes on the statements of all others",
    "yanjiang/lib/prepared.py": "the ORM's statement, and values that psycopg2 quotes",
    "yanjiang/lib/replica.py": "constants of the module",
    "yanjiang/lib/rows.py": OF_NAMES,
    "yanjiang/lib/statements.py": "the ORM's statement",
    "yanjiang/staff_log/keeping.py": "SQLite's catalogue",
}
SQL = ("execute", "executemany", "executescript", "raw", "extra", "RawSQL", "RunSQL", "copy_expert", "mogrify")


def test_asvs_1_2_4_statements_are_constants_but_where_a_reason_stands() -> None:
    found = {
        path
        for path, call in calls(*SQL)
        if call.args and not isinstance(call.args[0], ast.Constant) and "/migrations/" not in path
    }
    assert found == set(ASSEMBLED)


def test_asvs_1_2_4_nothing_that_is_asked_becomes_a_part_of_a_statement(client: Client) -> None:
    """Ask every address with a quote in every parameter, and read every statement."""
    make_site()
    client.raise_request_exception = False
    client.force_login(User.objects.create_superuser("root"))
    word, seen = "zq'x\"--%s;", []

    def watch(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        # psycopg2 doubles the quote where it puts a value into the statement itself.
        if "zq'x" in str(sql).replace("''", ""):
            seen.append(sql)
        return execute(sql, params, *rest)

    names = (
        "q",
        "term",
        "page",
        "p",
        "o",
        "section",
        "sort",
        "since",
        "until",
        "period",
        "state",
        "tag",
        "id",
        "address",
    )
    query = "&".join(f"{name}={quote(word)}" for name in names)
    with connection.execute_wrapper(watch):
        for route in routes():
            ask = client.post if "login" in route.pattern else client.get
            ask(f"{route.url}?{query}", {"username": word, "password": word} if ask == client.post else None)
        for filters in ("title__contains", "owner__username", f"{quote(word)}", "section__id__exact", "pk__in"):
            client.get(f"/admin/articles/article/?{filters}={quote(word)}")
        for url in (
            f"/tags/{quote(word)}/",
            f"/{quote(word)}",
            f"/a/view.php?aid={quote(word)}",
            f"/search/?q={quote(word)}",
        ):
            client.get(url)
    assert seen == []
    assert Article.objects.exists()


@pytest.mark.parametrize("text", FORMULAS)
def test_asvs_1_2_10_what_looks_like_a_formula_is_quoted(text: str) -> None:
    file = to_csv(("作者", "阅读"), [(text, -3), (f'讲"稿,{text}', None)]).decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(file, newline=""), strict=True))
    assert table[1:] == [[f"'{text}", "-3"], [f'讲"稿,{text}', ""]]
    with zipfile.ZipFile(io.BytesIO(to_xlsx("作者", ("作者",), [(text,)]))) as book:
        sheet, styles = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    (style,) = re.findall(r'<c r="A2" s="(\d+)" t="s">', sheet)
    assert 'quotePrefix="1"' in re.findall(r"<xf [^>]*>", styles.partition("<cellXfs")[2])[int(style)]


def test_asvs_1_2_10_an_exported_report_runs_nothing(client: Client) -> None:
    article = make_article(section=make_section(), author="=HYPERLINK(A1)")
    log(article)
    client.force_login(make_manager())
    answer = client.get("/admin/articles/articlehits/authors.csv?since=2026-03-10&until=2026-03-10")
    assert list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1][1] == "'=HYPERLINK(A1)"
