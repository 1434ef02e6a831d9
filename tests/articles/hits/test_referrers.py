"""Where readers come from: a name, a host, and never more."""

import pytest

from articles.hits.referrers import referrer

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0"


def told(address: str, *, agent: str = BROWSER) -> str:
    return referrer(address, agent=agent, own_host="www.example.com:8000")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.baidu.com/s?wd=%E6%BC%94%E8%AE%B2", "百度"),
        ("https://m.baidu.com/", "百度"),
        ("https://www.so.com/s?q=1", "360"),
        ("https://m.sogou.com/web", "搜狗"),
        ("https://cn.bing.com/search?q=1", "必应"),
        ("https://www.google.com.hk/", "谷歌"),
        ("https://google.cn/", "谷歌"),
        ("android-app://com.google.android.googlequicksearchbox/", "com.google.android.googlequicksearchbox"),
        ("https://mp.weixin.qq.com/s/x", "微信"),
        ("https://servicewechat.com/wx1/1/page-frame.html", "微信"),
        ("https://weibo.com/u/1", "微博"),
        ("https://t.cn/A6", "微博"),
        ("https://www.toutiao.com/a1", "头条"),
        ("https://link.zhihu.com/?target=https", "知乎"),
        ("https://www.example.com:8000/articles/1/", "本站"),
        ("http://WWW.EXAMPLE.COM/", "本站"),
        ("https://blog.example.org/2026/?who=me#there", "blog.example.org"),
        ("https://notbaidu.com/", "notbaidu.com"),
        ("https://baidu.com.evil.example/", "baidu.com.evil.example"),
        ("https://演讲.中国/路径", "xn--2dxm42d.xn--fiqs8s"),
    ],
)
def test_an_address_becomes_a_name_or_a_host(address: str, name: str) -> None:
    assert told(address) == name


@pytest.mark.parametrize(
    "address", ["", "about:blank", "no address", "http://[", "https://\0/", "https://a b/", "javascript:alert(1)", "//"]
)
def test_a_text_that_is_no_address_is_nothing(address: str) -> None:
    assert told(address) == ""


def test_a_long_host_is_cut() -> None:
    assert len(told("https://" + "a.b." * 60 + "example/")) == 100


@pytest.mark.parametrize(
    ("word", "name"), [("MicroMessenger/8.0", "微信"), ("baiduboxapp/13", "百度"), ("NewsArticle/9", "头条")]
)
def test_apps_that_tell_nothing_are_known_by_their_agent(word: str, name: str) -> None:
    assert told("", agent=f"{BROWSER} {word}") == name
    assert told("https://blog.example.org/", agent=f"{BROWSER} {word}") == "blog.example.org"
