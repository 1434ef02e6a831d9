"""A streaming standby of a cluster, which writes each statement that it is asked into its log."""

import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import psycopg2

from tests.faults.cluster import Cluster

OF_THE_SITE = ("articles_", "auth_", "django_", "furniture_", " EXECUTE ")
SLOT = "of_the_test"  # keeps the log of the primary for a standby that is down


@dataclass
class Standby(Cluster):
    primary: Cluster | None = None

    def make(self) -> None:
        assert self.primary
        self.own()
        self._run("pg_basebackup", "-D", self.data, "-d", self.primary.url, "-R", "-C", "-S", SLOT, "-c", "fast")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"port = {self.port}\nlog_statement = all\n")
        self.start()

    def remove(self) -> None:
        super().remove()
        assert self.primary
        with suppress(psycopg2.Error):
            ask(self.primary, f"SELECT pg_drop_replication_slot('{SLOT}')")

    def statements(self) -> int:
        """Return how many statements it was asked, without those that only ask how far it is."""
        lines = (self.folder / "log").read_text(errors="replace").splitlines()
        asked = (line for line in lines if " statement: " in line)
        return sum(any(name in line for name in OF_THE_SITE) for line in asked)

    def pause(self) -> None:
        """Let it receive the log, and apply nothing of it."""
        ask(self, "SELECT pg_wal_replay_pause()")
        within(20, lambda: ask(self, "SELECT pg_get_wal_replay_pause_state()") == "paused")

    def resume(self) -> None:
        ask(self, "SELECT pg_wal_replay_resume()")
        self.catch_up()

    def catch_up(self) -> None:
        assert self.primary
        position = ask(self.primary, "SELECT pg_switch_wal()")
        ask(self.primary, "CHECKPOINT")  # a switch at the beginning of a file writes nothing
        within(60, lambda: bool(ask(self, f"SELECT pg_last_wal_replay_lsn() >= '{position}'")))


def ask(cluster: Cluster, statement: str) -> Any:
    """Return the first value of a statement's first row."""
    with closing(psycopg2.connect(cluster.url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def within(seconds: float, is_so: Callable[[], bool]) -> None:
    """Wait until it is so. Fail after that many seconds."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
