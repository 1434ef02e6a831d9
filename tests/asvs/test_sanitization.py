"""ASVS 5.0, chapter V1: what is dangerous is taken out, and nothing that was typed is run."""

import ast
import importlib
import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import lxml.html
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article
from articles.models._attachment import validate_document
from tests.articles.admin.forms import typed
from tests.asvs.hostile import MARK
from tests.asvs.production import Answer
from tests.asvs.source import calls, importing, modules
from tests.builders import make_article, make_editor, make_section
from tests.pictures.test_elsewhere import server, world  # noqa: F401 (fixtures)
from yanjiang.lib.file_kinds import WEB_PAGE, kind_of
from yanjiang.lib.html import clean
from yanjiang.lib.richtext import RichTextField
from yanjiang.pictures import elsewhere, intake
from yanjiang.pictures.models import Picture

pytestmark = pytest.mark.django_db

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>甲</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=https://evil.example><button>甲</button><input name=q>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>甲</p>",
    "<base href=https://evil.example/><meta http-equiv=refresh content=0><link rel=stylesheet href=//evil.example>",
    "<object data=x><embed src=x></object><template><script>alert(1)</script></template>",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><foreignObject/></svg>'


def assert_harmless(html: str) -> None:
    for element in lxml.html.fragment_fromstring(html, create_parent="div").iter(lxml.html.etree.Element):
        assert element.tag not in (
            "script",
            "iframe",
            "svg",
            "math",
            "form",
            "base",
            "meta",
            "link",
            "object",
            "template",
        )
        assert not [name for name in element.attrib if name.startswith("on") or name in ("srcdoc", "style")], html
        assert "javascript" not in f"{element.get('href')}{element.get('src')}"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_asvs_1_3_1_html_is_cleaned_on_each_way_into_the_database(client: Client, payload: str) -> None:
    article = make_article(body=f"<p>讲稿</p>{payload}")
    assert_harmless(Article.objects.get().body)
    client.force_login(make_editor())
    url = f"/admin/articles/article/{article.pk}/change/"
    assert client.post(url, typed(client, url, body=f"<p>又一稿</p>{payload}", _publish="发布修改")).status_code == 302
    Article.objects.update(source="甲")
    stored = Article.objects.get().body
    assert "又一稿" in stored
    assert_harmless(stored)
    Article.objects.filter(pk=article.pk).update(body=f"<p>第三稿</p>{payload}")
    assert_harmless(Article.objects.get().body)
    Article.objects.bulk_create([Article(title="整批", section=article.section, owner=article.owner, body=payload)])
    assert_harmless(Article.objects.get(title="整批").body or "<p></p>")


def test_asvs_1_3_1_all_rich_text_is_of_the_field_that_cleans() -> None:
    found = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, RichTextField)
    ]
    assert sorted(found) == ["Article.body", "Consultant.biography", "Page.body", "Section.content"]
    assert importing("nh3") == {"yanjiang/lib/html.py"}


def test_asvs_1_3_2_no_text_is_run_as_code() -> None:
    run = [
        (path, call.lineno) for path, call in calls("eval", "exec", "__import__", "import_module", "run_path", "system")
    ]
    assert run == []
    compiled = [ast.unparse(call.func) for _path, call in calls("compile")]
    assert set(compiled) <= {"re.compile", "re2.compile"}
    # A program is started with a list of words, and never by a shell.
    assert importing("subprocess") == {"articles/dedecms/runs.py", "yanjiang/pictures/intake.py"}
    for path in importing("subprocess"):
        assert "shell=True" not in ast.unparse(modules()[path])


def test_asvs_1_3_4_no_drawing_with_code_is_taken(client: Client) -> None:
    with pytest.raises(ValidationError, match="SVG"):
        intake.encoded(ContentFile(SVG.encode()))
    client.force_login(make_editor())
    for name in ("a.svg", "a.png", "a.svg.png"):
        for kind in ("image/svg+xml", "image/png"):
            file = SimpleUploadedFile(name, SVG.encode(), kind)
            assert client.post("/admin/pictures/picture/upload/", {"upload": file}).status_code == 400
    for name in ("讲稿.svg", "讲稿.pdf", "讲稿.zip"):
        with pytest.raises(ValidationError):
            validate_document(ContentFile(SVG.encode(), name))
    assert not Picture.objects.exists()
    for html in (SVG, f"<img src='data:image/svg+xml,{SVG}'>", f"<object data='data:image/svg+xml,{SVG}'></object>"):
        assert "svg" not in clean(f"<p>甲</p>{html}")


INSIDE = (
    "http://127.0.0.1/a.jpg", "http://0/a.jpg", "http://2130706433/a.jpg", "http://0x7f.1/a.jpg", "http://017700000001/",
    "http://[::]/a.jpg", "http://[::ffff:10.0.0.5]/a.jpg", "http://[64:ff9b::7f00:1]/", "http://localhost/a.jpg",
    "http://169.254.169.254/latest/", "http://100.100.100.200/latest/meta-data/", "http://inside.example/a.jpg",
    "http://example.com@127.0.0.1/a.jpg", "http://127.0.0.1#@example.com/", "http://example.com:22/a.jpg",
    "http://example.com/inside", "http://example.com/inside-by-name", "http://example.com/file", "file:///etc/passwd",
    "gopher://example.com/", "dict://example.com/", "ftp://example.com/", "jar:http://a.cn/", "//example.com/a.jpg",
)  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_asvs_1_3_6_the_server_fetches_nothing_from_inside(
    client: Client,
    url: str,
    world: list[tuple[str, int]],  # noqa: F811
) -> None:
    client.force_login(make_editor())
    answer = client.post("/admin/pictures/picture/fetch/", {"url": url})
    assert answer.status_code == 400
    assert {address for address, _port in world} <= {"93.184.215.14"}
    assert {port for _address, port in world} <= {80, 443}


def test_asvs_1_3_6_nothing_else_connects_to_where_a_text_says() -> None:
    assert importing("http.client", "urllib.request", "requests", "httpx", "socket", "ftplib", "smtplib") == {
        "yanjiang/pictures/elsewhere.py",  # the test above
        "yanjiang/health/security/outside.py",  # SITE_URL alone
        "yanjiang/rsgi.py",  # its own listening socket
        "yanjiang/lib/patience.py",  # ends a connection that PostgreSQL's library opened
    }
    assert elsewhere.PORTS == {"http": 80, "https": 443}


def test_asvs_1_3_7_no_template_is_built_from_text(attacked: dict[str, Answer]) -> None:
    assert [(path, call.lineno) for path, call in calls("from_string", "Template", "NativeEnvironment")] == []
    pages = [one.content for one in attacked.values() if MARK.encode() in one.content]
    assert len(pages) > 50
    assert [page for page in pages if b"{{7*7}}" not in page and b"{{7" not in page and b"%7B%7B7" not in page] == []


def repeated(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each unbounded repetition that can be tried in several ways, with what it repeats."""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            if value[1] == codes.MAXREPEAT:
                yield code, value[2]
            yield from repeated(value[2])
        elif code not in (codes.ATOMIC_GROUP, codes.POSSESSIVE_REPEAT):  # these are tried in one way
            yield from (found for part in _parts(value) for found in repeated(part))


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _parts(one)


def is_ambiguous(inner: Any) -> bool:
    """Tell whether a repeated part can be read in many ways.

    It is, but for what is always there, an unbounded repetition itself, as in (a+)* and (a*b?)+. Or it holds one of
    any sign, which runs on over the next part, as in (<!--.*?-->)*.
    """
    if any(list(part) == [(codes.ANY, None)] for _code, part in repeated(inner)):
        return True
    obliged = [
        code
        for code, value in inner
        if code not in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.SUBPATTERN)
        or (code == codes.SUBPATTERN and not any(True for _ in repeated(value[-1])))
    ]
    return not obliged and any(True for _ in repeated(inner))


def patterns() -> Iterator[tuple[str, int, str | bytes]]:
    """Yield the pattern of each regular expression that is compiled while the portal is imported."""
    for path in modules():
        if "/migrations/" in path or path.endswith(("manage.py", "wsgi.py", "rsgi.py", "encoder.py")):
            continue
        module = importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        for value in vars(module).values():
            if isinstance(value, re.Pattern):
                yield path, value.flags, value.pattern


def test_asvs_1_3_12_no_regular_expression_backtracks_exponentially(client: Client) -> None:
    found = 0
    for path, flags, pattern in patterns():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = parser.parse(pattern, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
        found += 1
        wrong = [str(inner) for _code, inner in repeated(tree) if is_ambiguous(inner)]
        assert wrong == [], (path, pattern)
    assert found > 100
    # The database and Python get no pattern from outside.
    client.force_login(make_editor())
    make_article(section=make_section())
    for lookup in ("title__regex", "title__iregex", "owner__username__regex"):
        assert client.get(f"/admin/articles/article/?{lookup}=(a%2B)%2B$").status_code in (302, 400)


@pytest.mark.parametrize(
    "pattern", [r"(a+)+$", r"(a*)*", r"(?:a+b?)+c", r"(\w+\s?)*$", r"((?:a+))+", r"(?:<!--.*?-->)*x"]
)
def test_asvs_1_3_12_the_test_finds_a_pattern_that_does(pattern: str) -> None:
    assert any(is_ambiguous(inner) for _code, inner in repeated(parser.parse(pattern)))


def test_asvs_1_3_12_a_file_of_many_comments_is_recognized() -> None:
    """A pattern that backtracks exponentially never ends at the first; the second is a page all the same."""
    assert kind_of(BytesIO(b"<!---->" * 500 + b"\0")) is None
    assert kind_of(BytesIO(b"<!-- a -->\n<!-- b --> <html>")) is WEB_PAGE
