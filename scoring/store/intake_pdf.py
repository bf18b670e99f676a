"""Reading PDF files for secrecy marks, passwords, scripts and enclosed files."""
from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject, StreamObject

from ..errors import Invalid
from .intake_look import Look, Marked, Unreadable
from .intake_zip import has_archive_behind

MOST_PAGES = 2000
_BROKEN = "PDF 打不开，可能没有下载完整：请重新导出或重新扫描后再上传。"
_SCRIPTS = re.compile(rb"/(JavaScript|Launch|RichMedia|SubmitForm|ImportData)(?![A-Za-z])")
_ENCLOSED = re.compile(rb"/EmbeddedFiles?(?![A-Za-z])")
_STREAMS = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)   # packed bytes, in which any short word occurs
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")


def read_pdf(data: bytes, look: Look) -> None:
    """Looks at a PDF page by page; raises Invalid for marks, passwords, scripts, forms and enclosed files."""
    if has_archive_behind(data):
        raise Invalid("PDF 的末尾夹带了压缩包：请重新导出 PDF 后再上传。")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Invalid("PDF 加了打开密码，系统无法检查里面有没有涉密标志：请去掉密码后再上传。")
        _refuse_active(data, reader)
        pages = int(reader.get_num_pages())
        if not 0 < pages <= MOST_PAGES:
            raise Invalid(f"PDF 有 {pages} 页，一份最多 {MOST_PAGES} 页：请拆开上传。" if pages else _BROKEN)
        look.at("\n".join(str(v) for v in (reader.metadata or {}).values()))
        _read_pages(reader, pages, look)
    except Invalid:
        raise
    except MemoryError:
        raise
    except Exception as error:  # pypdf meets broken files with many kinds of exceptions
        raise Unreadable(_BROKEN) from error


def _refuse_active(data: bytes, reader: PdfReader) -> None:
    for part in (_STREAMS.sub(b"", data), *_object_streams(reader)):
        plain = _HEX_NAME.sub(lambda m: bytes([int(m[1], 16)]), part) if b"#" in part else part
        if _SCRIPTS.search(plain):
            raise Invalid("PDF 里带有自动运行的脚本或程序，不能收：请用“打印成 PDF”重新生成一份。")
        if _ENCLOSED.search(plain):
            raise Invalid("PDF 里夹带了附件，系统检查不到里面的内容：请把附件取出来单独上传，PDF 重新打印一份。")
        if re.search(rb"/XFA(?![A-Za-z])", plain):
            raise Invalid("PDF 是动态表单（XFA），系统检查不到里面的内容：请用“打印成 PDF”重新生成一份。")


def _object_streams(reader: PdfReader) -> Iterator[bytes]:
    """The unpacked streams in which a PDF keeps its small objects."""
    for number in sorted({stream for stream, _ in reader.xref_objStm.values()}):
        found = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(found, StreamObject):
            yield found.get_data()


def _read_pages(reader: PdfReader, pages: int, look: Look) -> None:
    mute = []
    for number, page in enumerate(reader.pages, 1):
        if look.is_late():
            look.note(f"PDF 太长，只检查了前 {number - 1} 页的文字，共 {pages} 页：请自己核对其余各页没有涉密标志。")
            break
        try:
            look.at(page.extract_text())
            look.at("\n".join(_remarks(page)))
        except (Marked, MemoryError):
            raise
        except Exception:  # one page that cannot be read must not hide the others
            mute.append(number)
    if mute:
        look.note(f"PDF 有 {len(mute)} 页的文字读不出来（第 {mute[0]} 页起）：请自己核对没有涉密标志。")


def _remarks(page: PageObject) -> Iterator[str]:
    """What notes and form fields on a page say."""
    for item in page.get("/Annots", None) or ():
        note: Any = item.get_object()
        for key in ("/Contents", "/V", "/T"):
            if isinstance(value := note.get(key), str):
                yield value
