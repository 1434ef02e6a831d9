"""Asks the site under SITE_URL, as a reader does, through whatever stands in front of it."""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from yanjiang.health.findings import Finding, State

SECONDS = 3.0  # for each of six requests; the first that gets no answer is the last
DAY = 86_400
SOON = 14 * DAY  # certbot renews thirty days before the end
A_YEAR = 365 * DAY  # the least time of HSTS that ASVS 5.0 asks for (3.4.1)

# Header -> a word that it contains.
HEADERS = {
    "Content-Security-Policy": "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Files that a wrong root of the server in front would give away.
NOT_SERVED = ("/.env", "/.git/config", "/var/secret_key", "/var/db.sqlite3")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage


def findings() -> list[Finding]:
    """Ask six times or so. A site that cannot be reached from here is told in one finding."""
    site = urlsplit(settings.SITE_URL)
    is_https = site.scheme == "https"
    try:
        front = ask(f"{settings.SITE_URL}/")
        found = [headers(front), hidden()]
        return (
            [*found, hsts(front), redirect(), certificate(site.hostname or "", site.port or 443)] if is_https else found
        )
    except ssl.SSLError as error:
        return [Finding("outside", State.FAILED, f"证书不被信任：{error.reason or error}。")]
    except (OSError, http.client.HTTPException) as error:
        words = f"从这台机器打不开 {settings.SITE_URL}（{type(error).__name__}），没有从外面看。"
        return [Finding("outside", State.DEGRADED, words)]


def ask(url: str) -> Answer:
    """Return the answer to GET, redirects not followed. Raises OSError or HTTPException."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", parts.path, headers={"User-Agent": "yanjiang check_site"})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers)
    finally:
        connection.close()


def headers(front: Answer) -> Finding:
    missing = [name for name, word in HEADERS.items() if word not in front.headers.get(name, "")]
    if missing:
        words = f"首页缺少这些安全头，或者被前面的服务器改了：{'、'.join(missing)}。"
        return Finding("headers", State.FAILED, words, len(missing))
    return Finding("headers", State.OK, "首页的安全头都在。", 0)


def hidden() -> Finding:
    served = [path for path in NOT_SERVED if ask(f"{settings.SITE_URL}{path}").status == http.client.OK]
    if served:
        words = f"谁都能下载 {'、'.join(served)}：改正 nginx 的 root，换掉里面的密钥和密码。"
        return Finding("hidden", State.FAILED, words, len(served))
    return Finding("hidden", State.OK, ".env、.git、密钥和数据库从外面打不开。", 0)


def hsts(front: Answer) -> Finding:
    told = front.headers.get("Strict-Transport-Security", "")
    seconds = next((word.partition("=")[2] for word in told.replace(" ", "").split(";") if "max-age" in word), "0")
    if not seconds.isdecimal() or int(seconds) < A_YEAR:
        return Finding("hsts", State.FAILED, "没有 HSTS，或者不到一年：浏览器第一次还会走 http。")
    if "includesubdomains" not in told.lower() and settings.HSTS_SUBDOMAINS != "off":
        words = "HSTS 不管下级域名：下级域名全部支持 https 的，写 HSTS_SUBDOMAINS=on，并改 nginx.conf；否则写 off。"
        return Finding("hsts", State.DEGRADED, words, int(seconds))
    return Finding("hsts", State.OK, f"HSTS 有效 {int(seconds) // DAY} 天。", int(seconds))


def redirect() -> Finding:
    """Ask over http, on the port that browsers take."""
    host = urlsplit(settings.SITE_URL).hostname
    try:
        answer = ask(f"http://{host}/")
    except (OSError, http.client.HTTPException):
        return Finding("redirect", State.DEGRADED, "http 打不开：从旧链接来的读者看不到网站。")
    if answer.status in (301, 302, 307, 308) and answer.headers.get("Location", "").startswith("https://"):
        return Finding("redirect", State.OK, "http 转到 https。")
    return Finding("redirect", State.FAILED, "http 没有转到 https。")


def certificate(host: str, port: int, context: ssl.SSLContext | None = None) -> Finding:
    """Tell for how many seconds the certificate is still good."""
    context = context or ssl.create_default_context()
    with (
        socket.create_connection((host, port), SECONDS) as opened,
        context.wrap_socket(opened, server_hostname=host) as secure,
    ):
        end = ssl.cert_time_to_seconds(str((secure.getpeercert() or {})["notAfter"]))
    left = end - time.time()
    words = f"证书还有 {max(left, 0) / DAY:.0f} 天到期"
    if left < SOON:
        return Finding("certificate", State.FAILED, f"{words}：看 certbot 的定时器是不是在运行。", left)
    return Finding("certificate", State.OK, f"{words}。", left)
