"""A small DedeCMS site, made up by us, that has every trap of the content once. `tests/data/dedecms/` holds it in every
format; after a change here, write the files anew:

    uv run python -m tests.dedecms_site
"""

import shutil
from pathlib import Path

from articles.dedecms.standard import COLUMNS
from tests import dedecms_writers as writers
from tests.dedecms_writers import Cell, Table

DATA = Path(__file__).resolve().parent / "data" / "dedecms"

# A site's owner has put columns into the middle of two tables, and one at an end.
INSERTED = {
    "arctype": ("entypename", "typename"),
    "archives": ("zhuanti", "keywords"),
    "addonarticle": ("jiangzhe", ""),
}


def columns(table: str) -> tuple[str, ...]:
    names = COLUMNS[table].split()
    if table in INSERTED:
        name, before = INSERTED[table]
        names.insert(names.index(before) if before else len(names), name)
    return tuple(names)


def rows(table: str, *given: dict[str, Cell]) -> Table:
    """Make a table whose other columns are "0" or "", as the installer has them."""
    words = (
        "name title body description keywords tag dir url info value rule flag redirect file litpic writer source msg"
    )
    names = columns(table)

    def default(name: str) -> str:
        return "" if any(word in name for word in words.split()) or name in ("content", "crossid", "email") else "0"

    return Table(names, [tuple(cells.get(name, default(name)) for name in names) for cells in given])


def mojibake(text: str) -> str:
    """Read UTF-8 as GBK, as a site does that was moved carelessly."""
    return text.encode().decode("gbk", "replace").replace("\ufffd", "?")


APRIL, MAY, JANUARY_2040 = "1398138300", "1401584400", "2209010400"  # 2014-04-22 11:45 in Shanghai, 2014-06-01 09:00

ARTICLES: list[dict[str, Cell]] = [
    {"id": "1", "typeid": "2", "typeid2": "3", "flag": "h,c,p", "ismake": "1", "click": "187", "color": "#ff0000",
     "title": "开场白 &amp; 结束语：&quot;说好第一句&quot;", "shorttitle": "说好第一句", "writer": "张三",
     "source": "本站原创", "litpic": "/uploads/allimg/140422/1-1404221145.jpg", "pubdate": MAY,
     "senddate": APRIL, "sortrank": "1404176400", "keywords": "演讲,开场白,第一,句,",
     "description": "好的开场白是成功的一半。", "zhuanti": "七一"},
    {"id": "2", "typeid": "2", "flag": "j", "ismake": "-1", "title": "跳转的文章", "pubdate": APRIL, "senddate": APRIL},
    {"id": "3", "typeid": "3", "arcrank": "-1", "title": "等待审核", "pubdate": APRIL, "senddate": APRIL, "flag": None},
    {"id": "4", "typeid": "3", "arcrank": "-2", "ismake": "-10", "title": "回收站里的", "pubdate": APRIL,
     "senddate": APRIL},
    {"id": "5", "typeid": "3", "ismake": "1", "title": "将来发表", "pubdate": JANUARY_2040, "senddate": APRIL},
    {"id": "6", "typeid": "3", "ismake": "1", "title": "It's 5\" \\ 反斜线 $价格 誠乗‐", "filename": "changgui",
     "pubdate": APRIL, "senddate": APRIL, "description": "第一行\r\n第二行\t制表"},
    {"id": "7", "typeid": "3", "ismake": "1", "title": mojibake("重复编码的标题"), "pubdate": APRIL, "senddate": APRIL},
    {"id": "8", "typeid": "99", "ismake": "1", "title": "没有正文也没有栏目", "pubdate": "0", "senddate": "0"},
    {"id": "11", "typeid": "2", "ismake": "1", "arcrank": "10", "money": "5", "title": "会员文章", "pubdate": APRIL,
     "senddate": APRIL},
    {"id": "12", "typeid": "0", "channel": "-1", "ismake": "1", "title": "演讲专题", "pubdate": APRIL,
     "senddate": APRIL},
    {"id": "14", "typeid": "3", "ismake": "1", "title": "正文在文件里", "pubdate": APRIL, "senddate": APRIL},
]  # fmt: skip

HOSTILE = (
    "<p>'); DROP TABLE `dede_archives`; -- \\</p>\r\n<script>alert(1)</script>"
    "<iframe src=\"http://ad.example.com/\"></iframe>\r\nINSERT INTO `dede_archives` VALUES('666');\r\n),(1,2,3),("
)

BODIES: list[dict[str, Cell]] = [
    {
        "aid": "1",
        "typeid": "2",
        "body": "<p>第一页</p>#p#副标题#e#<p>第二页</p>#p#第三部分#e#<p>第三页</p>",
        "jiangzhe": "李四",
    },
    {"aid": "2", "typeid": "2", "body": None, "redirecturl": "http://www.example.com/a?b=1&c=2"},
    {"aid": "3", "typeid": "3", "body": "<p>请审核</p>"},
    {"aid": "4", "typeid": "3", "body": "<p>已删除</p>"},
    {"aid": "5", "typeid": "3", "body": "<p>明天见</p>"},
    {"aid": "6", "typeid": "3", "body": HOSTILE, "userip": "192.0.2.7"},
    {"aid": "7", "typeid": "3", "body": f"<p>{mojibake('正文也是重复编码的')}</p>"},
    {"aid": "11", "typeid": "2", "body": "<p>付费阅读</p>"},
    {"aid": "9", "typeid": "3", "body": "<p>没有标题的正文</p>"},
    {"aid": "14", "typeid": "3", "body": "/data/textdata/1/14-0123456789abcdef.txt"},
]

NODE = (
    "{dede:specnote imgheight='90' imgwidth='120' infolen='160' titlelen='60' col='1' idlist='6,1,3'\r\n"
    "name='开场与结束' noteid='a' isauto='0' rownum='10' keywords='' typeid='0'}\r\n"
    '<li><a href="[field:arcurl/]">[field:title/]</a></li>\r\n{/dede:specnote}\r\n'
)

TREE: list[dict[str, Cell]] = [
    {"id": "1", "reid": "0", "topid": "0", "sortrank": "50", "typename": "演讲", "entypename": "Speech", "ispart": "1",
     "typedir": "{cmspath}/a/yanjiang", "defaultname": "index.html", "content": "<p>封面</p>", "channeltype": "1"},
    {"id": "2", "reid": "1", "topid": "1", "sortrank": "10", "typename": "开场白", "entypename": "Opening",
     "typedir": "{cmspath}/a/yanjiang/kaichangbai", "defaultname": "index.html", "channeltype": "1",
     "namerule": "{typedir}/{Y}/{M}{D}/{aid}.html", "namerule2": "{typedir}/list_{tid}_{page}.html"},
    {"id": "3", "reid": "1", "topid": "1", "sortrank": "20", "typename": "致辞", "ishidden": "1", "channeltype": "1",
     "typedir": "{cmspath}/a/yanjiang/zhici", "seotitle": "致辞大全", "description": "各种致辞", "keywords": "致辞"},
    {"id": "4", "reid": "0", "topid": "0", "typename": "论坛", "ispart": "2", "typedir": "http://bbs.example.com/"},
]  # fmt: skip

SITE = {
    "archives": rows("archives", *[{"channel": "1", "mid": "1", "dutyadmin": "1", **article} for article in ARTICLES]),
    "addonarticle": rows("addonarticle", *BODIES),
    "addonspec": rows("addonspec", {"aid": "12", "note": NODE}),
    "addoninfos": rows(
        "addoninfos",
        {"aid": "13", "typeid": "3", "channel": "-8", "click": "3", "title": "代写", "senddate": APRIL, "tel": "",
         "address": "", "linkman": "李四", "body": "<p>面议</p>", "userip": "192.0.2.8"},
    ),
    "channeltype": rows(
        "channeltype",
        {"id": "1", "nid": "article", "addtable": "dede_addonarticle"},
        {"id": "-1", "nid": "spec", "addtable": "dede_addonspec"},
        {"id": "-8", "nid": "infos", "addtable": "dede_addoninfos"},
    ),
    "arctiny": rows("arctiny", *[dict[str, Cell](id=str(number), channel="1") for number in range(1, 15)]),
    "arctype": rows("arctype", *TREE),
    "taglist": rows(
        "taglist",
        {"tid": "1", "aid": "1", "tag": "演讲"},
        {"tid": "1", "aid": "6", "typeid": "77", "tag": "演讲"},
        {"tid": "2", "aid": "404", "tag": "孤儿"},
    ),
    "tagindex": rows("tagindex", {"id": "1", "tag": "演讲", "total": "9"}, {"id": "2", "tag": "孤儿", "total": "1"}),
    "admin": rows("admin", {"id": "1", "usertype": "10", "userid": "admin", "uname": "责任编辑王五", "tname": "王五"}),
    "flink": rows("flink", {"id": "1", "url": "http://www.example.org/", "webname": "友站", "ischeck": "1"}),
    "sysconfig": rows(
        "sysconfig",
        {"aid": "1", "varname": "cfg_basehost", "value": "http://www.example.com/", "info": "站点根网址"},
        {"aid": "2", "varname": "cfg_webname", "value": "小站", "info": "网站名称"},
    ),
    "myad": rows("myad", {"aid": "1", "tagname": "tel", "adname": "热线", "normbody": "<b>热线：010-62345678</b>"}),
    "mytag": rows("mytag", {"aid": "1", "tagname": "foot", "normbody": "{dede:global.cfg_webname/}"}),
    "sgpage": rows("sgpage", {"aid": "1", "title": "关于我们", "filename": "about.html", "body": "<p>我们</p>"}),
    "feedback": rows("feedback", {"id": "1", "aid": "1", "username": "读者", "ischeck": "1", "msg": "写得好！"}),
    "member": rows("member", {"mid": "1", "userid": "admin", "uname": "管理员", "sex": "保密"}),
    "vote": rows("vote", {"aid": "1", "votename": "您从哪儿得知本站的？"}),
}  # fmt: skip


def write() -> None:
    """Write the site in every format, under a prefix and in a charset that its kind of site would have."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    # Two lies: UTF-8 bytes declared as GBK, GBK bytes as UTF-8.
    writers.write_backup(DATA / "backup_utf8", SITE, volume=4, declared="gbk")
    writers.write_backup(DATA / "backup_gbk", SITE, charset="gbk", volume=4, declared="utf8", end=b"\n")
    writers.write_backup(DATA / "backup_new_names", SITE, volume=5, new_names=True, prefix="zjobs_")
    writers.write_mysqldump(DATA / "mysqldump_utf8.sql", SITE)
    writers.write_mysqldump(DATA / "mysqldump_gbk.sql", SITE, charset="gbk", prefix="gh_")
    writers.write_phpmyadmin(DATA / "phpmyadmin_utf8.sql", SITE)
    writers.write_phpmyadmin(DATA / "phpmyadmin_gbk.sql", SITE, charset="gbk")
    writers.write_phpmyadmin_lists(DATA / "phpmyadmin_lists.sql", SITE)
    writers.write_navicat(DATA / "navicat_utf8.sql", SITE)
    writers.write_navicat(DATA / "navicat_gbk.sql", SITE, charset="gbk")
    writers.write_heidisql(DATA / "heidisql.sql", SITE, prefix="cts_")
    writers.write_empirebak(DATA / "empirebak_utf8", SITE, volume=5)
    writers.write_empirebak(DATA / "empirebak_gbk", SITE, charset="gbk")
    # A comment ends with half a character, as if the column's width had cut it.
    gbk = DATA / "phpmyadmin_gbk.sql"
    gbk.write_bytes(gbk.read_bytes().replace("主机".encode("gbk"), "主机".encode("gbk")[:3], 1))


if __name__ == "__main__":
    write()
