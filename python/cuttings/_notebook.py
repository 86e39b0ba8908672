"""What notebooks show."""

from __future__ import annotations

import base64
import html as _html
import os
import pathlib
import typing

if typing.TYPE_CHECKING:
    from ._article import Article

#: Notebooks have styles of their own, light and dark, so that this one asks for little.
_STYLE = (
    "max-width:46em;line-height:1.5;padding:.4em 1em;border:1px solid rgba(128,128,128,.35);border-radius:6px;"
    "max-height:40em;overflow:auto"
)
_FACTS = "font-size:85%;opacity:.75;margin:.2em 0 0"


def shown(article: Article) -> str:
    """An article as a notebook shows it, with what is known of its making below."""
    facts = []
    if article.capture is not None and article.capture.timestamp:
        facts.append(f"captured {article.capture.timestamp}")
    if article.language:
        facts.append(article.language)
    if article.confidence is not None:
        facts.append(f"confidence {article.confidence:.2f}")
    facts.append(f"{len(article.body)} blocks, {len(article.text)} characters")
    facts.extend(f"{warning.code}: {warning.detail}" if warning.detail else warning.code for warning in article.warnings)
    line = _html.escape(" \u00b7 ".join(facts))
    return f'<div style="{_STYLE}">{article.html(citation=True, link_pictures=True)}<p style="{_FACTS}">{line}</p></div>'


class Inspection:
    """A page beside its article, to look at."""

    __slots__ = ("html", "_name")

    #: One file of HTML, which loads nothing.
    html: str

    def __init__(self, html: str, name: str) -> None:
        self.html = html
        self._name = name

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes it into a file, for a browser."""
        pathlib.Path(path).write_text(self.html, encoding="utf-8")

    def __repr__(self) -> str:
        return f"<cuttings.Inspection of {self._name}>"

    def _repr_html_(self) -> str:
        """In a frame of its own, whose address is the page itself: it has no origin, so that it cannot get at the notebook."""
        page = base64.b64encode(self.html.encode()).decode()
        style = "width:100%;height:45em;border:1px solid rgba(128,128,128,.35)"
        sandbox = "allow-scripts allow-same-origin"
        return f'<iframe sandbox="{sandbox}" src="data:text/html;charset=utf-8;base64,{page}" style="{style}"></iframe>'
