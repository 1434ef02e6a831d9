"""All templates of public pages are compiled before a worker answers."""

from django.template import engines

from yanjiang import templating


def test_a_worker_compiles_all_templates_before_it_answers() -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    environment.cache.clear()
    templating.load_all()
    known = {name for _loader, name in environment.cache}
    assert {"articles/detail.html", "articles/preview.html", "home/home.html", "404.html"} <= known
    assert not [name for name in known if name.startswith("admin/")]
