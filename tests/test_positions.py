"""Positions that editors choose: a row without a position goes last."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import models
from django.test import Client

from articles.models import Attachment, RelatedLink
from consultants.models import Consultant, Hotline
from tests.builders import make_article, make_manager
from yanjiang.home.models import Block, FriendLink, Page

pytestmark = pytest.mark.django_db

# Model -> the other fields of its form, for two rows.
ROWS: dict[type[models.Model], list[dict[str, Any]]] = {
    Block: [{"kind": kind, "column": "main", "count": 6} for kind in ("latest", "tags", "hotlines")],
    Consultant: [{"name": name} for name in ("周言", "林知远", "白露")],
    Hotline: [{"label": "热线", "number": number} for number in ("1", "2", "3")],
    FriendLink: [{"name": name, "url": "https://example.com/"} for name in ("甲", "乙", "丙")],
    Page: [{"title": slug, "slug": slug} for slug in ("one", "two", "three")],
}


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_a_new_row_goes_last(client: Client, model: type[models.Model]) -> None:
    first, second, third = ROWS[model]
    rows: Any = model._default_manager
    rows.create(**first, position=40)
    client.force_login(make_manager())
    url = f"/admin/{model._meta.label_lower.replace('.', '/')}/add/"
    form = client.get(url).context["adminform"].form
    assert (form["position"].value(), form.fields["position"].required) == (None, False)
    assert client.post(url, {**second, "position": "", "is_active": "on"}).status_code == 302
    assert client.post(url, {**third, "position": "7", "is_active": "on"}).status_code == 302
    assert list(rows.order_by("position").values_list("position", flat=True)) == [7, 40, 50]
    assert rows.create(**{**first, **({"slug": "four"} if model is Page else {})}).position == 60


def test_a_block_goes_last_in_its_own_column() -> None:
    Block.objects.create(kind="latest", column="main", position=40)
    assert Block.objects.create(kind="tags", column="side").position == 10
    assert Block.objects.create(kind="tags", column="main").position == 50


def test_links_and_files_go_last_in_their_own_article() -> None:
    article, other = make_article("一"), make_article("二")
    RelatedLink.objects.create(article=article, target=other, position=9990)
    Attachment.objects.create(article=article, file=ContentFile(b"a", "a.pdf"), name="甲", position=40)
    assert RelatedLink.objects.create(article=article, url="/tags/", title="关键字").position == 9999
    assert RelatedLink.objects.create(article=other, target=article).position == 10
    assert Attachment.objects.create(article=article, file=ContentFile(b"b", "b.pdf"), name="乙").position == 50


def test_a_place_that_is_taken_away_in_the_list_is_the_last(client: Client) -> None:
    rows = [Consultant.objects.create(name=name, position=place) for name, place in (("甲", 5), ("乙", 6))]
    client.force_login(make_manager())
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "form-0-id": rows[0].pk, "form-1-id": rows[1].pk}
    places = {"form-0-position": "", "form-1-position": "6"}
    assert client.post("/admin/consultants/consultant/", {**form, **places, "_save": "保存"}).status_code == 302
    assert list(Consultant.objects.order_by("position").values_list("name", flat=True)) == ["乙", "甲"]


def test_many_rows_made_at_once_have_places() -> None:
    Consultant.objects.create(name="甲", position=20)
    Consultant.objects.bulk_create([Consultant(name="乙"), Consultant(name="丙")])
    assert list(Consultant.objects.order_by("position", "pk").values_list("name", flat=True)) == ["甲", "乙", "丙"]
