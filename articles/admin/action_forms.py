"""The forms by which actions of the list of articles ask before they change anything."""

from typing import Any

from django import forms
from django.db.models import Count

from articles.admin.emptiness import empty_ones
from articles.admin.forms import clean_tag_names
from articles.models import (
    FLAGS,
    ArticleQuerySet,
    Person,
    Section,
    Tag,
    TaggedArticle,
    inside,
    tags_from_string,
)

NAMED = 5  # titles of empty articles
TAGS_OFFERED = 100  # the most frequent tags of the chosen articles


class ActionForm(forms.Form):
    """A form about the chosen articles, for one person. Without fields it only asks for confirmation."""

    def __init__(self, data: Any = None, *, articles: ArticleQuerySet, person: Person) -> None:
        super().__init__(data)
        self.articles, self.person = articles, person


class PublishForm(ActionForm):
    """Asks about articles without a text. They are left out unless the box is ticked."""

    empty_too = forms.BooleanField(label="没有正文的也发布", required=False)

    def __init__(self, data: Any = None, **about: Any) -> None:
        super().__init__(data, **about)
        articles = self.articles
        self.empty = empty_ones(articles)
        self.are_all = len(self.empty) == articles.count()
        if not self.empty:
            del self.fields["empty_too"]
            return
        titles = "".join(f"《{article.title}》" for article in self.empty[:NAMED])
        more = "等" if len(self.empty) > NAMED else ""
        left = "" if self.are_all else "不勾选就只发布其余的。"
        self.fields[
            "empty_too"
        ].help_text = f"{titles}{more} {len(self.empty)} 篇没有正文，读者会看到空白的页面。{left}"

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("empty_too")
        if self.empty and self.are_all and not chosen:
            raise forms.ValidationError("所选文章都没有正文。确实要发布，请勾选下面一项。", code="empty")
        return {**self.cleaned_data, "left_out": [] if chosen else [article.pk for article in self.empty]}


class SectionForm(ActionForm):
    section: Any = forms.ModelChoiceField(Section.objects.none(), label="移动到栏目")

    def __init__(self, data: Any = None, **about: Any) -> None:
        super().__init__(data, **about)
        field: Any = self.fields["section"]
        field.queryset = Section.objects.with_tree_fields().filter(
            inside(self.person, "pk")
        )  # in the order of the tree
        field.label_from_instance = lambda section: "　" * section.depth + section.name


class FlagsForm(ActionForm):
    flags = forms.MultipleChoiceField(
        label="标记",
        # 跳转 can only be set in the article's form: it needs an address.
        choices=[(name, label) for name, label in FLAGS.items() if name != "is_jump"],
        widget=forms.CheckboxSelectMultiple,
    )


class TagsForm(ActionForm):
    tags = forms.CharField(label="关键字", max_length=200, help_text="用逗号、顿号或分号隔开。")

    def clean_tags(self) -> list[str]:
        names = clean_tag_names(tags_from_string(self.cleaned_data["tags"]))
        if not names:
            raise forms.ValidationError("请填写关键字。")
        return names


class TagsOfArticlesForm(ActionForm):
    """Offers the tags of the chosen articles, each with the number of articles that have it."""

    tags = forms.MultipleChoiceField(
        label="要移除的关键字",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择要移除的关键字。"},
    )

    def __init__(self, data: Any = None, **about: Any) -> None:
        super().__init__(data, **about)
        articles = self.articles
        tagged = TaggedArticle.objects.filter(content_object__in=articles.order_by().values("pk")).order_by()
        uses = tagged.values("tag").annotate(uses=Count("pk")).order_by("-uses", "tag")[:TAGS_OFFERED]
        counts = dict(uses.values_list("tag", "uses"))
        self.offered = Tag.objects.in_bulk(counts)
        field: Any = self.fields["tags"]
        field.choices = [(pk, f"{self.offered[pk].name}（{count} 篇）") for pk, count in counts.items()]
        if not counts:
            field.help_text = "所选文章没有关键字。"
        elif len(counts) == TAGS_OFFERED:
            field.help_text = f"只列出用得最多的 {TAGS_OFFERED} 个。"

    def clean_tags(self) -> list[Tag]:
        return [self.offered[int(pk)] for pk in self.cleaned_data["tags"]]
