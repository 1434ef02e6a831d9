"""manage.py tell_failure UNIT: tell ADMINS that a unit of systemd failed. yanjiang-failed@.service runs it."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

logger = logging.getLogger("yanjiang.health")  # it begins the subject of the mail


class Command(BaseCommand):
    help = "告诉 ADMINS 一个定时任务没有做成：同一个任务一小时只发一封邮件。由 yanjiang-failed@.service 运行。"
    # A check may fail for the same reason as the unit.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("unit", metavar="任务", help="没有做成的任务，如 yanjiang-backup.service")

    def handle(self, *, unit: str, **options: Any) -> None:
        # The name is a part of the message: mails are limited by message, and each unit has its own.
        words = f"{unit} 没有做成，原因在日志里（journalctl -u {unit}；用容器的，看 timers 的日志）。"
        logger.error(words)
