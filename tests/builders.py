"""Small real files for tests: Word packages from raw XML, PDF files from raw objects, and dangerous ones of both."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import docx as python_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


# --- Word ------------------------------------------------------------------------------------------------------------


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph; content that is not XML becomes a run."""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(text: str, num_id: int, level: int = 0) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>')


def inserted(text: str, author: str = "Lan") -> str:
    return f'<w:ins w:id="1" w:author="{author}" w:date="2026-01-02T08:00:00Z">{run(text)}</w:ins>'


def deleted(text: str, author: str = "Lan") -> str:
    return (
        f'<w:del w:id="2" w:author="{author}" w:date="2026-01-02T08:00:00Z"><w:r><w:delText xml:space="preserve">'
        f"{escape(text)}</w:delText></w:r></w:del>"
    )


def cell(*paragraphs: str, properties: str = "") -> str:
    inside = "".join(part if part.startswith("<w:") else paragraph(part) for part in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def level(index: int, number_format: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/>{extra}</w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The numbering part: one list with these levels, and the numbers that use it."""
    return f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}</w:numbering>'


def docx(*body: str, parts: dict[str, str] | None = None, files: dict[str, bytes] | None = None) -> bytes:
    """A .docx with this body. `parts` are further parts by kind: "styles", "numbering", "footnotes", "header", ..."""
    parts = parts or {}
    relations = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>' for i, kind in enumerate(parts)
    )
    whole = f"<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    return zipped(
        {
            "[Content_Types].xml": _CONTENT_TYPES.encode(),
            "_rels/.rels": _relationships(
                f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": whole.encode(),
            "word/_rels/document.xml.rels": _relationships(relations),
            **{f"word/{kind}.xml": content.encode() for kind, content in parts.items()},
            **(files or {}),
        }
    )


def _relationships(inside: str) -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def decision_docx(articles: int = 3) -> bytes:
    """An invented decision as python-docx writes it."""
    document = python_docx.Document()
    document.add_paragraph("QUYẾT ĐỊNH")
    for number in range(1, articles + 1):
        document.add_heading(f"Điều {number}. Quy định thứ {number}", 2)
        for clause in range(1, 9):
            document.add_paragraph(
                f"{clause}. Cơ quan, đơn vị thực hiện nhiệm vụ được giao theo quy định của pháp luật. " * 3
            )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- Dangerous and broken ones ---------------------------------------------------------------------------------------


def encrypted_office() -> bytes:
    """The start of a compound file that holds an encrypted package, as Word writes for a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def locked_doc() -> bytes:
    """The start of an old .doc whose information block says that it is encrypted."""
    block = b"\xec\xa5" + bytes(9) + b"\x01" + bytes(500)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + block + "WordDocument".encode("utf-16-le") + bytes(512)


def swollen_docx(megabytes: int) -> bytes:
    """A .docx whose document part unpacks to that many megabytes of spaces."""
    return docx(files={"word/document.xml": b" " * (megabytes * 1024 * 1024)})


def lying_docx(megabytes: int) -> bytes:
    """The same, with a directory that claims the part to be tiny."""
    data = bytearray(swollen_docx(megabytes))
    real = (megabytes * 1024 * 1024).to_bytes(4, "little")
    return bytes(data.replace(real, (1000).to_bytes(4, "little")))


def entity_docx() -> bytes:
    """A .docx that tries to grow by entities within entities."""
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = "<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body>"
    text = f"<!DOCTYPE x [{entities}]><w:document {NAMESPACES}>{body}</w:document>"
    return docx(files={"word/document.xml": text.encode()})


# --- PDF -------------------------------------------------------------------------------------------------------------

Placed = tuple[float, float, str]
_PAGE_HEIGHT, _PAGE_WIDTH, _SIZE = 842, 595, 12
#: Half the size: every letter is 6 points wide, so that tests can reckon where lines end.
_LETTER_WIDTH = 500


def pdf(pages: Sequence[Iterable[Placed]], drawings: str = "", picture: bool = False, locked: bool = False) -> bytes:
    """A PDF of these pages; each text stands at (x, y), y counted down from the top of the page.

    The font is not embedded: its codes are UTF-16 and a ToUnicode map says so, which is all that reading needs.
    `drawings` are page operators (lines of tables); `picture` puts a full-page image under each page.
    """
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(content: bytes, entries: str = "") -> int:
        packed = zlib.compress(content)
        return add(f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>stream\n".encode() + packed + b"\nendstream")

    font = _font(add, stream)
    image = stream(
        bytes([200]), "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    )
    kids = []
    for placed in pages:
        content = stream((drawings + ("q 595 0 0 842 0 0 cm /I Do Q " if picture else "") + _shown(placed)).encode())
        kids.append(
            add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_PAGE_WIDTH} {_PAGE_HEIGHT}]/Contents {content} 0 R"
                f"/Resources<</Font<</F {font} 0 R>>/XObject<</I {image} 0 R>>>>>>".encode()
            )
        )
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return _file(objects, _LOCK if locked else "")


#: A standard security handler whose user password is not the empty one.
_LOCK = f"/ID[<{'00' * 16}><{'00' * 16}>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>"


def _font(add, stream) -> int:  # type: ignore[no-untyped-def]
    to_unicode = stream(
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CMapName/U def/CMapType 2 def "
        b"1 begincodespacerange<0000><FFFF>endcodespacerange 1 beginbfrange<0000><FFFF><0000>endbfrange "
        b"endcmap end end"
    )
    descendant = add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/DW {_LETTER_WIDTH}/FontDescriptor<</Type/FontDescriptor/FontName/Arial/Flags 4/FontBBox[0 -200 500 800]"
        f"/Ascent 800/Descent -200/CapHeight 700/ItalicAngle 0/StemV 80>>>>".encode()
    )
    return add(
        f"<</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
        f"/ToUnicode {to_unicode} 0 R>>".encode()
    )


def _shown(placed: Iterable[Placed]) -> str:
    lines = (f"1 0 0 1 {x} {_PAGE_HEIGHT - y} Tm <{text.encode('utf-16-be').hex()}> Tj" for x, y, text in placed)
    return f"BT /F {_SIZE} Tf {' '.join(lines)} ET"


def _file(objects: list[bytes], trailer: str) -> bytes:
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Page operators that draw a table's borders at these places, y counted down."""
    flat = [f"{xs[0]} {_PAGE_HEIGHT - y} m {xs[-1]} {_PAGE_HEIGHT - y} l S" for y in ys]
    upright = [f"{x} {_PAGE_HEIGHT - ys[0]} m {x} {_PAGE_HEIGHT - ys[-1]} l S" for x in xs]
    return " ".join(flat + upright) + " "
