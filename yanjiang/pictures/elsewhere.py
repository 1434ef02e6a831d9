"""Fetch a picture of another host for the library, but never anything from the internal network.

The URL comes from an editor's pasted page, so a stranger may have written it. The host is resolved once, and all its
IP addresses must be public. The connection uses a checked one: a second DNS answer cannot redirect it. Each redirect
is checked again.
"""

import http.client
import ipaddress
import socket
import ssl
from contextlib import suppress
from io import BytesIO
from threading import Timer
from time import monotonic
from urllib.parse import quote, urljoin, urlsplit

from django.core.exceptions import ValidationError

from yanjiang.pictures.intake import MAX_BYTES

PORTS = {"http": 80, "https": 443}
SECONDS = 20  # for all of it, redirects included
CONNECT_SECONDS = 5
MOST_REDIRECTS = 4
MOST_CHARS = 2000
REDIRECTS = (301, 302, 303, 307, 308)
PATH_SIGNS = "/?%!$&'()*+,;=:@~"
PIECE = 64 * 1024
# Content types of pictures. Some hosts send none, or only that of any file.
TYPES = ("image/", "application/octet-stream", "binary/octet-stream")
HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Mozilla/5.0 (compatible; yanjiang)"}
# IPv6 networks whose addresses contain an IPv4 address: RFC 6052 (NAT64), RFC 3056 (6to4).
NAT64, SIX_TO_FOUR = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16")
PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")  # RFC 6890; a cloud serves its metadata there

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class FetchError(ValidationError):
    """The picture was not fetched. The message is for the editor."""


def fetch(url: str) -> BytesIO:
    """Return the file at an address of another host. Raises FetchError."""
    end = monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        answer = _get(url, end)
        if isinstance(answer, BytesIO):
            return answer
        url = answer
    raise FetchError("对方网站一再转向别的地址，没有取得图片。", code="redirects")


def is_public(ip: IpAddress) -> bool:
    """Tell whether an IP address belongs to the public internet, and is not private, local, shared or reserved."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ip.teredo or (None, None))[1]
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip in SIX_TO_FOUR:
            inner = ip.sixtofour
        if inner is not None:
            return is_public(inner)
    return ip.is_global and ip not in PROTOCOLS and not ip.is_multicast and not ip.is_reserved


def _get(url: str, end: float) -> BytesIO | str:
    """Request one URL. Return the file, or the URL that it redirects to. Raises FetchError."""
    connection, path = _connection(url)
    stop = Timer(max(0.1, end - monotonic()), _stop, [connection])
    stop.daemon = True
    stop.start()
    try:
        connection.request("GET", path, headers=HEADERS)
        with connection.getresponse() as response:
            return _answer(response, url, end)
    except ssl.SSLError as error:
        raise FetchError("对方网站的证书有问题，没有取得图片。", code="certificate") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        text = "对方网站太慢，没有等到图片。" if monotonic() >= end - 0.05 or isinstance(error, TimeoutError) else ""
        raise FetchError(text or "连接不上对方网站，没有取得图片。", code="connection") from error
    finally:
        stop.cancel()
        connection.close()


def _stop(connection: http.client.HTTPConnection) -> None:
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _answer(response: http.client.HTTPResponse, url: str, end: float) -> BytesIO | str:
    location = response.getheader("Location")
    if response.status in REDIRECTS and location:
        return urljoin(url, location)
    if response.status != http.HTTPStatus.OK:
        raise FetchError(f"对方网站没有给出图片（{response.status}），可能已经撤下，或者不许取用。", code="status")
    kind = (response.getheader("Content-Type") or TYPES[1]).partition(";")[0].strip().lower()
    if not kind.startswith(TYPES):
        raise FetchError("对方网站给出的不是图片，可能是一张网页。", code="type")
    file = BytesIO()
    while piece := response.read1(PIECE):
        file.write(piece)
        if file.tell() > MAX_BYTES:
            raise FetchError(f"图片超过 {MAX_BYTES // 1024 // 1024} MB，没有取来。", code="bytes")
        if monotonic() > end:
            raise TimeoutError
    if response.length:
        raise FetchError("图片没有传完，对方网站中断了连接。", code="cut")
    return file


def _connection(url: str) -> tuple[http.client.HTTPConnection, str]:
    """Return a connection to a checked IP address, and the path to request. Raises FetchError."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        name = host.encode("idna").decode() if not host.isascii() else host
    except ValueError as error:
        raise FetchError("这个图片地址写得不对。", code="address") from error
    if parts.scheme not in PORTS or not name or len(url) > MOST_CHARS or parts.username is not None:
        raise FetchError("这个图片地址写得不对，只能是 http:// 或 https:// 开头的网址。", code="address")
    if port not in (None, PORTS[parts.scheme]):
        raise FetchError("这个图片地址用了特别的端口，服务器不去取。", code="port")
    path = quote(parts._replace(scheme="", netloc="", fragment="").geturl() or "/", safe=PATH_SIGNS)
    ip = _checked(name, PORTS[parts.scheme])
    kind = _Https if parts.scheme == "https" else _Http
    return kind(name, ip), path


def _checked(host: str, port: int) -> str:
    """Return the first IP address of the host. Raises FetchError unless all of them are public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        ips = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    except (OSError, ValueError) as error:
        raise FetchError("找不到对方网站，没有取得图片。", code="name") from error
    if not ips or not all(map(is_public, ips)):
        raise FetchError("这个图片地址指向内部网络，服务器不去取。", code="inside")
    return str(ips[0])


class _Http(http.client.HTTPConnection):
    """A connection to a fixed IP address, whatever the host's name resolves to now."""

    def __init__(self, host: str, ip: str) -> None:
        super().__init__(host, PORTS["http"], timeout=CONNECT_SECONDS)
        self._ip = ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self.port), self.timeout)


class _Https(http.client.HTTPSConnection):
    """A connection to a fixed IP address that checks the certificate of the host's name."""

    def __init__(self, host: str, ip: str) -> None:
        self._context = ssl.create_default_context()
        super().__init__(host, PORTS["https"], timeout=CONNECT_SECONDS, context=self._context)
        self._ip = ip

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)
