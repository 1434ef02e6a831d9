"""The columns of DedeCMS 5.7's tables, for a backup without definitions (备份表结构 not ticked).

The names are those of the public installer, install/sql-dftables.txt. Sites add columns, so the order holds only for
rows with as many values.
"""

COLUMNS = {
    "admin": "id usertype userid pwd uname tname email typeid logintime loginip",
    "admintype": "rank typename system purviews",
    "addonarticle": "aid typeid body redirecturl templet userip",
    "addonimages": (
        "aid typeid pagestyle maxwidth imgurls row col isrm ddmaxwidth pagepicnum templet userip redirecturl body"
    ),
    "addoninfos": (
        "aid typeid channel arcrank mid click title litpic userip senddate flag lastpost scores goodpost badpost "
        "nativeplace infotype body endtime tel email address linkman"
    ),
    "addonsoft": (
        "aid typeid filetype language softtype accredit os softrank officialUrl officialDemo softsize softlinks "
        "introduce daccess needmoney templet userip redirecturl"
    ),
    "addonspec": "aid typeid note templet userip redirecturl",
    "arcatt": "sortid att attname",
    "archives": (
        "id typeid typeid2 sortrank flag ismake channel arcrank click money title shorttitle color writer "
        "source litpic pubdate senddate mid keywords lastpost scores goodpost badpost voteid notpost "
        "description filename dutyadmin tackid mtype weight"
    ),
    "arcrank": "id rank membername adminrank money scores purviews",
    "arctiny": "id typeid typeid2 arcrank channel senddate sortrank mid",
    "arctype": (
        "id reid topid sortrank typename typedir isdefault defaultname issend channeltype maxpage ispart "
        "corank tempindex templist temparticle namerule namerule2 modname description keywords seotitle "
        "moresite sitepath siteurl ishidden cross crossid content smalltypes"
    ),
    "channeltype": (
        "id nid typename maintable addtable addcon mancon editcon useraddcon usermancon usereditcon fieldset "
        "listfields allfields issystem isshow issend arcsta usertype sendrank isdefault needdes needpic "
        "titlename onlyone dfcid"
    ),
    "feedback": "id aid typeid username arctitle ip ischeck dtime mid bad good ftype face msg",
    "flink": "id sortrank url webname msg email logo dtime typeid ischeck",
    "flinktype": "id typename",
    "keywords": "aid keyword rank sta rpurl",
    "member": (
        "mid mtype userid pwd uname sex rank uptime exptime money email scores matt spacesta face "
        "safequestion safeanswer jointime joinip logintime loginip checkmail"
    ),
    "myad": "aid clsid typeid tagname adname timeset starttime endtime normbody expbody",
    "mytag": "aid typeid tagname timeset starttime endtime normbody expbody",
    "search_keywords": "aid keyword spwords count result lasttime channelid typeid",
    "sgpage": "aid title ismake filename keywords template likeid description uptime body",
    "sysconfig": "aid varname info groupid type value",
    "tagindex": "id tag typeid count total weekcc monthcc weekup monthup addtime",
    "taglist": "tid aid arcrank typeid tag",
    "uploads": "aid arcid title url mediatype width height playtime filesize uptime mid",
    "vote": "aid votename starttime endtime totalcount ismore isallow view spec isenable votenote",
}


def columns(table: str, size: int) -> tuple[str, ...] | None:
    """Return the columns of a table, named without prefix, or None if it is unknown or has not `size` of them."""
    names = tuple(COLUMNS.get(table, "").split())
    if table == "archives" and size == len(names) - 1:
        names = tuple(name for name in names if name != "voteid")  # before 5.7
    return names if len(names) == size else None
