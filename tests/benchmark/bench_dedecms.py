"""Measure the speed and memory of reading a generated dump, in articles a second of about 5 KB each. Not a test.

    uv run python -m tests.benchmark.bench_dedecms [--articles 200000] [--format backup|mysqldump] [--charset utf-8|gbk]
        [--packed]

An import reads everything once when it opens the dump, and each table once more. `--packed` is a mysqldump in a .gz.
"""

import argparse
import gzip
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

from articles.dedecms.dump import open_dump
from articles.dedecms.standard import COLUMNS
from tests.dedecms_writers import CHINESE, backup_line, definition, hexadecimal, literal

LARGE = ("archives", "addonarticle", "arctiny")  # a row an article; the others have twenty
BODY = '<p style="text-indent: 2em;">' + CHINESE[:90] + "</p>\r\n"
VOLUME = 2048 * 1024  # bytes, DedeCMS's default


def rows(table: str, articles: int) -> Iterator[tuple[str, ...]]:
    columns = COLUMNS[table].split()
    for number in range(1, articles + 1 if table in LARGE else 21):
        cells = dict.fromkeys(columns, "0")
        cells |= {columns[0]: str(number), "typeid": str(number % 20 + 1), "title": f"第{number}次会议上的讲话"}
        cells |= {"body": BODY * 16, "typename": f"栏目{number}", "senddate": str(1_400_000_000 + number)}
        yield tuple(cells[column] for column in columns)


def write_backup(folder: Path, articles: int, charset: str) -> Path:
    for table in sorted(COLUMNS):  # as mysqldump sorts them
        volume, size = None, 0
        for number, row in enumerate(rows(table, articles)):
            if not volume or size >= VOLUME:
                if volume:
                    volume.close()
                name = f"dede_{table}_{number}_{hexadecimal(f'{table}{number}', 16)}.txt"
                volume, size = (folder / name).open("wb"), 0
            size += volume.write(backup_line(f"dede_{table}", row, charset=charset))
        if volume:
            volume.close()
    structure = "".join(f"{definition(f'dede_{table}', COLUMNS[table].split())};\n" for table in sorted(COLUMNS))
    (folder / f"tables_struct_{hexadecimal('', 16)}.txt").write_text(structure)
    return folder


def write_mysqldump(folder: Path, articles: int, charset: str) -> Path:
    with (folder / "site.sql").open("w", encoding=charset) as file:
        file.write("-- MySQL dump 10.13\n")
        for table in sorted(COLUMNS):  # as mysqldump sorts them
            file.write(f"{definition(f'dede_{table}', COLUMNS[table].split())};\n")
            size = 0
            for row in rows(table, articles):
                file.write(f"INSERT INTO `dede_{table}` VALUES " if not size else ",")
                size += file.write("(" + ",".join(map(literal, row)) + ")")
                if size > 1_000_000:  # mysqldump's buffer
                    file.write(";\n")
                    size = 0
            file.write(";\n" if size else "")
        file.write("-- Dump completed\n")
    return folder / "site.sql"


def packed(path: Path) -> Path:
    """Pack a file and delete the original."""
    target = path.with_name(f"{path.name}.gz")
    with path.open("rb") as plain, gzip.open(target, "wb", compresslevel=1) as out:
        shutil.copyfileobj(plain, out)
    path.unlink()
    return target


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--format", choices=("backup", "mysqldump"), default="backup")
    parser.add_argument("--charset", choices=("utf-8", "gbk"), default="utf-8")
    parser.add_argument("--packed", action="store_true")
    options = parser.parse_args()
    write = write_backup if options.format == "backup" else write_mysqldump
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), options.articles, options.charset)
        path = packed(path) if options.packed else path
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        wall, processor = perf_counter(), process_time()
        dump = open_dump(path)
        opened = perf_counter() - wall
        read = {table: sum(1 for _ in dump.rows(table)) for table in dump.tables}
        wall, processor = perf_counter() - wall, process_time() - processor
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    assert read["archives"] == read["addonarticle"] == options.articles
    sys.stdout.write(
        f"{options.articles} articles, {size / 1e6:.0f} MB, {options.format} in {options.charset}"
        f"{', packed' if options.packed else ''}: "
        f"opened in {opened:.1f} s, read in {wall:.1f} s ({processor:.1f} s of processor), "
        f"{options.articles / wall:.0f} articles a second; memory {before} MB before, {after} MB at most\n"
    )


if __name__ == "__main__":
    main()
