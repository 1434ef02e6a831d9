"""Old sites that lay elsewhere than usual: in a folder, uploads under another name, columns with names of their own."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from articles.models import Article, Import, LegacyPath, Section
from tests.articles.dedecms.imports import BASE, COLUMN, archive, body, do_import, everything, site
from tests.drawings import drawing
from tests.pages import download
from yanjiang.pictures.models import Picture

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

NEWS = {**COLUMN, "moresite": 1, "sitepath": "{cmspath}/a/yanjianggao", "siteurl": "http://news.example.cn"}
BELOW = {**NEWS, "id": 4, "reid": 3, "typename": "竞聘", "typedir": "{cmspath}/a/yanjianggao/jingpin"}


def configured(**config: str) -> list[dict[str, Any]]:
    return [*BASE["sysconfig"], *({"varname": name, "value": value} for name, value in config.items())]


def led(client: Client, url: str, host: str = "testserver") -> str:
    path, _, query = url.partition("?")
    answer = client.get("/", PATH_INFO=path, QUERY_STRING=query, headers={"host": host})
    assert answer.status_code == 301, (url, answer.status_code)
    return answer["Location"]


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "upfiles"
    (folder / "allimg").mkdir(parents=True)
    (folder / "allimg/1.jpg").write_bytes(drawing())
    return folder


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("/cms/", "/"),
        ("/cms", "/"),
        ("/cms/index.html", "/"),
        ("/cms/index.php", "/"),
        ("/cms/m/", "/"),
        ("/cms/special/", "/"),
        ("/cms/a/yanjianggao/7.html", "/articles/7/"),
        ("//cms//a/yanjianggao/7_2.html", "/articles/7/?page=2"),
        ("/cms/m/a/yanjianggao/7.html", "/articles/7/"),
        ("/cms/a/yanjianggao/", "/yanjianggao/"),
        ("/cms/a/yanjianggao/list_3_2.html", "/yanjianggao/?page=2"),
        ("/cms/special/arc-8.html", "/articles/8/"),
        ("/cms/plus/view.php?aid=7", "/articles/7/"),
        ("/cms/plus/list.php?tid=3", "/yanjianggao/"),
        ("/cms/data/rss/3.xml", "/yanjianggao/feed/"),
        ("/cms/tags.php", "/tags/"),
        ("/cms/about.html", "/pages/about/"),
        ("/cms/uploads/allimg/1.jpg", "/uploads/allimg/1.jpg"),
    ],
)
def test_a_site_in_a_folder_is_found_below_it(client: Client, backup: Path, url: str, leads_to: str) -> None:
    bare = {"id": 5, "typename": "专题", "typedir": "{cmspath}/a/zhuanti"}  # without a rule
    tables = site(
        sysconfig=configured(cfg_cmspath="/cms"),
        arctype=[COLUMN, bare],
        archives=[archive(7), archive(8, typeid=5)],
        addonarticle=[body(7), body(8)],
        sgpage=[{"aid": 1, "title": "关于", "filename": "about.html", "body": "<p>我们</p>"}],
    )
    do_import(backup, tables)
    assert led(client, url) == leads_to
    assert client.get("/cms/member/").status_code == 410
    before = everything()
    do_import(backup)
    assert everything() == before


def test_a_site_in_the_root_has_only_the_front_page_of_its_articles_laid_down(client: Client, backup: Path) -> None:
    do_import(backup, site())
    assert set(LegacyPath.objects.filter(url="/").values_list("path", flat=True)) == {"/a/", "/a/index.html"}
    assert led(client, "/a/index.html") == led(client, "/a/") == "/"


def test_a_column_in_the_folder_of_all_articles_keeps_its_page(client: Client, backup: Path) -> None:
    do_import(backup, site(arctype=[{**COLUMN, "typedir": "/a"}]))
    assert led(client, "/a/index.html") == f"/{Section.objects.get().path}/"


@pytest.mark.parametrize("medias", ["/upfiles", "upfiles/"])
@pytest.mark.parametrize("root", ["", "/cms"])
def test_uploads_of_another_name_are_found(
    client: Client, backup: Path, uploads: Path, medias: str, root: str, settings: Settings
) -> None:
    html = f'<p><img src="{root}/upfiles/allimg/1.jpg"><img src="http://www.old.example.com{root}/upfiles/allimg/1.jpg"></p>'
    rows = [archive(litpic=f"{root}/upfiles/allimg/1.jpg")]
    tables = site(
        sysconfig=configured(cfg_medias_dir=medias, cfg_cmspath=root), archives=rows, addonarticle=[body(html=html)]
    )
    imported = do_import(backup, tables, uploads=uploads)
    article, picture = Article.objects.get(), Picture.objects.get()
    assert article.body.count(f'src="{picture.url}"') == 2
    assert article.cover == picture
    assert imported.summary["files"] == {"已复制": 1}
    for url in ("/upfiles/allimg/1.jpg", f"{root}/upfiles/allimg/1.jpg", f"/{root}//upfiles/allimg/1.jpg?v=1"):
        assert led(client, url).partition("?")[0] == "/uploads/allimg/1.jpg"
    assert download(client, "/uploads/allimg/1.jpg")[1] == drawing()
    assert client.get("/otherfiles/allimg/1.jpg").status_code == 404


def test_uploads_with_slashes_too_many_are_found(client: Client, backup: Path, uploads: Path) -> None:
    do_import(backup, site(), uploads=uploads)
    assert led(client, "//uploads/allimg/1.jpg") == led(client, "///uploads//allimg/1.jpg") == "/uploads/allimg/1.jpg"
    assert led(client, "/uploads//allimg/1.jpg") == "/uploads/allimg/1.jpg"
    assert download(client, "/uploads/allimg/1.jpg")[1] == drawing()


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("/", "/yanjianggao/"),
        ("/index.html", "/yanjianggao/"),
        ("/wenzhang.html", "/articles/7/"),
        ("/wenzhang_2.html", "/articles/7/?page=2"),
        ("/jingpin/8.html", "/articles/8/"),
        ("/jingpin/", "/yanjianggao/jingpin/"),
        ("/list_3_2.html", "/yanjianggao/?page=2"),
        ("/jingpin/list_4_1.html", "/yanjianggao/jingpin/"),
        ("/plus/view.php?aid=8", "/articles/8/"),
        ("/a/yanjianggao/wenzhang.html", "/articles/7/"),
    ],
)
def test_a_column_with_a_name_of_its_own_is_found_by_it(
    client: Client, backup: Path, settings: Settings, url: str, leads_to: str
) -> None:
    settings.SITE_URL, settings.OLD_HOSTS = "https://www.example.com", ["news.example.cn", "www.old.example.com"]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *settings.OLD_HOSTS]
    tables = site(
        sysconfig=configured(cfg_multi_site="Y"),
        arctype=[BELOW, NEWS],
        archives=[archive(7, filename="wenzhang"), archive(8, typeid=4)],
        addonarticle=[body(7), body(8)],
    )
    do_import(backup, tables)
    assert led(client, url, "news.example.cn") == f"https://www.example.com{leads_to}"
    assert led(client, "/", "www.old.example.com") == led(client, "/index.html", "www.old.example.com")
    assert led(client, "/", "www.old.example.com") == "https://www.example.com/"


def test_pictures_under_the_name_of_a_column_are_the_old_sites(backup: Path, uploads: Path) -> None:
    html = '<p><img src="http://news.example.cn/uploads/allimg/1.jpg"></p>'
    do_import(backup, site(arctype=[NEWS], addonarticle=[body(html=html)]), uploads=uploads)
    assert Picture.objects.get().url in Article.objects.get().body


def test_a_file_is_that_of_the_old_site_by_whose_name_it_was_asked_for(client: Client) -> None:
    Import.objects.create(host="other.example.cn", config={"cfg_medias_dir": "/files/a"})
    Import.objects.create(host="testserver", config={"cfg_medias_dir": "/files"})
    assert led(client, "/files/a/1.jpg") == "/uploads/a/1.jpg"
