"""Friend links, single pages and telephone numbers become rows of apps above, where an app has a place for them."""

from pathlib import Path
from typing import Any

import pytest

from articles.dedecms import sinks
from articles.models import Article, ImportedRow, LegacyPath
from consultants.models import Hotline
from tests.articles.dedecms.imports import counted, do_import, issues, site
from yanjiang.home.models import FriendLink, Page

pytestmark = pytest.mark.django_db(transaction=True)

OTHERS: dict[str, Any] = {
    "flink": [
        {"id": 1, "webname": "友站", "url": "http://friend.example.com", "ischeck": 1, "sortrank": 3},
        {"id": 2, "webname": "坏的", "url": "javascript:1", "ischeck": 1},
    ],
    "sgpage": [{"aid": 1, "title": "关于我们", "filename": "/about.html", "body": "<p>我们</p>"}],
    "myad": [
        {"aid": 1, "adname": "求稿", "normbody": "<p>24小时求稿热线：400-000-2014</p>"},
        {"aid": 2, "adname": "横幅", "normbody": "<img src='/a.jpg'>"},
    ],
    "mytag": [{"aid": 1, "tagname": "kefu", "normbody": "客服 13800138000（微信同号）"}],
}


def test_links_pages_and_telephone_numbers_reach_the_apps_above(backup: Path) -> None:
    imported = do_import(backup, site(**OTHERS))
    assert FriendLink.objects.values_list("name", "url", "position", "is_active").get() == (
        "友站",
        "http://friend.example.com",
        30,
        True,
    )
    assert Page.objects.values_list("title", "slug", "body").get() == ("关于我们", "about", "<p>我们</p>")
    assert LegacyPath.objects.values_list("path", "url").get(path="/about.html") == ("/about.html", "/pages/about/")
    assert list(Hotline.objects.order_by("pk").values_list("label", "number", "is_active")) == [
        ("24小时求稿热线", "400-000-2014", False),
        ("客服", "13800138000", False),
    ]
    assert counted(imported, "flink") == {"read": 2, "added": 1, "quarantined": 1}
    assert counted(imported, "myad") == {"read": 2, "added": 1, "left_out": 1}
    assert len(issues(imported, "BLOCK")) == 1
    again = do_import(backup)
    assert (again.summary["added"], FriendLink.objects.count(), Hotline.objects.count()) == (0, 1, 2)


def test_a_dry_run_makes_none(backup: Path) -> None:
    imported = do_import(backup, site(**OTHERS), dry=True)
    assert counted(imported, "flink") == {"read": 2, "added": 1, "quarantined": 1}
    assert not (FriendLink.objects.exists() or Page.objects.exists() or Hotline.objects.exists())


@pytest.mark.parametrize("dry", [True, False])
def test_without_an_app_for_them_they_are_left_out_and_the_rest_is_imported(
    backup: Path,
    monkeypatch: pytest.MonkeyPatch,
    dry: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(sinks, "registered", lambda: None)
    imported = do_import(backup, site(**OTHERS), dry=dry)
    assert imported.summary["closes"]
    assert {table: counted(imported, table) for table in OTHERS} == {
        "flink": {"read": 2, "left_out": 2},
        "sgpage": {"read": 1, "left_out": 1},
        "myad": {"read": 2, "left_out": 2},
        "mytag": {"read": 1, "left_out": 1},
    }
    assert "本站没有地方放的友情链接、单页和广告 2" in imported.report.read_text()
    assert Article.objects.exists() != dry
    assert not (ImportedRow.objects.filter(table="flink").exists() or FriendLink.objects.exists())


def test_a_later_import_takes_what_was_left_out(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(sinks, "registered", lambda: None)
        do_import(backup, site(**OTHERS))
    imported = do_import(backup)
    assert counted(imported, "flink") == {"read": 2, "added": 1, "quarantined": 1}
    assert Page.objects.get().title == "关于我们"
