"""The three real sites, imported from end to end."""

import csv
from pathlib import Path

import pytest
from django.db.models import F
from pytest_django import Settings

from articles.models import Article, ArticleHits, ImportedArticle, LegacyPath, Section, TaggedArticle
from tests.articles.dedecms.imports import counted, do_import, everything, issues

pytestmark = pytest.mark.django_db(transaction=True)

# Articles, sections, uses of tags.
SITES = {"essays_theme": (29, 6, 264), "kancai_gbk": (169, 23, 440), "school_theme": (41, 23, 0)}


@pytest.fixture
def dumps(shared: Path, settings: Settings, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return shared / "data" / "dedecms"


@pytest.mark.parametrize("name", SITES)
def test_a_real_site_moves_in_whole(dumps: Path, tmp_path: Path, name: str) -> None:
    articles, sections, tags = SITES[name]
    imported = do_import(dumps / name, report=tmp_path / "report")
    assert imported.summary["closes"]
    assert imported.summary["quarantined"] == 0
    assert (Article.objects.count(), Section.objects.count(), TaggedArticle.objects.count()) == (
        articles,
        sections,
        tags,
    )
    assert counted(imported, "archives") == {"read": articles, "added": articles}
    assert counted(imported, "arctiny") == {"read": articles, "left_out": articles}
    assert Article.objects.published().count() == articles
    # On an empty site every article keeps its number.
    assert not ImportedArticle.objects.exclude(old_id=F("article_id")).exists()


@pytest.mark.parametrize("name", SITES)
def test_every_address_that_the_old_site_gave_leads_to_its_article(dumps: Path, tmp_path: Path, name: str) -> None:
    do_import(dumps / name, report=tmp_path / "report")
    with (dumps / name / "expected_urls.csv").open() as rows:
        expected = {row["expected"]: int(row["aid"]) for row in csv.DictReader(rows) if row["arcrank"] == "0"}
    found = dict(LegacyPath.objects.filter(path__in=expected).values_list("path", "article_id"))
    assert found == expected


def test_a_second_run_changes_nothing(dumps: Path, tmp_path: Path) -> None:
    for name in SITES:
        do_import(dumps / name, report=tmp_path / "report")
    before = everything()
    for name in SITES:
        again = do_import(dumps / name, report=tmp_path / "report")
        assert again.summary["added"] == 0
        assert again.summary["closes"]
    assert everything() == before


def test_three_sites_live_together_and_numbers_that_are_taken_are_told(dumps: Path, tmp_path: Path) -> None:
    for name in ("essays_theme", "kancai_gbk"):
        imported = do_import(dumps / name, report=tmp_path / "report")
    assert Article.objects.count() == 29 + 169
    told = issues(imported, "RENUMBERED")
    assert len(told) == 7
    assert told[0].startswith("三连封杀令：暴露微信对外部社交力量的恐惧感：23 → ")


def test_gbk_and_opening_hits_come_over(dumps: Path, tmp_path: Path) -> None:
    do_import(dumps / "kancai_gbk", report=tmp_path / "report")
    article = Article.objects.get(title="蜷缩在泡沫里的机器人，最后一次展望它的未来")
    assert article.pk == 30
    assert article.section.path == "view/opinion"
    assert article.publish_at
    assert article.publish_at.timestamp() == 1423232181
    hits = ArticleHits.objects.get(article=article)
    assert (hits.opening, hits.total) == (147, 147)
    assert article.responsible_editor
    assert (article.responsible_editor.username, article.responsible_editor.is_active) == ("admin", False)
