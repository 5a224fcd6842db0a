"""What does a document say, as plain text?

Run in a process of its own by ``profiles.read.extract``, so that a file that takes for ever, or all
memory, ends with it. Bytes come from standard input, JSON goes to standard output. What repeats on
every page of the web (navigation, cookies, footers) is left out, and no link is ever followed.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["main"]

MAX_PAGES = 60
MAX_TEXT = 400_000
SECONDS = 30
"""Of processor time; whoever waits gives up a little later."""
MEMORY = 2_000_000_000
_FURNITURE = (
    "script", "style", "noscript", "template", "svg", "iframe", "form", "nav", "button", "select",
    "[role=navigation]", "[role=dialog]", "[aria-hidden=true]", "[class*=cookie]", "[id*=cookie]",
    "[class*=consent]", "[id*=consent]", "[class*=navbar]", "[class*=breadcrumb]", "[class*=menu]",
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
        "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol",
        "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
_LEGAL = re.compile(
    r"\b(?:GmbH|Ltd|Inc|SAS|S\.A\.|B\.V\.|AB|Sp\. z|OÜ|Oy|A/S|address|Impressum|\d{5})\b"
)


def pdf(content: bytes) -> Iterator[str]:
    """The text of a PDF document, page by page."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("it needs a password")
    for number, page in enumerate(reader.pages):
        if number >= MAX_PAGES:
            return
        yield _rejoined(page.extract_text() or "")


def _rejoined(text: str) -> str:
    """Words that a line cut in two put together, and lines that a layout broke."""
    whole = re.sub(r"(\w)-\n(?=[a-z])", r"\1", text)
    return re.sub(r"[ \t]+", " ", whole)


def docx(content: bytes) -> Iterator[str]:
    """The paragraphs and tables of a Word document, in their order."""
    from docx import Document
    from docx.table import Table

    for block in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            yield from _rows([cell.text for cell in row.cells] for row in block.rows)
        elif block.text.strip():
            heading = (block.style.name if block.style else "") or ""
            yield f"# {block.text}" if heading.startswith(("Heading 1", "Title")) else block.text


def _rows(rows: Any) -> Iterator[str]:
    for cells in rows:
        said = list(dict.fromkeys(" ".join(cell.split()) for cell in cells))
        if len(said) == 2 and all(said):
            yield f"{said[0].rstrip(':')}: {said[1]}"
        elif any(said):
            yield " | ".join(said)


def pptx(content: bytes) -> Iterator[str]:
    """The texts of slides, with their tables."""
    from pptx import Presentation

    for number, slide in enumerate(Presentation(io.BytesIO(content)).slides):
        if number >= MAX_PAGES:
            return
        for shape in slide.shapes:
            if shape.has_text_frame:
                lines = (
                    "".join(run.text for run in one.runs) for one in shape.text_frame.paragraphs
                )
                yield from (line for line in lines if line.strip())
            if getattr(shape, "has_table", False):
                yield from _rows([cell.text for cell in row.cells] for row in shape.table.rows)
        yield ""


def odt(content: bytes) -> Iterator[str]:
    """The headings, paragraphs and tables of an OpenDocument text."""
    from odf import table, teletype, text
    from odf.opendocument import load

    document = load(io.BytesIO(content))
    names = {text.H(outlinelevel=1).qname, text.P().qname, table.TableRow().qname}

    def walk(node: Any) -> Iterator[str]:
        for child in node.childNodes:
            name = getattr(child, "qname", None)
            if name == table.TableRow().qname:
                yield from _rows([[teletype.extractText(cell) for cell in child.childNodes]])
            elif name in names:
                said = teletype.extractText(child)
                yield f"# {said}" if name == text.H(outlinelevel=1).qname else said
            elif hasattr(child, "childNodes"):
                yield from walk(child)

    yield from walk(document.text)


def html(content: bytes) -> Iterator[str]:
    """What a page says, without what every page of its site says."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(content)
    title = tree.css_first("title")
    for one in tree.css(", ".join(_FURNITURE)):
        one.decompose()
    for one in tree.css("footer"):
        # Of a footer the address is a fact; the rest is furniture.
        kept = [line for line in _text(one).split("\n") if _LEGAL.search(line)]
        one.replace_with(" \n".join(kept)[:500])
    heading = tree.css_first("h1")
    said = _text(heading).strip() if heading else ""
    name = _site_name(title.text() if title else "", said)
    if name:
        yield f"# {name}"
    body = tree.css_first("main") or tree.body
    if body is not None:
        yield _text(body)
        if body.tag == "main":
            yield from (_text(one) for one in tree.css("address, footer"))


def _site_name(title: str, heading: str) -> str:
    """The name of a firm in the title of its page: the part that is no sentence and no "Home"."""
    parts = [
        one.strip() for one in re.split(r"\s[|\u2013\u2014\u00b7\u2022:-]\s", title) if one.strip()
    ]
    plain = [one for one in parts if one.casefold() not in ("home", "about", "about us", "start")]
    short = sorted(plain, key=len)
    return short[0][:80] if short else heading[:80]


def _text(node: Any) -> str:
    pieces: list[str] = []

    def walk(one: Any) -> None:
        child = one.child
        while child is not None:
            tag = child.tag
            if tag == "-text":
                pieces.append(re.sub(r"\s+", " ", child.text(deep=False) or ""))
            else:
                block = tag in _BLOCKS
                if block:
                    pieces.append("\n# " if tag == "h1" else "\n")
                walk(child)
                if tag in ("td", "th"):
                    pieces.append(" | ")
                elif tag == "dt":
                    pieces.append(": ")
                elif block:
                    pieces.append("\n")
            child = child.next

    walk(node)
    lines = (line.strip(" |") for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


_KINDS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": pdf, "docx": docx, "pptx": pptx, "odt": odt, "html": html,
}  # fmt: skip


def main(kind: str) -> None:
    """Read a document from standard input and write its text."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    parts: list[str] = []
    size = 0
    problem = None
    try:
        for part in _KINDS[kind](sys.stdin.buffer.read()):
            parts.append(part)
            size += len(part)
            if size > MAX_TEXT:
                break
    except Exception as error:
        problem = f"{type(error).__name__}: {str(error)[:200]}"
    said = {"text": "\n".join(parts)[:MAX_TEXT], "problem": problem}
    sys.stdout.buffer.write(json.dumps(said).encode())


if __name__ == "__main__":
    main(sys.argv[1])
