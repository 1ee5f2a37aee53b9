"""Text, web pages and PDFs to text; what holds none says so in one line."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kg.errors import AskerError, KgError, OperatorError
from kg.reading.texts import text

PAGE = """<!doctype html><html><head><title>Head</title><style>p {}</style></head><body>
<nav>Home Paris</nav><main><h1>Cities &amp; towns</h1><p>Milan and <b>S\u00e3o</b>
 Paulo<br>joined<!-- not --> C40.</p><ul><li>Lima</li><li>Quito</li></ul>
<table><tr><th>a<th>b</tr><tr><td>1</td><td>2</td></tr></table>
<script>var x = "Rome"</script><footer>Contact Rome</footer></main></body></html>"""


def pdf(*pages: str) -> bytes:
    """A PDF of one line a page, written out by hand."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for words in pages:
        stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))


def test_plain_text_is_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Łódź\r\n ﬁrst\n\n".encode())
    assert text(path) == "Łódź\r\n ﬁrst\n\n"


def test_a_page_is_its_words_block_by_block(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    assert text(path) == "Cities & towns\n\nMilan and São Paulo\njoined C40.\n\nLima\n\nQuito\n\n\ta\tb\n\n\t1\t2\n"


def test_a_page_is_known_by_its_beginning_and_read_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_bytes(
        '<html><head><meta charset="iso-8859-1"></head><body><p>Bogot\xe1</p></body></html>'.encode("latin-1")
    )
    assert text(path) == "Bogotá\n"


def test_a_page_however_deep_is_read(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<div>" * 5_000 + "Lima" + "</div>" * 5_000, encoding="utf-8")
    assert text(path) == "Lima\n"


def test_a_pdf_is_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("Milan and Lisbon joined C40 Cities.", "They signed the Paris Agreement."))
    assert text(path) == "Milan and Lisbon joined C40 Cities.\n\nThey signed the Paris Agreement."
    assert text(path) == text(path)


def encrypted(path: Path, method: str) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm=method)
    writer.write(path)


@pytest.mark.parametrize(
    ("name", "content", "error", "words"),
    [
        ("a.pdf", pdf("", "1"), AskerError, "only pictures of pages; run text recognition (OCR) on it first"),
        ("a.pdf", b"%PDF-1.7 rubbish", AskerError, "damaged or not one"),
        ("a.pdf", pdf("Milan and Lisbon joined C40 Cities.")[:300], AskerError, "damaged or not one"),
        ("a.pdf", b"", AskerError, "damaged or not one"),
        ("a.txt", b" \n", AskerError, "no text in it"),
        ("a.txt", b"a\x00b", AskerError, "neither text, HTML nor PDF"),
        ("a.txt", b"caf\xe9", AskerError, "byte 3 is not UTF-8"),
        ("a.html", b"<html><body>caf\xe9</body></html>", AskerError, "not in the encoding that it declares"),
        ("a.html", b"<html><script>x</script></html>", AskerError, "no text in it"),
    ],
)
def test_what_has_no_text_is_one_clear_line(
    tmp_path: Path, name: str, content: bytes, error: type[KgError], words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        text(path)
    message = str(caught.value)
    assert words in message and name in message and "\n" not in message


def test_an_encrypted_pdf_and_a_missing_file_are_one_clear_line(tmp_path: Path) -> None:
    encrypted(tmp_path / "a.pdf", "RC4-128")
    with pytest.raises(AskerError, match="the PDF is encrypted; save it without a password"):
        text(tmp_path / "a.pdf")
    with pytest.raises(OperatorError, match=r"cannot read .*no\.txt: No such file"):
        text(tmp_path / "no.txt")


def test_a_missing_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> Any:
        raise ImportError(name)

    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(importlib, "import_module", gone)
    with pytest.raises(OperatorError, match=r"needs the extra 'read'; install citykg\[read\]"):
        text(tmp_path / "a.html")
