"""How editors mark an article: the flags that lists are made of, the colours of titles."""

from django.db import models

# Editors know the flags by these names; only the importer knows the old system's letters.
FLAGS = {
    "is_headline": "头条",
    "is_recommended": "推荐",
    "is_slide": "幻灯",
    "is_special": "特荐",
    "is_scrolling": "滚动",
    "is_bold": "加粗",
    "is_picture": "图片",
    "is_jump": "跳转",
}
# Flags that lists on the site are made of; the others change how a title looks or where it leads.
LIST_FLAGS = ("is_headline", "is_recommended", "is_slide", "is_special", "is_scrolling", "is_picture")


class TitleColor(models.TextChoices):
    """Colours that the style sheet makes readable on light and dark paper."""

    NONE = "", "默认"
    RED = "red", "红"
    ORANGE = "orange", "橙"
    GREEN = "green", "绿"
    BLUE = "blue", "蓝"
    PURPLE = "purple", "紫"
