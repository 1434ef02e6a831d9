"""Prove the site's ownership to search engines and WeChat, by a `<meta>` in every page or by a file at the root.

Only the names that these services use are allowed, so that no other `<meta>` and no other page can be added this way.
"""

import re

from django.core.validators import RegexValidator

# baidu-site-verification, google-site-verification, msvalidate.01 (Bing), 360-site-verification,
# sogou_site_verification, bytedance-verification-code, shenma-site-verification, yandex-verification …
MARKS = {
    "baidu-site-verification": "百度",
    "msvalidate.01": "必应",
    "google-site-verification": "谷歌",
    "360-site-verification": "360 搜索",
    "sogou_site_verification": "搜狗",
    "bytedance-verification-code": "头条搜索",
    "shenma-site-verification": "神马",
}
ROOT_FILE = (
    r"(?:MP|WW)_verify_[A-Za-z0-9]{1,60}\.txt"  # WeChat, WeCom
    r"|baidu_verify_[A-Za-z0-9_-]{1,60}\.html"
    r"|google[0-9a-f]{8,60}\.html"
    r"|BingSiteAuth\.xml"
    r"|sogousiteverification\.txt"
    r"|shenma-site-verification\.txt"
    r"|ByteDanceVerify\.html"
    r"|[0-9a-f]{32}\.(?:txt|html)"  # 360
)

validate_mark = RegexValidator(
    re.compile(r"\A(?:msvalidate\.01|[a-z0-9_-]*verif[a-z0-9_-]*)\Z"),
    "请填写搜索引擎给出的 name，如 baidu-site-verification。",
)
validate_code = RegexValidator(re.compile(r"\A[A-Za-z0-9_+/=.:~-]+\Z"), "请只填写 content 引号里的验证码。")
validate_root_file = RegexValidator(
    re.compile(rf"\A(?:{ROOT_FILE})\Z"),
    "不是认识的验证文件名，如 MP_verify_xxx.txt、baidu_verify_xxx.html、googlexxx.html。",
)
