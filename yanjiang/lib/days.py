"""Days as the site's readers live them: in Shanghai, wherever the server stands and whatever its clock is set to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
