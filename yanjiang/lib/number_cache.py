"""The values of the shared cache in Redis: whole numbers, and nothing else.

Django's own serializer reads everything else with pickle, which runs code of whoever can write into that Redis.
"""


class WholeNumbers:
    """A serializer for Django's RedisCache."""

    def dumps(self, value: object) -> int:
        if type(value) is not int:
            raise TypeError(f"the cache holds whole numbers alone, not {type(value).__name__}")
        return value

    def loads(self, data: bytes) -> int:
        """Read a number. Raises ValueError for anything else."""
        return int(data)
