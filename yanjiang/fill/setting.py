"""The owner, sections, tags and consultants of generated articles: those of the site, and new ones if it has none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles.models import Section, Tag
from consultants.models import Consultant

SECTIONS: dict[str, Any] = {
    "演讲稿库": {
        "竞聘演讲": {"中层竞聘": {}, "岗位竞聘": {}, "班组竞聘": {}},
        "就职演讲": {"任职表态": {}, "离任讲话": {}},
        "校园演讲": {"开学典礼": {}, "毕业致辞": {}, "国旗下讲话": {}},
        "婚庆演讲": {},
    },
    "公文写作": {
        "讲话稿": {"会议讲话": {}, "动员讲话": {}},
        "工作总结": {"年终总结": {}, "述职报告": {}},
        "心得体会": {},
    },
    "口才训练": {"即兴发言": {}, "演讲技巧": {}, "沟通艺术": {}},
    "名家讲坛": {},
}
OCCASIONS = (
    "年终", "竞聘", "就职", "开学", "毕业", "婚礼", "表彰", "动员", "座谈", "培训",
    "安全", "廉政", "师德", "环保", "读书", "扶贫", "招商", "春节", "国庆", "校庆",
)  # fmt: skip
FORMS = ("演讲稿", "讲话", "总结", "心得体会", "发言稿", "主持词", "致辞", "开场白", "倡议书", "汇报")
TAGS = [occasion + form for occasion in OCCASIONS for form in FORMS]
CONSULTANTS = (
    ("周言", "演讲教练，口才训练营主讲"),
    ("林一舟", "公文写作顾问"),
    ("何满仓", "乡镇文书，写了二十年讲话稿"),
    ("宋小雨", "校园演讲指导老师"),
    ("陆青山", "企业内训讲师"),
    ("江南岸", "主持人，即兴发言教练"),
)


@dataclass(frozen=True)
class Setting:
    """The values to draw from, in an order that is the same on every database."""

    owner: User
    sections: list[Section]
    tags: list[Tag]
    consultants: list[Consultant]


@transaction.atomic
def prepare() -> Setting:
    """Find or make the owner and tags. Make sections and consultants only if the site has none."""
    owner, made = User.objects.get_or_create(username="fill", defaults={"last_name": "填", "first_name": "充"})
    if made:
        owner.set_unusable_password()
        owner.save(update_fields=["password"])
    sections = Section.objects.without_tree_fields().exclude(kind=Section.Kind.LINK).order_by("path")
    if not sections.exists():
        _plant(SECTIONS, None)
    if not Consultant.objects.exists():
        for number, (name, titles) in enumerate(CONSULTANTS, start=1):
            bio = f"{name}，{titles}。由填充命令生成。"
            Consultant.objects.create(name=name, titles=titles, short_bio=bio, position=number * 10)
    return Setting(
        owner=owner,
        sections=list(sections.all()),
        tags=[Tag.objects.get_or_create(name=name)[0] for name in TAGS],
        consultants=list(Consultant.objects.order_by("name", "pk")),
    )


def _plant(tree: Mapping[str, Any], parent: Section | None) -> None:
    for name, below in tree.items():
        section = Section(name=name, parent=parent)
        section.save()
        _plant(below, section)
