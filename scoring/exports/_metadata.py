"""What a PDF says of itself in XMP (ISO 16684-1), beside the older Info dictionary: title, author, language."""
from __future__ import annotations

from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


def xmp(title: str, author: str, subject: str, language: str) -> PDFStream:
    """The metadata stream for a document's catalog, not compressed, so that programs that know no PDF find it.

    It does not claim PDF/UA: docs/decisions/0014-tagged-paper.md says what that would still need.
    """
    said = {"title": title, "author": author, "subject": subject, "language": language}
    packet = _PACKET.format(**{key: escape(text) for key, text in said.items()})
    return PDFStream(PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"}), packet.encode("utf-8"))
