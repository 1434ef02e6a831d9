"""Marks and files that prove the site's ownership to search engines and WeChat."""

import re
from typing import Any

import lxml.html
import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.articles.admin.forms import errors
from tests.builders import make_manager
from yanjiang.home.models import RootFile, SiteSettings, VerificationMark
from yanjiang.home.verification import MARKS

pytestmark = pytest.mark.django_db
SETTINGS = "/admin/home/sitesettings/1/change/"
FILES = (
    "MP_verify_Ab3dE5fG7hI9jK1l.txt",
    "WW_verify_Ab3dE5fG7hI9jK1l.txt",
    "baidu_verify_codeva-aB3dE5.html",
    "google0123456789abcdef.html",
    "BingSiteAuth.xml",
    "sogousiteverification.txt",
    "ByteDanceVerify.html",
    "0123456789abcdef0123456789abcdef.txt",
)


def settings_form(client: Client, **values: Any) -> dict[str, Any]:
    form = lxml.html.fromstring(client.get(SETTINGS).content.decode()).get_element_by_id("sitesettings_form")
    return {**dict(form.form_values()), **values}


def test_a_manager_sets_them_among_the_sites_settings(client: Client) -> None:
    client.force_login(make_manager())
    values = {
        "verification_marks-0-name": "baidu-site-verification",
        "verification_marks-0-content": "codeva-aB3dE5fG7h",
        "root_files-0-name": "MP_verify_Ab3dE5fG7hI9jK1l.txt",
        "root_files-0-content": "Ab3dE5fG7hI9jK1l",
    }
    response = client.post(SETTINGS, settings_form(client, **values))
    assert response.status_code == 302, errors(response)
    visitor = Client()
    assert '<meta name="baidu-site-verification" content="codeva-aB3dE5fG7h">' in visitor.get("/").content.decode()
    assert visitor.get("/MP_verify_Ab3dE5fG7hI9jK1l.txt").content == b"Ab3dE5fG7hI9jK1l"
    assert [value for value in MARKS if f'<option value="{value}">' in client.get(SETTINGS).content.decode()] == list(
        MARKS
    )


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("root_files-0-name", "index.html", "不是认识的验证文件名"),
        ("root_files-0-name", "../MP_verify_a.txt", "不是认识的验证文件名"),
        ("verification_marks-0-name", "robots", "请填写搜索引擎给出的"),
        ("verification_marks-0-content", '<meta content="x">', "请只填写"),
    ],
)
def test_a_wrong_name_or_code_is_told_in_chinese_and_kept(client: Client, field: str, value: str, told: str) -> None:
    client.force_login(make_manager())
    values = {
        "verification_marks-0-name": "msvalidate.01",
        "verification_marks-0-content": "A1B2",
        "root_files-0-name": "BingSiteAuth.xml",
        "root_files-0-content": "<users/>",
    }
    response = client.post(SETTINGS, settings_form(client, **{**values, field: value}))
    assert told in errors(response)
    assert settings_page_has(response, field, value)
    assert not SiteSettings.objects.exists()


def settings_page_has(response: Any, field: str, value: str) -> bool:
    form = lxml.html.fromstring(response.content.decode()).get_element_by_id("sitesettings_form")
    return bool(dict(form.form_values())[field] == value)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_served_from_the_root_as_it_is(client: Client, name: str) -> None:
    settings = SiteSettings.objects.create(pk=1)
    RootFile(settings=settings, name=name, content="<b>证明</b>").save()
    RootFile.objects.get().full_clean()
    response = client.get(f"/{name}")
    assert response.content.decode() == "<b>证明</b>"
    assert response["Content-Type"].split("/")[1].split(";")[0] in ("plain", "html", "xml")
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies
    assert RootFile.objects.get().get_absolute_url() == f"/{name}"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_nobody_set_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/{name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["index.html", "robots.txt", "sitemap.xml", "sitemap-pages-0.xml", "favicon.ico", "ads.txt", "a/BingSiteAuth.xml",
     "google.html", "MP_verify_.txt", "MP_verify_a.html", "BingSiteAuth.xml\nads.txt", "MP_verify_a.txt/", "tags",
     "admin"],
)  # fmt: skip
def test_no_other_address_can_be_taken(name: str) -> None:
    with pytest.raises(ValidationError):
        RootFile(settings=SiteSettings(pk=1), name=name, content="x").clean_fields(exclude={"settings"})


@pytest.mark.parametrize("name", [*MARKS, "yandex-verification"])
def test_every_usual_mark_is_allowed(name: str) -> None:
    VerificationMark(settings=SiteSettings(pk=1), name=name, content="codeva-aB3_dE5/+=").clean_fields(
        exclude={"settings"}
    )


@pytest.mark.parametrize("name", ["description", "robots", "viewport", "referrer", "theme-color", 'verif"', ""])
def test_no_other_meta_can_be_made(name: str) -> None:
    with pytest.raises(ValidationError):
        VerificationMark(settings=SiteSettings(pk=1), name=name, content="x").clean_fields(exclude={"settings"})


def test_every_page_has_the_marks(client: Client) -> None:
    settings = SiteSettings.objects.create(pk=1)
    VerificationMark(settings=settings, name="msvalidate.01", content="A1B2").save()
    VerificationMark(settings=settings, name="google-site-verification", content="c3_D4").save()
    for url in ("/", "/tags/", "/nothing/"):
        found = re.findall(r'<meta name="(\S+)" content="(A1B2|c3_D4)">', client.get(url).content.decode())
        assert found == [("msvalidate.01", "A1B2"), ("google-site-verification", "c3_D4")]
