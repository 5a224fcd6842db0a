"""Decks, one-pagers and saved pages as people have them, and as nobody should."""

from __future__ import annotations

from pathlib import Path

import pytest

from profiles.errors import ReadError
from profiles.read import read_profile

LINES = ("Kestrel Sensing", "Kestrel is based in Tartu, Estonia.", "It builds passive radar.")


def docx_file(path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading(LINES[0], 0)
    for line in LINES[1:]:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Employees", "14"
    document.save(str(path))


def pptx_file(path: Path) -> None:
    from pptx import Presentation

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = LINES[0]
    slide.placeholders[1].text = "\n".join([*LINES[1:], "Employees: 14"])
    deck.save(str(path))


def odt_file(path: Path) -> None:
    from odf.opendocument import OpenDocumentText
    from odf.text import H, P

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text=LINES[0]))
    for line in (*LINES[1:], "Employees: 14"):
        document.text.addElement(P(text=line))
    document.save(str(path))


def html_file(path: Path) -> None:
    path.write_text(
        f"""<!doctype html><html><head><title>Home | {LINES[0]}</title><style>p {{}}</style></head>
        <body><nav><a>Employees: 900</a></nav><div class="cookie-banner">We use cookies.</div>
        <main><h1>Radar that is silent</h1><p>{LINES[1]}</p><p>{LINES[2]}</p>
        <dl><dt>Employees</dt><dd>14</dd></dl></main>
        <footer><a>Privacy</a></footer><script>alert(1)</script></body></html>""",
        encoding="utf-8",
    )


def pdf_file(path: Path) -> None:
    """Written by hand: one page, one font, a line for each."""
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in (*LINES, "Employees: 14"))
    stream = f"BT /F1 12 Tf 50 700 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    content, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(content)
    path.write_bytes(content + b"xref\n0 6\n0000000000 65535 f \n" + table + end)


MAKERS = {"docx": docx_file, "pptx": pptx_file, "odt": odt_file, "html": html_file, "pdf": pdf_file}


@pytest.mark.parametrize("form", MAKERS)
def test_a_document_is_a_profile(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"kestrel.{form}"
    MAKERS[form](path)

    found = read_profile(path)

    assert (found.id, found.name, found.headcount) == ("kestrel", LINES[0], 14)
    assert LINES[1] in (found.description or "")
    assert "cookies" not in (found.description or "")


def test_a_folder_of_documents_is_one_profile(tmp_path: Path) -> None:
    folder = tmp_path / "Kestrel"
    folder.mkdir()
    (folder / "a.txt").write_text("Kestrel\n\nWe build passive radar.", encoding="utf-8")
    html_file(folder / "b.html")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    told: list[str] = []

    found = read_profile(folder, tell=told.append)

    assert (found.id, found.name, found.headcount) == ("kestrel", "Kestrel", 14)
    assert told == ["note: left out, because they are no documents: logo.png"]


@pytest.mark.parametrize("form", ["docx", "pptx", "odt", "pdf"])
def test_a_damaged_document_is_refused_in_words(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form}"
    MAKERS[form](path)
    path.write_bytes(path.read_bytes()[:40])

    with pytest.raises(ReadError, match=r"no text|a document"):
        read_profile(path)


def test_an_empty_folder_says_what_belongs_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="a folder without any document"):
        read_profile(tmp_path)
