"""The treatment of each table of DedeCMS: a step of the import, or a named rule by which it is left out."""

from collections.abc import Iterable

# Tables whose rows are imported one by one, and the column that has their number.
KEYS = {
    "admin": "id",
    "archives": "id",
    "arctype": "id",
    "channeltype": "id",
    "flink": "id",
    "myad": "aid",
    "mytag": "aid",
    "sgpage": "aid",
}

# Beginning of a table's name -> why its rows are left out. The longest that fits decides.
LEFT_OUT = {
    "admintype": "后台用户组，本站有自己的用户组",
    "advancedsearch": "系统设置",
    "arcatt": "属性名称，本站有自己的属性",
    "arccache": "缓存",
    "area": "地区名称",
    "ask": "问答模块",
    "archives_log": "旧系统的修改记录",
    "arcmulti": "旧系统的缓存",
    "arcrank": "阅读权限名称",
    "channeltype": "内容模型的定义",
    "co_": "采集",
    "diyform": "自定义表单",
    "dl_log": "日志",
    "downloads": "下载记录",
    "erradd": "挑错留言",
    "feedback": "评论，另存为文件",
    "flinktype": "友情链接分类",
    "freelist": "自由列表",
    "full_search": "缓存",
    "group": "圈子模块",
    "guestbook": "留言簿",
    "homepageset": "系统设置",
    "keywords": "自动生成的关键词",
    "log": "日志",
    "mail_": "邮件订阅",
    "mda_": "第三方模块",
    "member": "会员资料",
    "moneycard": "会员资料",
    "mtypes": "会员资料",
    "multiserv": "系统设置",
    "myadtype": "广告分类",
    "mytag": "自定义标记",
    "payment": "会员资料",
    "plus": "系统设置",
    "pm": "会员资料",
    "purview": "系统设置",
    "pwd_tmp": "会员资料",
    "ratings": "评分记录",
    "scores": "会员资料",
    "search_cache": "缓存",
    "search_keywords": "搜索记录",
    "shops": "会员资料",
    "smalltypes": "系统设置",
    "softconfig": "系统设置",
    "sphinx": "系统设置",
    "stepselect": "系统设置",
    "story_": "小说模块",
    "sys_": "系统设置",
    "sysconfig": "系统设置，用于旧网址的规则",
    "tagindex": "关键字索引，由 taglist 重新统计",
    "task": "系统设置",
    "uploads": "上传文件登记，文件从上传文件夹复制",
    "verifies": "系统设置",
    "vote": "投票",
}
UNKNOWN = "不认识的表"
# Names of the imported tables for people who do not know databases.
CALLED = {
    "addonarticle": "文章正文",
    "addonimages": "图集正文",
    "addoninfos": "分类信息",
    "addonsoft": "软件说明",
    "addonspec": "专题内容",
    "admin": "后台账号",
    "archives": "文章",
    "arctiny": "文章编号",
    "arctype": "栏目",
    "channeltype": "内容模型",
    "feedback": "评论",
    "flink": "友情链接",
    "member": "会员",
    "myad": "广告",
    "mytag": "自定义标记",
    "sgpage": "单页",
    "sysconfig": "系统设置",
    "tagindex": "关键字",
    "taglist": "文章的关键字",
    "uploads": "上传文件",
    "vote": "投票",
}
UNUSED = "没有内容模型使用的附加表"
COMMENTS = "feedback"

ARCHIVES = frozenset({
    "id", "typeid", "typeid2", "sortrank", "flag", "ismake", "channel", "arcrank", "click", "money", "title",
    "shorttitle", "color", "writer", "source", "litpic", "pubdate", "senddate", "mid", "keywords", "lastpost",
    "scores", "goodpost", "badpost", "voteid", "notpost", "description", "filename", "dutyadmin", "tackid",
    "mtype", "weight",
})  # fmt: skip
ARCTYPE = frozenset({
    "id", "reid", "topid", "sortrank", "typename", "typedir", "isdefault", "defaultname", "issend",
    "channeltype", "maxpage", "ispart", "corank", "tempindex", "templist", "temparticle", "namerule",
    "namerule2", "modname", "description", "keywords", "seotitle", "moresite", "sitepath", "siteurl",
    "ishidden", "cross", "crossid", "content", "smalltypes",
})  # fmt: skip
# The columns of DedeCMS's own models. The address of a writer (userip) is not stored.
ADDON = frozenset(["aid", "typeid", "body", "redirecturl", "templet", "userip"])
ADDONS = {
    "addonarticle": ADDON,
    "addonimages": ADDON | {"pagestyle", "maxwidth", "imgurls", "row", "col", "isrm", "ddmaxwidth", "pagepicnum"},
    "addonsoft": ADDON | {"softlinks", "introduce"},
    "addonspec": ADDON | {"note"},
}


def is_addon(table: str) -> bool:
    """Tell whether a table has the usual name of a content model's: addonarticle, addon17."""
    return table.startswith("addon")


def is_independent(columns: Iterable[str]) -> bool:
    """Tell whether a table of bodies has the columns of archives too: 独立模型, such as addoninfos (分类信息)."""
    return {"title", "senddate", "arcrank", "click"} <= set(columns)


def rule(table: str) -> str:
    """Return why a table's rows are left out."""
    fitting = [beginning for beginning in LEFT_OUT if table.startswith(beginning)]
    return LEFT_OUT[max(fitting, key=len)] if fitting else UNUSED if is_addon(table) else UNKNOWN
