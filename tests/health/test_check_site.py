"""manage.py check_site and 安全检查: settings, files, accounts, packages; and who may see them."""

import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest import MonkeyPatch
from pytest_django import Settings

from tests.builders import make_author, make_editor, make_manager
from yanjiang.accounts.models import TemporaryPassword
from yanjiang.health import checks
from yanjiang.health.findings import Finding, State
from yanjiang.health.security import inside, packages, staff

HOLES = "# 2026-11-01\n# a comment\n\ndjango <5.2.8 CVE-2025-64459\npillow >=11.2,<11.3 CVE-2025-48379 说明\n"


@pytest.fixture
def well(settings: Settings, tmp_path: Path, db: None) -> Settings:
    """A site without a fault, apart from what a test changes."""
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).chmod(0o600)
    settings.DEBUG, settings.DEMO, settings.SITE_URL = False, False, "https://www.example.com"
    settings.ALLOWED_HOSTS, settings.BASE_DIR, settings.VAR_DIR = ["www.example.com"], tmp_path, tmp_path
    settings.SENTRY_DSN = "https://key@example.com/1"
    return settings


def every() -> list[Finding]:
    return [*inside.findings(), *staff.findings(timezone.now())]


def found(name: str) -> Finding:
    return next(finding for finding in every() if finding.name == name)


def bad() -> set[str]:
    return {finding.name for finding in every() if finding.state is not State.OK}


@pytest.mark.django_db
def test_a_site_without_a_fault_is_told_so(well: Settings) -> None:
    assert bad() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("debug", "DEBUG", True),
        ("demo", "DEMO", True),
        ("https", "SITE_URL", "http://www.example.com"),
        ("hosts", "ALLOWED_HOSTS", ["*"]),
        ("hosts", "ALLOWED_HOSTS", [".example.com"]),
    ],
)
def test_a_dangerous_setting_is_told(well: Settings, name: str, setting: str, value: object) -> None:
    setattr(well, setting, value)
    assert bad() == {name}
    assert found(name).state is State.FAILED


@pytest.mark.django_db
def test_http_on_this_machine_alone_is_no_danger(well: Settings) -> None:
    well.SITE_URL = "http://127.0.0.1:8000"
    assert found("https").state is State.DEGRADED


@pytest.mark.django_db
@pytest.mark.parametrize("name", [".env", "secret_key"])
def test_a_secret_that_everybody_can_read_is_told(well: Settings, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("SECRET")
    (tmp_path / name).chmod(0o640)
    assert bad() == set()
    (tmp_path / name).chmod(0o644)
    assert bad() == {"files"}
    assert name in found("files").words


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_database_file_that_everybody_can_read_is_told(well: Settings, ending: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its files to itself")
    file = Path(f"{connection.settings_dict['NAME']}{ending}")
    file.chmod(0o644)
    assert bad() == {"files"}
    assert f" {file.name}：" in found("files").words
    file.chmod(0o600)
    assert bad() == set()


@pytest.mark.django_db
def test_an_account_of_the_demo_is_told_until_its_password_is_changed(well: Settings) -> None:
    editor = make_editor("editor")
    mark = TemporaryPassword.objects.create(user=editor)
    assert bad() == {"demo_accounts"}
    User.objects.update(is_active=False)
    assert bad() == set()
    User.objects.update(is_active=True)
    mark.delete()
    assert bad() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "password"), [("admin", "admin"), ("root", "123456"), ("manager", "admin123")])
def test_a_password_that_is_guessed_first_is_told(well: Settings, name: str, password: str) -> None:
    User.objects.create_user(name, password=password)
    assert bad() == {"guessed_passwords"}
    assert name in found("guessed_passwords").words
    assert password == name or password not in found("guessed_passwords").words


@pytest.mark.django_db
def test_a_site_whose_errors_nobody_hears_of_is_told(well: Settings) -> None:
    well.SENTRY_DSN, well.ADMINS = "", [("", "root@example.com")]
    assert bad() == set()
    well.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert bad() == {"told"}


def test_a_hole_of_the_installed_version_is_told(monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_version", {"django": "5.2.7", "pillow": "13.0.0"}.__getitem__)
    told = packages.installed(packages.read(HOLES).holes)
    assert (told.state, told.figure) == (State.FAILED, 1)
    assert "django 5.2.7（CVE-2025-64459）" in told.words


def test_the_portal_has_none_of_the_holes_that_it_knows(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert packages.findings(date(2026, 12, 1))[0].state is State.OK


def test_a_list_of_the_operators_takes_the_place_of_ours(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "known_holes.txt").write_text("# 2026-11-30\ndjango >=1 CVE-9999-1\nnot-installed >=0 CVE-9999-2\n")
    told = packages.findings(date(2026, 12, 1))
    assert "CVE-9999-1" in told[0].words
    assert "CVE-9999-2" not in told[0].words


def test_an_old_list_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    assert packages.findings(date(2027, 12, 1))[1].state is State.DEGRADED


@pytest.mark.parametrize("text", ["", "django <5 CVE", "# 2026-11-01\ndjango", "# 2026-11-01\ndjango ~~ CVE", "\ufffd"])
def test_a_list_that_cannot_be_read_is_told(settings: Settings, tmp_path: Path, text: str) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "known_holes.txt").write_text(text)
    (told,) = packages.findings(date(2026, 12, 1))
    assert told.state is State.DEGRADED
    assert "读不懂" in told.words


@pytest.mark.django_db
def test_the_command_tells_the_worst_first_and_fails_on_a_danger(well: Settings) -> None:
    out = StringIO()
    call_command("check_site", "--inside", stdout=out)
    assert out.getvalue().endswith("没有危险。\n")
    well.DEBUG, out = True, StringIO()
    with pytest.raises(CommandError, match="有 1 项危险"):
        call_command("check_site", "--inside", stdout=out)
    assert out.getvalue().startswith("危险  DEBUG 开着")


@pytest.mark.django_db
def test_a_check_without_a_database_tells_that_and_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    out = StringIO()
    with pytest.raises(CommandError, match=r"项危险。$"):
        call_command("check_site", "--inside", stdout=out)
    assert "危险  数据库没有回答：" in out.getvalue()
    assert "  磁盘剩余 " in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "missing"),
    [("applied", set()), ("roll_up", {("articles", "0001_content")}), ("roll_up", set())],
)
def test_a_check_before_the_tables_are_made_says_so(monkeypatch: MonkeyPatch, name: str, missing: set[str]) -> None:
    def lacking(*_words: object) -> None:
        raise OperationalError("no such table: django_migrations")

    monkeypatch.setattr(checks, "missing", lambda _done: missing)
    monkeypatch.setattr(checks, name, lacking)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_site", "--inside", stdout=out)
    assert re.search(r"危险  .*运行 manage\.py migrate。", out.getvalue())
    assert "数据库没有回答" not in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("make_user", "status"), [(make_manager, 200), (make_editor, 403), (make_author, 403)])
def test_managers_see_the_page_and_others_do_not(client: Client, make_user: Callable[[], User], status: int) -> None:
    client.force_login(make_user())
    assert client.get("/admin/check-site/").status_code == status
    assert ("安全检查" in client.get("/admin/").content.decode()) == (status == 200)


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_login(client: Client) -> None:
    assert client.get("/admin/check-site/").status_code == 302
    assert client.post("/admin/check-site/").status_code == 403


@pytest.mark.django_db
def test_the_page_asks_from_outside_only_when_told_to(client: Client, well: Settings, monkeypatch: MonkeyPatch) -> None:
    asked: list[bool] = []
    well.ALLOWED_HOSTS = ["testserver"]

    def findings() -> list[Finding]:
        asked.append(True)
        return []

    monkeypatch.setattr("yanjiang.health.security.outside.findings", findings)
    client.force_login(make_manager())
    assert "再从外面看一看" in client.get("/admin/check-site/").content.decode()
    assert asked == []
    assert "包括从外面看到的" in client.get("/admin/check-site/?outside").content.decode()
    assert asked == [True]


@pytest.mark.django_db
def test_the_page_costs_the_same_however_many_people_there_are(client: Client) -> None:
    client.force_login(make_manager())

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/admin/check-site/")
        return len(asked)

    queries()
    few = queries()
    for number in range(12):
        make_author(f"zuozhe{number}")
    assert queries() == few


@pytest.mark.django_db
def test_no_secret_is_on_the_page(client: Client, settings: Settings) -> None:
    client.force_login(make_manager())
    html = client.get("/admin/check-site/").content.decode()
    assert settings.SECRET_KEY not in html
    assert not re.search(r"postgres://|redis://", html)
