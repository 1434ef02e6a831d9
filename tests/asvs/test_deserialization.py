"""ASVS 5.0, chapter V1: what is read is data, and brings along neither objects nor files."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from articles.models import Hit
from tests.asvs.source import calls, importing
from tests.builders import make_article, make_editor
from tests.test_settings import settings_with
from yanjiang.lib.file_kinds import kind_of
from yanjiang.lib.per_minute import times_this_minute

pytestmark = pytest.mark.django_db

BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def test_asvs_1_5_1_the_portal_has_no_parser_of_xml(client: Client, tmp_path: Path) -> None:
    parsers = (
        "xml.etree",
        "xml.dom",
        "xml.sax.expatreader",
        "xml.parsers",
        "lxml",
        "defusedxml",
        "html5lib",
        "bs4",
        "xmltodict",
    )
    assert importing(*parsers) == set()
    assert importing("xml") == {"yanjiang/lib/sitemaps.py"}  # it escapes text
    # A document of XML is recognized by its first bytes, and never read.
    (tmp_path / "a.xml").write_bytes(BOMB)
    with (tmp_path / "a.xml").open("rb") as file:
        assert "root:" not in str(kind_of(file))
    client.force_login(make_editor())
    for url in ("/admin/pictures/picture/upload/", "/search/", "/hits/1/"):
        answer = client.post(url, BOMB, content_type="application/xml")
        assert answer.status_code in (400, 403, 405, 413), url
        assert b"root:" not in answer.content


def test_asvs_1_5_2_nothing_that_is_read_becomes_an_object() -> None:
    unsafe = ("pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "yaml", "jsonpickle", "joblib")
    assert importing(*unsafe) == set()
    assert {path for path, call in calls("load") if getattr(call.func, "value", None) is not None} <= {
        # Methods of ours, and of Pillow, which decodes a picture in a process of its own.
        "articles/dedecms/load/others.py", "articles/dedecms/load/site.py", "yanjiang/backups/loading.py",
        "yanjiang/pictures/encoder.py",
    }  # fmt: skip
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


def test_asvs_1_5_2_whoever_writes_into_the_cache_runs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    redis = settings_with(monkeypatch, tmp_path, REDIS_URL="redis://127.0.0.1:6379/0")["CACHES"]["default"]
    serializer = import_string(redis["OPTIONS"]["serializer"])()
    with pytest.raises(ValueError, match="invalid literal"):
        serializer.loads(pickle.dumps({"a": 1}))
    with pytest.raises(TypeError):
        serializer.dumps({"a": 1})
    kept: list[int] = []

    def add(key: str, value: int, *_: Any, **__: Any) -> bool:
        kept.append(serializer.loads(str(serializer.dumps(value)).encode()))
        return True

    monkeypatch.setattr(cache, "add", add)
    assert (times_this_minute("asvs", timezone.now()), kept) == (1, [1])


@pytest.mark.parametrize(
    "sent",
    [
        b"\x80\x04\x95", b"!!python/object/apply:os.system [id]", b'{"py/object": "os.system"}', b"[" * 100_000,
        b'{"event": {"__class__": "Article"}}', b'{"event": null}', b"[1]", b"NaN", b"1e999", b"\"x\"",
    ],
)  # fmt: skip
def test_asvs_1_5_2_what_a_stranger_sends_is_checked_key_by_key(client: Client, sent: bytes) -> None:
    article = make_article()
    answer = client.post(f"/hits/{article.pk}/", sent, content_type="application/json")
    assert answer.status_code in (400, 413)
    assert json.loads(answer.content)["error"]
    assert not Hit.objects.exists()
