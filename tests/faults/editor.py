"""Change the site while it runs, in a separate process of the portal and by the forms of the admin."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.server import ROOT, Site

LOOP = """
import json, sys
for line in sys.stdin:
    names = {}
    exec(json.loads(line), names)
    print(json.dumps(names.get("told")), flush=True)
"""
SESSION = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
user, _ = User.objects.get_or_create(username="root", defaults={"is_staff": True, "is_superuser": True})
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
told = session.session_key
"""
TOKEN = "a" * 32

# Method, path, headers and body; status and body of the answer.
Ask = Callable[[str, str, dict[str, str], bytes], tuple[int | None, bytes]]


class Editor:
    """A process of the portal that runs pieces of Python, one at a time."""

    def __init__(self, site: Site) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", LOOP],
            cwd=ROOT,
            env=site.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, code: str) -> Any:
        """Run the code. Return the value that it assigns to `told`."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(code)}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "it has ended, and said why above"
        return json.loads(line)

    def end(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@dataclass
class Page:
    content: bytes


@dataclass
class Admin:
    """A superuser's browser."""

    ask: Ask
    session: str
    origin: str
    prefix: str = field(default="")  # of the cookies' names

    def get(self, url: str) -> Page:
        status, content = self.ask("GET", url, self._headers(), b"")
        assert status == 200, (status, content.decode(errors="replace")[-2000:])
        return Page(content)

    def post(self, url: str, fields: dict[str, Any]) -> int | None:
        """Send a form; a saved one is answered with 302."""
        body = encode_multipart(BOUNDARY, {**fields, "csrfmiddlewaretoken": TOKEN})
        headers = {"Content-Type": MULTIPART_CONTENT, "Content-Length": str(len(body)), "Origin": self.origin}
        return self.ask("POST", url, {**self._headers(), **headers}, body)[0]

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"{self.prefix}sessionid={self.session}; {self.prefix}csrftoken={TOKEN}"}

    def links(self, url: str) -> list[str]:
        return [str(link) for link in lxml.html.fromstring(self.get(url).content.decode()).xpath("//a/@href")]
