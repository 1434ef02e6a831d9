"""The one row with the token."""

import uuid

from django.db import models


class Version(models.Model):
    token = models.UUIDField("版本", default=uuid.uuid4)

    class Meta:
        verbose_name = verbose_name_plural = "版面版本"

    def __str__(self) -> str:
        return str(self.token)
