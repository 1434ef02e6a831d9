"""The time of the last good backup, as far as an app tells it."""

from collections.abc import Callable
from datetime import datetime, timedelta

# Backups are made each day. A day and a half leaves time for one that starts late or takes long.
OLDEST = timedelta(hours=36)

# Returns the time of the last backup that was made and checked, or None if there is none. There is no
# function where no app of this site makes backups.
last_good: Callable[[], datetime | None] | None = None
