"""nginx with the site's own file, names, ports and a certificate of the test's own filled in."""

import getpass
import http.client
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import CI, answers
from tests.server import free_port

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "yanjiang" / "deploy"
HOST = "www.example.com"
# The arguments of the line that deploy/README.md has for a site with its uploads on S3.
TO_S3 = shlex.split(re.findall(r"^sed -i (.*nginx_s3.*) /etc/nginx/.*$", (DEPLOY / "README.md").read_text(), re.M)[0])
WHOLE = """
user {user};
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
events {{}}
http {{
    include /etc/nginx/mime.types;
    sendfile on;
    tcp_nopush on;
    gzip on;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass
class Nginx:
    folder: Path
    var: Path | None = None  # of the portal behind it; else a folder with two files
    plain: int = field(default_factory=free_port)
    secure: int = field(default_factory=free_port)
    portal: int = field(default_factory=free_port)
    others: list[int] = field(default_factory=list)  # portals of other nodes
    on_s3: bool = False  # the uploads, and not in the folder
    kept: str = "1h"  # how long an upload of S3 is kept before the portal is asked again

    def write(self) -> None:
        """Write the site's file with ports, folders and a certificate of this machine, and less patience."""
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        words += ["-days", "1", "-subj", f"/CN={HOST}"]
        subprocess.run([*words, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
        var = self.var or self.folder / "var"
        for name, content in {
            "static/a.css": "p { margin: 0 }",
            "uploads/a.pdf": "%PDF-1.4",
            "uploads/allimg/a.jpg": "",
        }.items():
            (var / name).parent.mkdir(parents=True, exist_ok=True)
            (var / name).write_text(content)
        for name in ("nginx.conf", "nginx_errors.conf"):
            text = self._with_uploads((DEPLOY / name).read_text())
            for before, now in {
                "/srv/yanjiang/yanjiang/deploy/nginx_errors.conf": str(self.folder / "nginx_errors.conf"),
                "/srv/yanjiang/yanjiang/deploy/nginx_s3.conf": str(self.folder / "nginx_s3.conf"),
                "/srv/yanjiang/yanjiang": str(ROOT / "yanjiang"),
                "/srv/yanjiang/var": str(var),
                "/var/cache/yanjiang": str(self.folder / "cache"),
                f"/etc/letsencrypt/live/{HOST}/fullchain.pem": str(certificate),
                f"/etc/letsencrypt/live/{HOST}/privkey.pem": str(key),
                "listen 80": f"listen 127.0.0.1:{self.plain}",
                "listen 443": f"listen 127.0.0.1:{self.secure}",
                "127.0.0.1:8000": f"127.0.0.1:{self.portal}",
                "proxy_read_timeout 10s": "proxy_read_timeout 1s",
            }.items():
                text = text.replace(before, now)
            first = f"server 127.0.0.1:{self.portal};"
            text = text.replace(first, " ".join([first, *(f"server 127.0.0.1:{port};" for port in self.others)]))
            (self.folder / ("site.conf" if name == "nginx.conf" else name)).write_text(text)
        text = (DEPLOY / "nginx_s3.conf").read_text().replace("valid 200 1h", f"valid 200 {self.kept}")
        (self.folder / "nginx_s3.conf").write_text(text)
        (self.folder / "nginx.conf").write_text(WHOLE.format(folder=self.folder, user=getpass.getuser()))

    def _with_uploads(self, text: str) -> str:
        """Change the file as deploy/README.md says, if the uploads are on S3."""
        if not self.on_s3:
            return text
        return subprocess.run(["sed", *TO_S3], input=text, check=True, capture_output=True, text=True).stdout

    @property
    def command(self) -> list[str]:
        return ["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", "stderr"]

    def connection(self, *, secure: bool = True) -> http.client.HTTPConnection:
        if not secure:
            return http.client.HTTPConnection("127.0.0.1", self.plain, timeout=20)
        opened = socket.create_connection(("127.0.0.1", self.secure), timeout=20)
        context = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        connection = http.client.HTTPConnection("127.0.0.1", self.secure, timeout=20)
        connection.sock = context.wrap_socket(opened, server_hostname=HOST)
        return connection

    def fetch(
        self, method: str, path: str, headers: dict[str, str] | None = None, *, secure: bool = True, body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an answer."""
        with closing(self.connection(secure=secure)) as connection:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": HOST, **(headers or {})}.items():
                connection.putheader(name, value)
            connection.endheaders(body or None)
            answer = connection.getresponse()
            content = answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, *, secure: bool = True
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers and text of an answer."""
        status, told, content = self.fetch(method, path, headers, secure=secure)
        return status, told, content.decode()


@contextmanager
def running(nginx: Nginx) -> Iterator[Nginx]:
    """Start it, and stop it. Skips where nginx is not installed, saying so; under CI it must be there."""
    if not (shutil.which("nginx") and shutil.which("openssl")):
        if CI:
            pytest.fail("nginx or openssl is not installed")
        pytest.skip("NOT TESTED with nginx: it is not installed here")
    nginx.write()
    tested = subprocess.run([*nginx.command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(nginx.command, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while not answers(f"https://127.0.0.1:{nginx.secure}", 443):
            assert time.monotonic() < end
            time.sleep(0.05)
        yield nginx
    finally:
        process.terminate()
        process.wait()
