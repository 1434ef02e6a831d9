"""A site that gets a new SECRET_KEY, as one restored without `var/secret_key` does, loses no more than deploy says."""

import pytest
from django.test import Client
from pytest_django import Settings

from articles.editing import sharing
from tests.accounts.telephone import Telephone, log_in_with
from tests.accounts.test_logins import is_logged_in
from tests.accounts.test_trusted_devices import asks_for_a_code
from tests.builders import make_article, make_editor

pytestmark = pytest.mark.django_db


def test_logins_and_the_trust_in_devices_end_and_passwords_and_telephones_stay(
    client: Client, telephone: Telephone, settings: Settings
) -> None:
    telephone.give(make_editor())
    log_in_with(client, telephone, trusts="on")
    settings.SECRET_KEY = "a new key that nobody has seen before, of fifty signs"
    assert not is_logged_in(client)
    assert asks_for_a_code(client)
    telephone.later(minutes=1)
    assert log_in_with(client, telephone) == 302
    assert is_logged_in(client)


def test_a_preview_link_that_was_sent_still_opens_and_the_admin_shows_another(
    client: Client, settings: Settings
) -> None:
    editor = make_editor()
    link = sharing.make(make_article(status="draft", owner=editor).pk, by=editor)
    sent = f"/preview/{sharing.token_of(link)}/"
    assert client.get(sent).status_code == 200
    settings.SECRET_KEY = "a new key that nobody has seen before, of fifty signs"
    assert client.get(sent).status_code == 200
    assert client.get(f"/preview/{sharing.token_of(link)}/").status_code == 410
