"""The rich text editor in the browser: its files, and the markup that it lets through."""

from typing import Any

from django import forms

from yanjiang.lib.html import ATTRIBUTES, CLASSES, TAGS

VERSION = "48.5.2"  # `.ci/update-ckeditor` writes this line
FOLDER = f"vendor/ckeditor5-{VERSION}"
MEDIA = forms.Media(
    css={"all": [f"{FOLDER}/ckeditor5.css"]},
    js=[
        f"{FOLDER}/ckeditor5.umd.js",
        f"{FOLDER}/zh-cn.umd.js",
        "js/admin_editor_words.js",
        "js/admin_editor_kept.js",
        "js/admin_paste_numbers.js",
        "js/admin_paste_pictures.js",
        "js/admin_paste.js",
        "js/admin_editor_paste.js",
        "js/admin_editor_caret.js",
        "js/admin_editor_pictures.js",
        "js/admin_editor_full.js",
        "js/admin_editor.js",
    ],
)


def allowed() -> list[dict[str, Any]]:
    """Return the cleaner's allow list in the shape of CKEditor's `htmlSupport.allow`.

    The style of a page break is left out: the page break plugin handles it, and no other style is kept.
    """
    common = ATTRIBUTES.get("*", set())
    return [
        {
            "name": tag,
            "classes": sorted(CLASSES),
            "attributes": sorted((common | ATTRIBUTES.get(tag, set())) - {"class", "style"}),
        }
        for tag in sorted(TAGS)
    ]
