"""Small sites written as DedeCMS backs itself up (data/backupdata): a line a row, all values quoted, no column list."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

COLUMNS = {
    "admin": "id usertype userid pwd uname tname email typeid logintime loginip",
    "addonarticle": "aid typeid body redirecturl templet userip",
    "addonimages": "aid typeid pagestyle maxwidth imgurls row col isrm ddmaxwidth pagepicnum templet userip redirecturl"
    " body",
    "addoninfos": "aid typeid channel arcrank mid click title litpic userip senddate flag lastpost scores goodpost"
    " badpost nativeplace infotype body endtime tel email address linkman",
    "addonspec": "aid typeid note templet userip redirecturl",
    "addonsoft": "aid typeid filetype softlinks introduce templet userip redirecturl",
    "archives": "id typeid typeid2 sortrank flag ismake channel arcrank click money title shorttitle color writer"
    " source litpic pubdate senddate mid keywords lastpost scores goodpost badpost voteid notpost description filename"
    " dutyadmin tackid mtype weight",
    "arctiny": "id typeid typeid2 arcrank channel senddate sortrank mid",
    "arctype": "id reid topid sortrank typename typedir isdefault defaultname issend channeltype maxpage ispart corank"
    " tempindex templist temparticle namerule namerule2 modname description keywords seotitle moresite sitepath siteurl"
    " ishidden cross crossid content smalltypes",
    "channeltype": "id nid typename maintable addtable fieldset issystem",
    "feedback": "id aid username ip dtime msg",
    "flink": "id sortrank url webname msg email logo dtime typeid ischeck",
    "guestbook": "id uname msg",
    "member": "mid userid pwd uname email",
    "myad": "aid clsid typeid tagname adname timeset starttime endtime normbody expbody",
    "mytag": "aid typeid tagname timeset starttime endtime normbody expbody",
    "sgpage": "aid title ismake filename keywords template likeid description uptime body",
    "sysconfig": "aid varname info groupid type value",
    "tagindex": "id tag typeid count total",
    "taglist": "tid aid arcrank typeid tag",
    "vote": "aid votename",
}
DEFAULTS: dict[str, dict[str, Any]] = {
    "arctype": {"sortrank": 50, "channeltype": 1, "defaultname": "index.html"},
    "archives": {"channel": 1},
}
MARK = "0123456789abcdef"

Rows = Iterable[Mapping[str, Any]]


def write_backup(folder: Path, tables: Mapping[str, Rows], *, own: Mapping[str, str] | None = None) -> Path:
    """Write the tables. Columns that a row does not name are empty. `own` are columns that a site added to a table."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = {table: [*COLUMNS.get(table, "").split(), *(own or {}).get(table, "").split()] for table in tables}
    structs = "".join(
        f"DROP TABLE IF EXISTS `dede_{table}`;\r\n\r\nCREATE TABLE `dede_{table}` (\r\n"
        + ",\r\n".join(f"  `{name}` text" for name in names)
        + "\r\n) ENGINE=MyISAM DEFAULT CHARSET=utf8;\r\n\r\n"
        for table, names in columns.items()
    )
    (folder / f"tables_struct_{MARK}.txt").write_bytes(structs.encode())
    for table, rows in tables.items():
        with (folder / f"dede_{table}_0_{MARK}.txt").open("wb") as out:
            for row in rows:
                values = {**DEFAULTS.get(table, {}), **row}
                assert not values.keys() - set(columns[table]), values.keys() - set(columns[table])
                quoted = ",".join(f"'{_escaped(str(values.get(name, '')))}'" for name in columns[table])
                out.write(f"INSERT INTO `dede_{table}` VALUES({quoted});\r\n".encode())
    return folder


def second_site(folder: Path, prefix: str, words: Mapping[str, str]) -> None:
    """Put a copy of the site in the folder beside it, under another prefix and with some words changed."""
    for file in list(folder.glob("dede_*")):
        data = file.read_bytes().replace(b"`dede_", f"`{prefix}".encode())
        for old, new in words.items():
            data = data.replace(old.encode(), new.encode())
        file.with_name(file.name.replace("dede_", prefix, 1)).write_bytes(data)
    [structs] = folder.glob("tables_struct_*")
    structs.write_bytes(structs.read_bytes() + structs.read_bytes().replace(b"`dede_", f"`{prefix}".encode()))


def _escaped(value: str) -> str:
    """Escape as PHP's addslashes and DedeCMS's own line ends do."""
    for plain, written in (("\\", "\\\\"), ("'", "\\'"), ('"', '\\"'), ("\0", "\\0"), ("\r", "\\r"), ("\n", "\\n")):
        value = value.replace(plain, written)
    return value
