"""`dumpdata` and `loaddata` copy a site through a file. Fixtures of older versions can be loaded too."""

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client

from articles.models import Article
from tests.rows import RowMaker
from tests.site import make_site
from yanjiang.lib.positions import PositionField

pytestmark = pytest.mark.django_db(transaction=True)

# A new database has its own rows of these models, with other ids.
MADE_BY_MIGRATE = ("contenttypes", "auth.permission", "auth.group")

OURS = ("articles", "consultants", "home", "pictures", "furniture", "sent")
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    """The output of `dumpdata` for a site with rows in every table."""
    make_site()
    maker = RowMaker()
    for model in MODELS:
        if not model._base_manager.exists():
            maker.add(model)
    return dumped()


def dumped() -> list[dict[str, Any]]:
    output = StringIO()
    excluded = [f"--exclude={name}" for name in MADE_BY_MIGRATE]
    call_command("dumpdata", "--natural-foreign", *excluded, stdout=output)
    # Django writes thousandths of a second, and none where a time is read back from three noughts.
    found: list[dict[str, Any]] = json.loads(output.getvalue().replace(".000Z", "Z"))
    return found


def load(rows: list[dict[str, Any]], folder: Path, *, flush: bool = True) -> None:
    fixture = folder / "site.json"
    fixture.write_text(json.dumps(rows))
    if flush:
        call_command("flush", "--no-input", verbosity=0)
    call_command("loaddata", str(fixture), verbosity=0)


def test_a_dump_that_is_loaded_is_the_site_again(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    assert {row["model"] for row in rows} >= {model._meta.label_lower for model in MODELS}
    load(rows, tmp_path)
    written = [json.dumps(row, sort_keys=True) for row in rows]
    assert sorted(json.dumps(row, sort_keys=True) for row in dumped()) == sorted(written)


def test_rows_of_an_older_day_get_their_places(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    placed = {
        model._meta.label_lower
        for model in MODELS
        if any(isinstance(field, PositionField) for field in model._meta.local_fields)
    }
    had = {row["model"] for row in rows if row["fields"].pop("position", None) is not None}
    assert had == placed | {"articles.section"}
    load(rows, tmp_path)
    for model in MODELS:
        if model._meta.label_lower in placed:
            places = list(model._base_manager.order_by("pk").values_list("position", flat=True))
            assert None not in places
            assert places == sorted(places), model


@pytest.mark.parametrize("left_out", [(), ("articles.searchentry", "articles.searchtext")], ids=["all", "no index"])
def test_a_loaded_article_is_found_and_saved(
    rows: list[dict[str, Any]], tmp_path: Path, client: Client, left_out: tuple[str, ...]
) -> None:
    kept = [row for row in rows if row["model"] not in left_out]
    load(kept, tmp_path)
    load(kept, tmp_path, flush=False)  # over itself
    assert found(client, "开场白") == 1
    article = Article.objects.get(title="怎样写开场白")
    article.title = "怎样收尾"
    article.save()
    assert (found(client, "开场白"), found(client, "收尾")) == (0, 1)


def found(client: Client, words: str) -> int:
    told = re.search(r"共\s*(?:<[^>]*>)?(\d+)", client.get("/search/", {"q": words}).content.decode())
    return int(told[1]) if told else 0
