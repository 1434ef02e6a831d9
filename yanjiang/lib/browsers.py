"""Name the browser and the address of a login in words that its owner recognises."""

import ipaddress

from django.http import HttpRequest

# Token of the User-Agent -> name. The first that occurs counts, because most browsers also name Chrome and Safari.
BROWSERS = {
    "micromessenger/": "微信",
    "dingtalk/": "钉钉",
    "qqbrowser/": "QQ 浏览器",
    "ucbrowser/": "UC 浏览器",
    "quark/": "夸克浏览器",
    "huaweibrowser/": "华为浏览器",
    "miuibrowser/": "小米浏览器",
    "vivobrowser/": "vivo 浏览器",
    "heytapbrowser/": "OPPO 浏览器",
    "360se": "360 浏览器",
    "qihu": "360 浏览器",
    "metasr": "搜狗浏览器",
    "edg/": "Edge 浏览器",
    "edga/": "Edge 浏览器",
    "edgios/": "Edge 浏览器",
    "firefox/": "火狐浏览器",
    "fxios/": "火狐浏览器",
    "opr/": "Opera 浏览器",
    "crios/": "Chrome 浏览器",
    "chrome/": "Chrome 浏览器",
    "safari/": "Safari 浏览器",
}
SYSTEMS = {
    "openharmony": "鸿蒙",
    "harmonyos": "鸿蒙",
    "iphone": "苹果手机",
    "ipad": "苹果平板",
    "android": "安卓",
    "windows": "Windows 电脑",
    "macintosh": "苹果电脑",
    "linux": "Linux 电脑",
}
# Addresses of networks that are not public (RFC 1918, RFC 4193).
INTERNAL = [ipaddress.ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]


def browser(request: HttpRequest) -> str:
    """Return "Windows 电脑上的 Chrome 浏览器", as far as the User-Agent tells. Anybody can send any User-Agent."""
    agent = request.headers.get("User-Agent", "").lower()
    program = _first(agent, BROWSERS) or "未知的浏览器"
    system = _first(agent, SYSTEMS)
    blank = " " if program[0].isascii() else ""
    return f"{system}上的{blank}{program}" if system else program


def address(request: HttpRequest) -> str:
    """Return the IP address from which a request came, "" for a Unix socket."""
    try:
        return str(ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return ""


def place(address: str) -> str:
    """Return an address with the words for a network that is not public."""
    if not address:
        return "这台服务器"
    known = ipaddress.ip_address(address)
    if known.is_loopback:
        return f"这台服务器（{address}）"
    is_internal = any(known in network for network in INTERNAL)
    return f"内部网络（{address}）" if is_internal else address


def _first(agent: str, names: dict[str, str]) -> str:
    return next((name for token, name in names.items() if token in agent), "")
