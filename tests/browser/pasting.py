"""The corpus of pastes, and a clipboard that gives it to the editor as a browser does."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

CORPUS = Path(__file__).resolve().parent.parent / "corpora" / "pastes"
PASTE = """([types]) => {
    const clipboard = new DataTransfer();
    for (const [type, text] of Object.entries(types)) clipboard.setData(type, text);
    const field = document.querySelector(".ck-editor__editable");
    field.focus();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
}"""
SENT = 'name => new FormData(document.querySelector("#article_form")).get(name)'


@dataclass(frozen=True)
class Paste:
    """The clipboard's content, the stored result, and the message beside the text."""

    name: str
    clipboard: dict[str, str]
    stored: str
    told: list[str]


def _read(name: str) -> str:
    path = CORPUS / name
    return path.read_bytes().decode() if path.exists() else ""


def pastes() -> list[Paste]:
    names = sorted(path.name.removesuffix(".stored.html") for path in CORPUS.glob("*.stored.html"))
    return [
        Paste(
            name=name,
            clipboard={
                kind: text
                for kind, text in (("text/html", _read(f"{name}.html")), ("text/plain", _read(f"{name}.txt")))
                if text
            },
            stored=_read(f"{name}.stored.html").rstrip("\n"),
            told=_read(f"{name}.told.txt").splitlines(),
        )
        for name in names
    ]


def paste(page: Page, **types: str) -> None:
    """Paste the clipboard's content: html, plain, rtf."""
    page.evaluate(PASTE, [{f"text/{kind}": text for kind, text in types.items()}])


def sent(page: Page, name: str = "body") -> str:
    """Return the value of a field that the form would send now."""
    return str(page.evaluate(SENT, name))
