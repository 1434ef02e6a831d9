"""Reduces a referring address to a well-known name or its host, and never keeps more of it. Pure."""

import re
from urllib.parse import urlsplit

MAX_CHARS = 100  # ReferrerDay.referrer
OWN = "本站"

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")
_NAMES = {
    "baidu.com": "百度", "so.com": "360", "sogou.com": "搜狗", "bing.com": "必应",
    "weixin.qq.com": "微信", "servicewechat.com": "微信",
    "weibo.com": "微博", "weibo.cn": "微博", "t.cn": "微博", "toutiao.com": "头条", "zhihu.com": "知乎",
}  # fmt: skip
_GOOGLE = re.compile(r"(?:.+\.)?google\.(?:com|cn|[a-z]{2}|com?\.[a-z]{2})")
# Apps that send no referrer, by a word of their browsers' agents.
_APPS = (
    ("MicroMessenger", "微信"),
    ("baiduboxapp", "百度"),
    ("Weibo", "微博"),
    ("NewsArticle", "头条"),
    ("ZhihuHybrid", "知乎"),
)


def referrer(address: str, *, agent: str, own_host: str) -> str:
    """Reduce the referring address to a name or a host; "" if neither it nor the agent tells one."""
    host = _host(address)
    if not host:
        return next((name for word, name in _APPS if word in agent), "")
    if host == _host(f"//{own_host}"):
        return OWN
    return _name(host) or host[:MAX_CHARS]


def _host(address: str) -> str:
    try:
        host = (urlsplit(address).hostname or "").encode("idna").decode()
    except ValueError:  # also UnicodeError: it is no address
        return ""
    return host if _HOST.fullmatch(host) else ""


def _name(host: str) -> str:
    if _GOOGLE.fullmatch(host):
        return "谷歌"
    return next((name for domain, name in _NAMES.items() if f".{host}".endswith(f".{domain}")), "")
