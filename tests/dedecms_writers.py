"""Writers of every dump format that a DedeCMS site may bring: a few tables in, files out.

    write_backup(folder, SITE, charset="gbk")
    write_mysqldump(folder / "site.sql", SITE)

Each escapes as its original does: PHP's addslashes works on bytes, MySQL's own tools know the charset.
"""

import gzip
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

Cell = str | None


@dataclass(frozen=True)
class Table:
    """A table's columns and rows, all cells as text."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


Site = Mapping[str, Table]
Writer = Callable[[Path, Site], Path]
# Enough Chinese for the charset to be seen in a small dump.
CHINESE = "各位领导、各位同事：大家好！今天我代表全体职工，作一次关于写作与演讲的发言，请批评指正。" * 4


def make_site(**tables: Table) -> dict[str, Table]:
    """Make the smallest site that is one: three tables, of which any can be given."""
    site = {
        "archives": Table(("id", "typeid", "title"), [("1", "2", "开场白"), ("2", "2", "致辞")]),
        "addonarticle": Table(("aid", "typeid", "body"), [("1", "2", "<p>大家好</p>"), ("2", "2", CHINESE)]),
        "arctype": Table(("id", "reid", "typename"), [("2", "0", "演讲稿")]),
    }
    return {**site, **tables}


def definition(name: str, columns: Sequence[str]) -> str:
    lines = [f"  `{column}` {'mediumtext' if column == 'body' else 'varchar(255)'} DEFAULT NULL," for column in columns]
    return f"CREATE TABLE `{name}` (\n" + "\n".join(lines) + f"\n  KEY `{columns[0]}` (`{columns[0]}`)\n) ENGINE=MyISAM"


def hexadecimal(text: str, size: int) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()[:size]


# --- DedeCMS -----------------------------------------------------------------


def addslashes(value: bytes) -> bytes:
    return re.sub(rb"[\\'\"\x00]", lambda found: b"\\" + found[0].replace(b"\0", b"0"), value)


def backup_line(table: str, row: Sequence[Cell], *, charset: str, end: bytes = b"\r\n") -> bytes:
    cells = []
    for cell in row:
        escaped = addslashes((cell or "").encode(charset))
        cells.append(b"'" + escaped.replace(b"\r", b"\\r").replace(b"\n", b"\\n") + b"'")
    return f"INSERT INTO `{table}` VALUES(".encode() + b",".join(cells) + b");" + end


def write_backup(
    folder: Path,
    site: Site,
    *,
    charset: str = "utf-8",
    prefix: str = "dede_",
    structure: bool = True,
    new_names: bool = False,
    volume: int = 1000,
    end: bytes = b"\r\n",
    generation: str = "",
    declared: str = "utf8",
) -> Path:
    """Write the folder of DedeCMS's own backup, `volume` rows to a file. NULL becomes ''."""
    folder.mkdir(parents=True, exist_ok=True)

    def name(table: str, start: int) -> str:
        if new_names:
            return f"{hexadecimal(f'{table}{start}{generation}', 20)}_{table}.txt"
        number = "" if table == "tables_struct" else f"{start}_"
        return f"{table}_{number}{hexadecimal(f'{table}{start}{generation}', 16)}.txt"

    for table, content in site.items():
        for start in range(0, len(content.rows), volume):
            rows = content.rows[start : start + volume]
            data = b"".join(backup_line(prefix + table, row, charset=charset, end=end) for row in rows)
            (folder / name(prefix + table, start)).write_bytes(data)
    if structure:
        text = "".join(
            f"DROP TABLE IF EXISTS `{prefix}{table}`;\n\n{definition(prefix + table, content.columns)} "
            f"DEFAULT CHARSET={declared};\n\n"
            for table, content in site.items()
        )
        (folder / name("tables_struct", 0)).write_bytes(text.encode(charset))
    return folder


# --- SQL files ---------------------------------------------------------------


MYSQL_ESCAPES = str.maketrans(
    {"\\": "\\\\", "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z", "'": "\\'", '"': '\\"'}
)


def mysql_escape(text: str) -> str:
    return text.translate(MYSQL_ESCAPES)


def doubled_quotes(text: str) -> str:
    """As phpMyAdmin escapes."""
    text = text.replace("\\", "\\\\").replace("'", "''").replace("\0", "\\0")
    return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"0|-?[1-9][0-9]{0,8}", cell))


def literal(cell: Cell, *, escape: Callable[[str], str] = mysql_escape, bare: bool = True, null: str = "NULL") -> str:
    if cell is None:
        return null
    return cell if bare and is_number(cell) else f"'{escape(cell)}'"


def write_mysqldump(path: Path, site: Site, *, charset: str = "utf-8", prefix: str = "dede_") -> Path:
    """Write extended INSERTs without column lists, between locks and conditional comments."""
    names = {"utf-8": "utf8mb4", "gbk": "gbk", "gb18030": "gb18030"}[charset]
    text = (
        "-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)\n--\n-- Host: localhost    Database: site\n"
        f"-- ------------------------------------------------------\n/*!40101 SET NAMES {names} */;\n"
        "/*!40103 SET TIME_ZONE='+00:00' */;\n"
    )
    for table, content in site.items():
        name = prefix + table
        rows = ",".join("(" + ",".join(map(literal, row)) + ")" for row in content.rows)
        text += (
            f"\n--\n-- Table structure for table `{name}`\n--\n\nDROP TABLE IF EXISTS `{name}`;\n"
            f"/*!40101 SET @saved_cs_client     = @@character_set_client */;\n"
            f"{definition(name, content.columns)} DEFAULT CHARSET={names} COMMENT='表；(注)';\n"
            f"LOCK TABLES `{name}` WRITE;\n/*!40000 ALTER TABLE `{name}` DISABLE KEYS */;\n"
        )
        text += f"INSERT INTO `{name}` VALUES {rows};\n" if content.rows else ""
        text += f"/*!40000 ALTER TABLE `{name}` ENABLE KEYS */;\nUNLOCK TABLES;\n"
    path.write_bytes((text + "\n-- Dump completed on 2026-11-25 15:00:00\n").encode(charset))
    return path


def write_phpmyadmin(path: Path, site: Site, *, charset: str = "utf-8", prefix: str = "dede_") -> Path:
    """Write as phpMyAdmin 2.x: one INSERT a row, no column list, comments before each table."""
    text = "-- phpMyAdmin SQL Dump\n-- version 2.11.2.1\n-- 主机: localhost\n-- 服务器版本: 5.0.45\n\n"
    text += 'SET SQL_MODE="NO_AUTO_VALUE_ON_ZERO";\n\n'
    for table, content in site.items():
        name = prefix + table
        text += f"-- --------------------------------------------------------\n\n-- \n-- 表的结构 `{name}`\n-- \n\n"
        text += definition(name, content.columns) + " DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;\n\n"
        text += f"-- \n-- 导出表中的数据 `{name}`\n-- \n\n"
        for row in content.rows:
            cells = ", ".join(literal(cell, escape=doubled_quotes) for cell in row)
            text += f"INSERT INTO `{name}` VALUES ({cells});\n"
    path.write_bytes(text.encode(charset))
    return path


def write_phpmyadmin_lists(path: Path, site: Site, *, charset: str = "utf-8", prefix: str = "dede_") -> Path:
    """Write as phpMyAdmin 5: a column list, several rows to a statement, and definitions behind the rows."""
    text = "-- phpMyAdmin SQL Dump\n-- version 5.2.1\n--\nSTART TRANSACTION;\n"
    for table, content in site.items():
        columns = ", ".join(f"`{column}`" for column in content.columns)
        for start in range(0, len(content.rows), 2):
            rows = ",\n".join(
                "(" + ", ".join(literal(cell, escape=doubled_quotes) for cell in row) + ")"
                for row in content.rows[start : start + 2]
            )
            text += f"INSERT INTO `{prefix}{table}` ({columns}) VALUES\n{rows};\n"
    text += "".join(f"{definition(prefix + table, content.columns[::-1])};\n" for table, content in site.items())
    path.write_bytes((text + "COMMIT;\n").encode(charset))
    return path


def write_navicat(path: Path, site: Site, *, charset: str = "utf-8", prefix: str = "dede_") -> Path:
    """Write every value between quotes, `null` in small letters."""
    page = {"utf-8": 65001, "gbk": 936, "gb18030": 54936}[charset]
    text = f"/*\nNavicat MySQL Data Transfer\n\nFile Encoding         : {page}\n\nDate: 2015-03-01 12:00:00\n*/\r\n\r\n"
    text += "SET FOREIGN_KEY_CHECKS=0;\r\n"
    for table, content in site.items():
        name = prefix + table
        text += (
            f"-- ----------------------------\r\n-- Table structure for `{name}`\r\n-- ----------------------------\r\n"
        )
        text += f"DROP TABLE IF EXISTS `{name}`;\r\n{definition(name, content.columns)} DEFAULT CHARSET=utf8;\r\n\r\n"
        for row in content.rows:
            cells = ", ".join(literal(cell, bare=False, null="null") for cell in row)
            text += f"INSERT INTO `{name}` VALUES ({cells});\r\n"
    path.write_bytes(text.encode(charset))
    return path


def write_heidisql(path: Path, site: Site, *, charset: str = "utf-8", prefix: str = "dede_") -> Path:
    """Write column lists, many rows to a statement, and DELETE FROM before each."""
    text = "/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\nSET NAMES utf8mb4;\n"
    text += "CREATE DATABASE IF NOT EXISTS `site` /*!40100 DEFAULT CHARACTER SET utf8 */;\nUSE `site`;\n\n"
    for table, content in site.items():
        name = prefix + table
        columns = ", ".join(f"`{column}`" for column in content.columns)
        rows = ",\n\t".join("(" + ", ".join(map(literal, row)) + ")" for row in content.rows)
        text += definition(name, content.columns).replace("TABLE", "TABLE IF NOT EXISTS", 1) + ";\n\n"
        text += f"DELETE FROM `{name}`;\n/*!40000 ALTER TABLE `{name}` DISABLE KEYS */;\n"
        text += f"INSERT INTO `{name}` ({columns}) VALUES\n\t{rows};\n" if rows else ""
        text += f"/*!40000 ALTER TABLE `{name}` ENABLE KEYS */;\n\n"
    path.write_bytes(text.encode(charset))
    return path


# --- EmpireBak ---------------------------------------------------------------


def write_empirebak(
    folder: Path, site: Site, *, charset: str = "utf-8", prefix: str = "dede_", volume: int = 1000
) -> Path:
    """Write one PHP file per table and volume. Escaping works on bytes, in two layers."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {"utf-8": "utf8", "gbk": "gbk", "gb18030": "gbk"}[charset]
    (folder / "config.php").write_text("<?php\n$b_table='dede_archives';\n$b_dbchar='auto';\n?>")
    for table, content in site.items():
        for number, start in enumerate(range(0, max(len(content.rows), 1), volume), start=1):
            head = '<?php\nrequire("../../inc/header.php");\n\n/*\n\t\tSoftName : EmpireBak\n*/\n\n'
            head += f"DoSetDbChar('{names}');\n"
            if number == 1:
                head += f'E_D("DROP TABLE IF EXISTS `{prefix}{table}`;");\n'
                head += f'E_C("{definition(prefix + table, content.columns)} DEFAULT CHARSET={names}");\n'
            data = head.encode(charset)
            for row in content.rows[start : start + volume]:
                cells = b",".join(b"NULL" if cell is None else _empire_cell(cell.encode(charset)) for cell in row)
                data += f'E_D("replace into `{prefix}{table}` values('.encode() + cells + b');");\n'
            (folder / f"{prefix}{table}_{number}.php").write_bytes(data + b'\nrequire("../../inc/footer.php");\n?>')
    return folder


def _empire_cell(value: bytes) -> bytes:
    escapes = {b"\0": b"\\0", b"\n": b"\\n", b"\r": b"\\r", b"\x1a": b"\\Z"}
    value = re.sub(rb"[\\'\"]", lambda found: b"\\" + found[0], value)
    value = re.sub(rb"[\x00\n\r\x1a]", lambda found: escapes[found[0]], value)
    return b"'" + value.replace(b"\\'", b"''").replace(b"\\\\", b"\\\\\\\\").replace(b"$", b"\\$") + b"'"


# --- Packing -----------------------------------------------------------------


def packed_gz(path: Path) -> Path:
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    return packed


def packed_zip(path: Path, archive: Path) -> Path:
    """Pack a file, or a folder's files under the folder's name."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(path.iterdir()) if path.is_dir() else [path]:
            packed.write(file, f"{path.name}/{file.name}" if path.is_dir() else file.name)
    return archive
