"""Measure the speed and memory of an import, and how long it holds SQLite's lock.

python -m tests.benchmark.bench_import [ARTICLES]               on a SQLite file of its own.
DATABASE_URL=… python -m tests.benchmark.bench_import [ARTICLES]    on that database, which keeps the articles.

Without a number 200,000 articles, as the requirement has it: half an hour on two processors.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from random import Random

from tests.articles.dedecms.backups import write_backup
from tests.benchmark.lock import watched
from tests.benchmark.memory import memory
from yanjiang.fill import prose

ROOT = Path(__file__).resolve().parents[2]
SECTIONS, TAGS = 60, 400
EDITORS = 5
FIRST_SECOND = 1_300_000_000  # 2011-03-13; an article an hour from then


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        backup, file = Path(folder) / "backup", Path(folder) / "import.sqlite3"
        start = time.monotonic()
        make_backup(backup, articles)
        size = sum(part.stat().st_size for part in backup.iterdir()) // 1_000_000
        _say(f"{articles} articles written as a backup of {size} MB in {time.monotonic() - start:.0f} s")
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{file}"
        environment = {**os.environ, "DATABASE_URL": url, "VAR_DIR": folder}
        _run(["migrate", "-v0"], environment)
        with watched(file) if url.startswith("sqlite") else nullcontext() as watch:
            for words in ("the first time", "again, which changes nothing"):
                start = time.monotonic()
                megabytes = _run(["import_dedecms", str(backup)], environment)
                seconds = time.monotonic() - start
                _say(f"  {words}: {seconds:.0f} s in all, {articles / seconds:.0f} articles/s, at most {megabytes} MB")
        if watch:
            _say(f"  the write lock was held {watch.longest:.2f} s at most")


def make_backup(folder: Path, articles: int) -> None:
    """Write a site of that many articles as DedeCMS backs it up."""
    random = Random(1)
    numbers = range(1, articles + 1)
    tags = [prose.title(random)[:4] for _ in range(TAGS)]
    write_backup(
        folder,
        {
            "sysconfig": [{"varname": "cfg_basehost", "value": "http://old.example.com"}],
            "admin": [{"id": pk, "userid": f"bianji{pk}", "uname": f"编辑{pk}"} for pk in range(1, EDITORS + 1)],
            "arctype": [
                {
                    "id": pk,
                    "reid": pk // 4,
                    "typename": f"栏目{pk}",
                    "typedir": f"{{cmspath}}/a/lanmu{pk}",
                    "namerule": "{typedir}/{Y}/{M}{D}/{aid}.html",
                }
                for pk in range(1, SECTIONS + 1)
            ],
            "archives": (_article(pk, random) for pk in numbers),
            "addonarticle": ({"aid": pk, "typeid": pk % SECTIONS + 1, "body": _body(random)} for pk in numbers),
            "arctiny": ({"id": pk} for pk in numbers),
            "taglist": ({"tid": 1, "aid": pk, "tag": tag} for pk in numbers for tag in random.sample(tags, 3)),
        },
    )


def _article(pk: int, random: Random) -> dict[str, object]:
    at = FIRST_SECOND + pk * 3600
    return {
        "id": pk,
        "typeid": pk % SECTIONS + 1,
        "flag": random.choice(["", "", "c", "h,p"]),
        "click": random.randint(50, 200),
        "title": prose.title(random),
        "writer": "编辑部",
        "source": "本站",
        "pubdate": at,
        "senddate": at,
        "sortrank": at,
        "mid": pk % EDITORS + 1,
        "dutyadmin": pk % EDITORS + 1,
    }


def _body(random: Random) -> str:
    """Return a body as DedeCMS's editor writes one: with styles on each paragraph."""
    text = prose.body(random, random.randint(500, 1500))
    return text.replace("<p>", '<p style="text-indent: 2em;"><span style="font-size:14px;">').replace(
        "</p>", "</span></p>\r\n"
    )


def _run(words: list[str], environment: dict[str, str]) -> int:
    """Run a command of the portal; return the most memory that it had with its own processes, in MB."""
    process, most = subprocess.Popen([sys.executable, "manage.py", *words], cwd=ROOT, env=environment), 0
    while process.poll() is None:
        most = max(most, memory(process.pid))
        time.sleep(0.2)
    if process.returncode:
        sys.exit(f"manage.py {words[0]} failed")
    return most // 1024


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
