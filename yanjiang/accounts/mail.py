"""Mail to staff. The site works without it: nothing is sent unless EMAIL_URL names a server."""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from yanjiang.accounts.models import MailChoice

logger = logging.getLogger(__name__)

MOST = 100  # recipients of one message


def is_configured() -> bool:
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def send(people: Iterable[User], subject: str, text: str) -> None:
    """Send a message to each of these people who has a mail address and wants mail, once the transaction is committed.

    A mail server that fails is logged: what was done stands, and the pages of the admin show it.
    """
    if not is_configured():
        return
    numbers = [person.pk for person in people]
    unwilling = MailChoice.objects.filter(wants_mail=False).values("user")
    willing = User.objects.filter(pk__in=numbers, is_active=True).exclude(email="").exclude(pk__in=unwilling)
    mail_addresses = list(willing.order_by("pk").values_list("email", flat=True)[:MOST])
    if mail_addresses:
        transaction.on_commit(lambda: _deliver(mail_addresses, subject, text))


def _deliver(mail_addresses: list[str], subject: str, text: str) -> None:
    subject = " ".join(subject.split())  # a line end would be refused
    try:
        mails = [EmailMessage(subject, text, to=[mail_address]) for mail_address in mail_addresses]
        get_connection().send_messages(mails)
    except Exception:  # whatever a mail server or its library does, the work is saved already
        logger.exception("Mail could not be sent: %s", subject)
