"""Compare nginx's cost of a cached page with that of a file of the same bytes and headers. It prints a table.

    python -m tests.benchmark.bench_nginx [--seconds 2] [--rounds 7]

The table has requests a second, microseconds of nginx's processor time for each, and the ratios of both to the file's.
A fake portal behind nginx answers once a second that the page is unchanged. Needs nginx, openssl and wrk.
"""

import argparse
import http.client
import os
import re
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yanjiang.settings")
django.setup()

from tests.nginx import HOST, Nginx, running  # noqa: E402 (imports models)
from tests.told_portal import Portal  # noqa: E402
from tests.units import descendants  # noqa: E402

PAGE = "a" * 10_000  # about what an article has, compressed
FILE = "/static/page.html"
OF_THE_FILE = {
    "server",
    "date",
    "content-type",
    "content-length",
    "last-modified",
    "etag",
    "accept-ranges",
    "connection",
}
OF_THE_FILE |= {"cache-control", "vary"}
ASKED = {
    "a file": FILE,
    "a page": "/articles/1/",
    "its second page": "/articles/1/?page=2",
    "passed on once": "/articles/1/?from=timeline",
    "passed on twice": "/articles/1/?from=timeline&isappinstalled=0",
    "from an advertisement": "/articles/1/?utm_source=a&utm_medium=b&utm_campaign=c&spm=1.2.3",
    "its second, passed on": "/articles/1/?page=2&from=timeline",
}


@dataclass(frozen=True)
class Measured:
    rate: float  # requests a second
    taken: float  # microseconds of processor time a request


class Plain(Nginx):
    """nginx without TLS, which takes the same for all of them: wrk cannot tell for which name it asks."""

    def connection(self, *, secure: bool = True) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.secure if secure else self.plain, timeout=20)

    def write(self) -> None:
        super().write()
        site = self.folder / "site.conf"
        site.write_text(
            site.read_text().replace(" ssl http2;", ";").replace(" ssl default_server;", " default_server;")
        )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=2)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Plain(Path(folder))) as nginx:
        (nginx.folder / "var" / FILE.removeprefix("/")).write_text(PAGE)
        headers = {name: value for name, value in nginx.fetch("GET", FILE)[1].items() if name not in OF_THE_FILE}
        with Portal(body=PAGE, headers=headers).answering(nginx.portal):
            rounds = [
                {name: _measured(nginx, path, chosen.seconds) for name, path in ASKED.items()}
                for _ in range(chosen.rounds)
            ]
    _say(f"{'':26} {'a second':>9} {'/ file':>7} {'µs':>9} {'file /':>7}")
    for name in ASKED:
        rate, taken = (statistics.median(getattr(one[name], part) for one in rounds) for part in ("rate", "taken"))
        faster = statistics.median(one[name].rate / one["a file"].rate for one in rounds)
        dearer = statistics.median(one["a file"].taken / one[name].taken for one in rounds)
        _say(f"{name:26} {rate:9.0f} {faster:7.2f} {taken:9.1f} {dearer:7.2f}")


def _measured(nginx: Nginx, path: str, seconds: int) -> Measured:
    words = ["wrk", "-t1", "-c4", f"-d{seconds}s", "-H", f"Host: {HOST}", "-H", "Accept-Encoding: gzip, deflate, br"]
    before = _processor_time(nginx)
    said = subprocess.run(
        [*words, f"http://127.0.0.1:{nginx.secure}{path}"], check=True, capture_output=True, text=True
    ).stdout
    taken = _processor_time(nginx) - before
    assert "Non-2xx" not in said, said
    rate, requests = re.search(r"Requests/sec:\s+(\S+)", said), re.search(r"(\d+) requests in", said)
    assert rate, said
    assert requests, said
    return Measured(float(rate[1]), taken / 1000 / int(requests[1]))


def _processor_time(nginx: Nginx) -> int:
    """Return the nanoseconds that all of nginx has run for (the kernel's sched-stats.rst, /proc/pid/schedstat)."""
    main = int((nginx.folder / "nginx.pid").read_text())
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in descendants(main))


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
