"""The rules of the house that a machine can check."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.staticfiles import finders
from django.db import models
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from jinja2 import UndefinedError

from yanjiang.home.blocks import FilledBlock
from yanjiang.home.models import Block

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("yanjiang", "articles", "consultants")
HAN = re.compile(r"[\u4e00-\u9fff]")
MODELS = [model for model in apps.get_models() if model.__module__.startswith(PACKAGES)]
# Words to read rather than code: the sample articles' titles, tags and people.
DATA = {"yanjiang/home/demo/content.py"}


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of our modules, without migrations."""
    for file in sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py")):
        if file.parent.name != "migrations":
            yield file.relative_to(ROOT).as_posix(), file.read_text()


TEMPLATES = {
    file.relative_to(ROOT / "templates").as_posix(): file.read_text()
    for file in sorted((ROOT / "templates").rglob("*.html"))
}
PUBLIC = {name: html for name, html in TEMPLATES.items() if not name.startswith("admin/")}
ADMIN = {name: html for name, html in TEMPLATES.items() if name not in PUBLIC}
CODE = dict(python_files(*PACKAGES))
EVERYTHING = dict(python_files(*PACKAGES, "tests"))
TESTS = dict(python_files("tests"))


def test_there_is_something_to_check() -> None:
    assert len(PUBLIC) > 20
    assert len(CODE) > 50
    assert len(MODELS) > 12


def test_every_template_is_used() -> None:
    used = {"400.html", "404.html", "410.html", "500.html"}
    used |= {FilledBlock(Block(kind=kind), heading="", url="", items=[]).template for kind in Block.Kind.values}
    for text in [*CODE.values(), *TEMPLATES.values()]:
        used |= set(re.findall(r"""["']([\w/]+\.html)["']""", text))
    assert set(PUBLIC) - used == set()


def test_a_name_with_an_underscore_is_rendered_by_no_view() -> None:
    rendered = {name for text in CODE.values() for name in re.findall(r'render\(request, "([\w/]+\.html)"', text)}
    assert len(rendered) > 10
    assert {name for name in rendered if Path(name).name.startswith("_")} == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name: str) -> None:
    get_template(name)


def test_html_is_believed_in_three_places() -> None:
    trusting = re.compile(r"\|\s*safe(seq)?\b|autoescape (off|false)", re.IGNORECASE)
    assert [name for name, html in TEMPLATES.items() if trusting.search(html)] == []
    # Two escape what they are given: marks in search results, structured data for search engines. The third shows
    # rich texts, which are cleaned when they are written.
    believing = {path for path, text in CODE.items() if re.search(r"\bmark_safe\b|SafeString\(|\bMarkup\(", text)}
    assert believing == {"articles/search/marks.py", "yanjiang/lib/json_ld.py", "yanjiang/templating.py"}


def test_every_static_file_that_a_template_names_is_there() -> None:
    """One that is not would make the page fail, the page for failures too."""
    named = {file for html in TEMPLATES.values() for file in re.findall(r"\bstatic[( ]['\"]([^'\"]+)['\"]", html)}
    assert len(named) > 5
    assert {file for file in named if not finders.find(file)} == set()


def test_every_loaded_tag_library_is_used() -> None:
    libraries = engines["django"].engine.template_libraries  # type: ignore[attr-defined]
    for name, html in ADMIN.items():
        for loaded in (library for names in re.findall(r"{% load ([^%]+) %}", html) for library in names.split()):
            library = libraries[loaded]
            tags = "|".join(library.tags) or "-"
            filters = "|".join(library.filters) or "-"
            assert re.search(rf"{{%\s*({tags})\b|\|({filters})\b", html), f"{name} does not use {loaded}"


def test_every_imported_macro_is_used() -> None:
    """By the template itself, or by one that it includes."""
    for name, html in PUBLIC.items():
        included = [PUBLIC[other] for other in re.findall(r'{% include "([^"]+)" %}', html)]
        for macro in re.findall(r'{% from "[^"]+" import (\w+) %}', html):
            assert any(f"{macro}(" in text for text in (html, *included)), f"{name} does not use {macro}"


def test_a_public_page_shows_no_name_that_nobody_gives() -> None:
    for template in ("{{ nothing }}", "{% if nothing %}{% endif %}", "{{ ''.nothing }}"):
        with pytest.raises(UndefinedError):
            engines["jinja2"].from_string(template).render({})


def test_the_admins_templates_are_djangos() -> None:
    engine = engines["jinja2"]
    for name in ADMIN:
        with pytest.raises(TemplateDoesNotExist):
            engine.get_template(name)


@pytest.mark.parametrize(
    "inline",
    [r"<script(?![^>]*\ssrc=)", r"<style\b", r"\sstyle\s*=", r"<[^>]*\son[a-z]+\s*=", r"javascript:"],
    ids=["script", "style element", "style attribute", "handler", "link"],
)
def test_pages_have_no_code_or_style_of_their_own(inline: str) -> None:
    assert [name for name, html in PUBLIC.items() if re.search(inline, html, re.IGNORECASE)] == []


def test_models_and_their_fields_are_called_by_chinese_names() -> None:
    names = {model._meta.label: str(model._meta.verbose_name) for model in MODELS}
    for model in MODELS:
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and not (field.auto_created or isinstance(field, GenericForeignKey)):
                names[f"{model._meta.label}.{field.name}"] = str(field.verbose_name)
    assert len(names) > 100
    assert {label: name for label, name in names.items() if not HAN.search(name)} == {}


def test_help_and_choices_are_chinese() -> None:
    fields = [field for model in MODELS for field in model._meta.get_fields() if isinstance(field, models.Field)]
    words = [str(field.help_text) for field in fields if field.help_text]
    words += [str(label) for field in fields for value, label in field.flatchoices]
    assert len(words) > 40
    assert [word for word in words if not HAN.search(word)] == []


def test_indexes_and_constraints_have_names_of_ours() -> None:
    for model in MODELS:
        assert not model._meta.unique_together, model
        for rule in (*model._meta.indexes, *model._meta.constraints):
            # Django's own end with a hash: articles_ar_status_6bde12_idx.
            assert re.fullmatch(r"[a-z_]+", rule.name), f"{model}: {rule.name}"
            assert len(rule.name) <= 63  # PostgreSQL cuts longer ones


def test_no_file_is_too_long_to_read() -> None:
    lines = {path: text.count("\n") for path, text in EVERYTHING.items() if path not in DATA}
    assert {path: count for path, count in lines.items() if count > (300 if path.startswith("tests/") else 350)} == {}


def test_imports_are_absolute_and_nothing_is_printed() -> None:
    for path, text in CODE.items():
        for node in ast.walk(ast.parse(text)):
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}: {node.lineno}"
            assert not (isinstance(node, ast.Name) and node.id == "print"), f"{path}: {node.lineno}"


def test_every_module_says_what_it_is_for() -> None:
    silent = {path for path, text in CODE.items() if text and not ast.get_docstring(ast.parse(text))}
    assert {path for path in silent if not path.endswith("/apps.py")} == set()


def is_always_true(condition: ast.expr) -> bool:
    """Tell whether a condition is a value written in the test itself, such as a list of what should be compared."""
    literals = (ast.List, ast.Tuple, ast.Dict, ast.Set, ast.JoinedStr, ast.Lambda, ast.GeneratorExp)
    return isinstance(condition, literals) or (isinstance(condition, ast.Constant) and bool(condition.value))


def test_no_assertion_is_always_true() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, code in TESTS.items()
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Assert) and is_always_true(node.test)
    ]
    assert found == []
