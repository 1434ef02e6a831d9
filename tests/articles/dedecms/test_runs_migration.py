"""The model ImportRun came from articles by migration: its rows and its lines in the admin's log stay, either way."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command

from tests.states import models

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("articles", "0038_listing_count")


@pytest.fixture
def before() -> Iterator[Callable[[str], Any]]:
    """Go back to the state in which the model was of articles. Restore today's state at the end of a test."""
    call_command("migrate", *BEFORE, verbosity=0)
    yield models(BEFORE, ("admin", "0003_logentry_add_action_flag_choices"))
    call_command("migrate", verbosity=0)


def make_site(model: Callable[[str], Any]) -> None:
    user = model("auth.User").objects.create(username="root")
    for folder in ("jiuzhan", "another"):
        model("articles.ImportRun").objects.create(folder=folder, prefix="dede_", report={"added": 3}, started_by=user)
    kind, _made = model("contenttypes.ContentType").objects.get_or_create(app_label="articles", model="importrun")
    model("admin.LogEntry").objects.create(user=user, content_type=kind, object_id="1", action_flag=2)


def runs(model: Any) -> list[tuple[str, str, dict[str, int], str]]:
    rows = model.objects.order_by("pk")
    return list(rows.values_list("folder", "prefix", "report", "started_by__username"))


def logged() -> list[tuple[str, str]]:
    """Return the models that the lines of the log name."""
    lines = models()("admin.LogEntry").objects.order_by("pk")
    return list(lines.values_list("content_type__app_label", "content_type__model"))


def test_runs_and_their_log_move_and_go_back(before: Callable[[str], Any]) -> None:
    make_site(before)
    made = [("jiuzhan", "dede_", {"added": 3}, "root"), ("another", "dede_", {"added": 3}, "root")]

    call_command("migrate", verbosity=0)
    assert runs(models()("dedecms.ImportRun")) == made
    assert logged() == [("dedecms", "importrun")]
    models()("dedecms.ImportRun").objects.create(folder="later")

    call_command("migrate", *BEFORE, verbosity=0)
    assert [folder for folder, *_ in runs(models(BEFORE)("articles.ImportRun"))] == ["jiuzhan", "another", "later"]
    assert logged() == [("articles", "importrun")]


def test_a_content_type_that_is_there_already_is_no_error(before: Callable[[str], Any]) -> None:
    make_site(before)
    before("contenttypes.ContentType").objects.create(app_label="dedecms", model="importrun")
    call_command("migrate", verbosity=0)
    assert len(runs(models()("dedecms.ImportRun"))) == 2
    assert logged() == [("articles", "importrun")]
