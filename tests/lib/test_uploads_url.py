"""UPLOADS_URL says where the uploads are kept, or is refused in words that do not have its secret."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.test_settings import settings_with
from yanjiang.lib import uploads_url


def test_uploads_are_kept_where_their_address_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = "s3://k%2Fey:s%2B%3Acret@minio.example.com:9000/bucket/a/site/?region=cn-east-1&scheme=http&style=virtual"
    entry = settings_with(monkeypatch, tmp_path, UPLOADS_URL=url)["STORAGES"]["default"]
    assert entry == {
        "BACKEND": "yanjiang.lib.object_storage.WholeObjectStorage",
        "OPTIONS": {
            "access_key": "k/ey",
            "secret_key": "s+:cret",
            "endpoint_url": "http://minio.example.com:9000",
            "bucket_name": "bucket",
            "location": "a/site",
            "region_name": "cn-east-1",
            "addressing_style": "virtual",
        },
    }


@pytest.mark.parametrize(
    "value",
    [
        "s3://bucket",
        "s3://key:secret@s3.example.com",
        "s3://key:secret@s3.example.com/",
        "s3://key@s3.example.com/bucket",
        "s3://key:sec/ret@s3.example.com/bucket",
        "s3://key:secret@s3.example.com:port/bucket",
        "s3://key:secret@[::1/bucket",
        "https://key:secret@s3.example.com/bucket",
        "s3://key:secret@s3.example.com/bucket?region",
        "s3://key:secret@s3.example.com/bucket?regoin=eu",
        "s3://key:secret@s3.example.com/bucket?scheme=ftp",
        "s3://key:secret@s3.example.com/bucket#part",
    ],
)
def test_what_has_another_form_is_refused(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^UPLOADS_URL: .*s3://key:secret@host"):
        uploads_url.storage(value)


def test_a_wrong_address_of_uploads_is_refused_without_its_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with(monkeypatch, tmp_path, UPLOADS_URL="s3://key:very-secret@s3.example.com?region=x")
    assert "very-secret" not in str(refused.value)


def test_uploads_on_s3_without_the_library_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("yanjiang.lib.uploads_url.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"^UPLOADS_URL: .*uv sync --group s3"):
        settings_with(monkeypatch, tmp_path, UPLOADS_URL="s3://key:secret@s3.example.com/bucket")
