"""Documents made by hand for the tests of their readers: .docx and .odt as zipped XML, .pdf as words at places on a page."""

import base64
import io
import textwrap
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_NAMES = (
    f'xmlns:w="{{word}}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="{_OFFICE}/relationships" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:m="{_OFFICE}/math" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)

Word = tuple[float, float, float, str]  # x, y from the bottom, size in points, text


def r(text: str, props: str = "", tag: str = "t") -> str:
    """Return a run of a Word paragraph."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def p(*parts: str, style: str = "", props: str = "") -> str:
    """Return a Word paragraph of runs; a part that is no XML becomes one."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(part if part.startswith("<") else r(part) for part in parts)
    return f"<w:p><w:pPr>{named}{props}</w:pPr>{runs}</w:p>"


def ins(*parts: str) -> str:
    """Return words that were inserted while changes were tracked."""
    return '<w:ins w:id="1" w:author="Desk">' + "".join(map(r, parts)) + "</w:ins>"


def gone(*parts: str) -> str:
    """Return words that were deleted while changes were tracked."""
    return '<w:del w:id="2" w:author="Desk">' + "".join(r(part, tag="delText") for part in parts) + "</w:del>"


def table(*rows: Sequence[str]) -> str:
    """Return a Word table; a cell that is no XML is a paragraph."""

    def cell(text: str) -> str:
        return text if text.startswith("<w:tc") else f"<w:tc>{text if text.startswith('<') else p(text)}</w:tc>"

    return "<w:tbl>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows) + "</w:tbl>"


def docx_of(
    *body: str,
    notes: Mapping[str, str] | None = None,
    core: str = "",
    parts: Mapping[str, str] | None = None,
    word: str = WORD,
    main: str = "word/document.xml",
    styles: str = "",
) -> bytes:
    """Return a Word document of XML paragraphs and tables.

    :param notes: footnotes by their id; :param core: the XML of its properties; :param parts: further parts by name.
    """
    names = _NAMES.format(word=word)
    held = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r1' Type='{_OFFICE}/relationships/officeDocument' Target='/{main}'/></Relationships>",
        main: f"<w:document {names}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
    }
    if notes is not None:
        listed = "".join(f'<w:footnote w:id="{n}">{content}</w:footnote>' for n, content in notes.items())
        lines = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>___</w:t></w:r></w:p></w:footnote>'
        held["word/footnotes.xml"] = f"<w:footnotes {names}>{lines}{listed}</w:footnotes>"
    if core:
        held["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        )
    if styles:
        held["word/styles.xml"] = f"<w:styles {names}>{styles}</w:styles>"
    for name, content in (parts or {}).items():
        held[name] = f"<w:root {names}>{content}</w:root>"
    return zipped(held)


def odt_of(body: str, *, extra: Mapping[str, str] | None = None) -> bytes:
    """Return an OpenDocument text of the XML of its body."""
    base = "urn:oasis:names:tc:opendocument:xmlns"
    names = f'xmlns:office="{base}:office:1.0" xmlns:text="{base}:text:1.0" xmlns:table="{base}:table:1.0" xmlns:draw="{base}:drawing:1.0"'
    names += f' xmlns:style="{base}:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = f"<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **(extra or {})})


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return a zip file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def column(text: str, x: float, top: float, *, chars: int, size: float = 10, leading: float = 12, indent: float = 0) -> list[Word]:
    """Return the words of a column: ``text`` broken at so many characters, paragraphs at line ends, a first line indented by points."""
    words: list[Word] = []
    for paragraph in text.split("\n"):
        for n, line in enumerate(textwrap.wrap(paragraph, chars, break_on_hyphens=False)):
            words.append((x + (indent if n == 0 else 0), top - leading * len(words), size, line))
    return words


def pdf_of(
    *pages: Sequence[Word], font: str = "Times-Roman", rotate: int = 0, raw: str = "", fonts: Mapping[str, str] | None = None
) -> bytes:
    r"""Return a PDF with words at places; "ﬁ" and "ﬂ" are its ligatures, a word that begins with "/F2 " is set in the second font (bold).

    :param rotate: degrees that the pages are turned when shown; :param raw: operators put before the words of each page.
    """
    encoding = "/Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl] >>"
    parts: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    for name in (font, "Times-Bold"):
        parts.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} {encoding} >>".encode())
    kids = []
    for words in pages:
        shown = "\n".join(_shown(*word) for word in words)
        stream = f"{raw}\nBT\n{shown}\nET".encode("cp1252")
        parts.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        parts.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (rotate, len(parts))
        )
        kids.append(b"%d 0 R" % len(parts))
    parts[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return pdf_file(parts)


def _shown(x: float, y: float, size: float, text: str) -> str:
    name, _, rest = text.partition(" ") if text.startswith("/F2 ") else ("/F1", "", text)
    for mark, written in (("\\", r"\\"), ("(", r"\("), (")", r"\)"), ("ﬁ", r"\001"), ("ﬂ", r"\002")):
        rest = rest.replace(mark, written)
    return f"{name} {size} Tf 1 0 0 1 {x} {y} Tm ({rest}) Tj"


def pdf_file(parts: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects, the first of which is the catalogue."""
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for n, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (n, part))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start))
    return out.getvalue()


# "Two boats sank off the harbour on Monday." as a PDF encrypted (RC4, 128 bits) with a password; made once, packed by zlib and base85.
LOCKED = {
    "": (
        "c-"
        "p;GJ7^R^7{+$6u@NDH(;N{s*_oZk&XOaL*FjLZaEVF?QD%2%;>u+=?9M@wLaYQKA%eDwwUv^_LM%j3EL0F|tW;0}S_z_^vv*1MU@gSLeZc<T|N8#NY;9(;F@"
        "%RHsD1qO`Ypf^!8Eu6>UH4EWNFk1RR-"
        "&bxPoJksbCb0jslfLg^k;1JGZu?pfe+vR1Tbpw38T!fpa>Ja<~AgHEhAfK37t4osdSh(<RW00gKoz;50j?9Vb>6UAYWE|Ck#%XH^u-"
        "@pRQ@MfPSsgMzv?x6?|EGzy}EUSd>Ya>#l~S}IRFS!lBq(Hd6U`@oR*3>q%<_VU}urpm1UF2|A+>*I7rB}?Wq6u8jmCR1`59J=@T^RsvD`K^n0ZXWR8kJWeP"
        "e_eZV>d}$gJM`yRXW-SF!`m-M@Q3D?CqHfsjy&Alnm+pUz`=p*S08*mHZb^Y^TaT|e-~|>Jbr28`S<nhTSemC*t-"
        ";Xr7cA{z?tm?rYjbp9n84QRku)QE?!poP%B-Q32>&8Fpc7536}nQP|s)Iz_}17V@V#D>d9DZW&2X}aRFlJ=-9sP-q_0~dH=|8JZ(q+g`g-"
        "2mZ0Cq`aE>)&Oow1Wb6vN6Og(-^||NzR^5o(#vUAJ*2pB1nPuLDb;h}t!Xru%5_-"
        "NDMkMeN)sc*}z*K5UXrz5fgyt%uIPe8kZpb6)O35{|n|BV@wIV$5m1JBH#t91$j{=ur%0piX8M-3SR53-B$AqMqQ-rL{wbl}0B>HPz&6EZRVg%6s1vz7cK@I"
        "mYY!|z$NlJ|Q6%1oh#RREfgy0HBxm&@wODmWss$2x(C1x@iw^i01)NH)2irVbaPYoo!vpk*X6yn|QNxKMj#Y0cHiXsw)JY=><VPL0WTdM+O`#1VGCX3zO%+^"
        "*6^!I)XxsjRawiqK9gIaB>*#N%*m7a$o"
    ),
    "secret": (
        "c-p;GJ!=#}7%tRi`~?P!X%19Oc4l^Fb_UKvliY#$k#I@02m$AAXU+|m-"
        "MBl4iHO)+NP>1Eq!GbF5NxziE3wc7ZLC%7#3r4H&fX>2gS8L~_XBpG_v3lyec##2^kicck5N$h^m+3Gz!1TtwFs(J;7zAV*lX()R*A%vX`_8y1GO5^ahUs%A"
        ">Y~6WevS))zKO7CX!xkAqL)=D9qqIq|UJk7luOpQs{)Ts+)AcAP3BIH-R_Rv)w3mYtdg93FsfWfp<=aks41{94m4+lMD(<9Jkj@tg;%STwZK-"
        "Y%|CPBu$+qy|nFE@@x%f9eiNO2M!GagI#|2II7ge?`SMEu^~-ob=<L+p}@I4v#C}~VC3n+lW!N-"
        "KR$cCQGa}OVPmX*eC_Zry!PtQt*vAF=*|1H>o@LnZ$Ej{dDJ-2+iv~5@^Z`kc)q=le&7G#`rNmN=fV5U7k5vLd_8jM-M!$;Y)-"
        "tBdq)B<l_lQ}@Md}~+h69OYs|RHbbq7XY_z1a(PpxwV&K)|b`nN$2Nv<W&>&{d!Mhm6r{XLs%#)EZ+SMhm<2=OBGm(3{gSHn%3jR^yc+w63i$GBbEI>J=`T`"
        "_wW}v^<WK4vc2}p^gk_SXOb0g|ncW}HJtKv|lPWcq9qOipTW2Vh~!Wox3;7lUkR)$keUAUrcf<msP<R;Wca$n09LjoD8k?`H*&ABYx2p;+Y#*&0ao1jGkWvI"
        "acWejVdh?b$6X{rMz6vdn(<ks96qYy@7c&{s|HUL440NT4CXUu2Nz&#AR!R}k)0%Nj-VJym+@JpEQ;}S+WDPf$@5*CQE7J+zy*;GYco%S0w6J68!-"
        "rUhoEc6Fw`E+a&h<Cmx-5^w3L^0oJ5-_AhU?d8#3JnQd?S1JeYk%Xi(4Wn8b=g9>`&-DYN^QTy7!eFAmHJcz{01}9hgk"
    ),
}


def locked_pdf(password: str) -> bytes:
    """Return a PDF behind a password: "", which any reader tries, or "secret"."""
    return zlib.decompress(base64.b85decode(LOCKED[password]))
