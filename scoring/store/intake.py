"""Taking in an upload: which kinds are taken, whether the bytes are what the name says, no secrecy marks.

Pure: bytes and a name in, a description out, or `Invalid` with a sentence. Nothing is written, nothing is logged;
intake_apart.py runs this in a process of its own with limits of time and memory.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import Invalid
from .intake_image import read_image
from .intake_look import Look, Unreadable
from .intake_names import display_name, extension
from .intake_office import OLE, is_ole_of, read_ole, read_package
from .intake_pdf import read_pdf
from .intake_zip import Archive

TAKEN = "PDF、图片（JPG、PNG、GIF、WebP、BMP）、Word、Excel、OFD、WPS 文字和表格、zip"
ADVICE = {
    "heic": "苹果手机的 HEIC 照片请先另存为 JPG（手机“设置 → 相机 → 格式”选“兼容性最佳”）。",
    "heif": "HEIF 照片请先另存为 JPG。", "tif": "TIFF 扫描件请另存为 PDF。", "tiff": "TIFF 扫描件请另存为 PDF。",
    "rar": "请改用 zip 格式压缩。", "7z": "请改用 zip 格式压缩。", "gz": "请改用 zip 格式压缩。",
    "docm": "带宏的文档不收，请另存为 .docx 或导出为 PDF。", "xlsm": "带宏的表格不收，请另存为 .xlsx 或导出为 PDF。",
    "xlsb": "请另存为 .xlsx。", "ppt": "演示文稿请导出为 PDF。", "pptx": "演示文稿请导出为 PDF。",
    "dps": "演示文稿请导出为 PDF。", "html": "网页请打印成 PDF，或者直接添加网页链接。",
    "htm": "网页请打印成 PDF，或者直接添加网页链接。", "mht": "网页请打印成 PDF，或者直接添加网页链接。",
    "svg": "请另存为 PNG。", "rtf": "请另存为 .docx 或 PDF。", "txt": "请另存为 PDF 或 Word。",
    "tar": "请改用 zip 格式压缩。", "csv": "请另存为 .xlsx。",
    "mp4": "视频请上传到本单位网站后添加链接。", "mov": "视频请上传到本单位网站后添加链接。",
}
_JUNK = (".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Taken:
    """A file that may be kept: its name as shown, the type it is served as, what its uploader should know."""

    title: str
    media_type: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its name, its media type, what its first bytes are, how it is read."""

    title: str
    media_type: str
    content: tuple[str, ...]
    read: Callable[[bytes, Look], None]


def examine(name: str, data: bytes, look: Look | None = None, inside: bool = False) -> Taken:
    """What is kept of an upload, or Invalid with a sentence. `inside`: the file lies in a zip."""
    look = look or Look()
    look.at(name, "文件名")
    title = display_name(name)
    look.at(title, "文件名")
    kind = _kind_of(title)
    if not data:
        raise Invalid("文件是空的（0 字节）：请检查后重新选择。")
    found = content_of(data)
    if found not in kind.content:
        raise Invalid(_mismatch(title, kind, found))
    if kind.read is _read_zip and inside:
        raise Invalid("压缩包里还有压缩包，系统检查不到里面的内容：请展开后重新压缩成一层。")
    try:
        kind.read(data, look)
    except Unreadable as error:
        sentence = f"{kind.title.strip()}打不开，可能已损坏：请用原来的软件重新保存后再上传。"
        raise Invalid(str(error) or sentence) from None
    return Taken(title, kind.media_type, look.notes)


def _kind_of(title: str) -> Kind:
    ending = extension(title)
    if kind := KINDS.get(ending):
        return kind
    if not ending:
        raise Invalid(f"文件名没有扩展名，看不出是什么文件。可以上传：{TAKEN}。")
    shown = ending if len(ending) <= 10 else ending[:10] + "…"
    raise Invalid(f"不能上传 .{shown} 文件。{ADVICE.get(ending, '请另存为 PDF 再上传。')}可以上传：{TAKEN}。")


def _mismatch(title: str, kind: Kind, found: str) -> str:
    if found == "office" and kind.content == ("zip",):
        return "文档加了密码，或者是旧格式改了扩展名：请去掉密码，用 Word 或 WPS 另存为 .docx、.xlsx 或 PDF 后再上传。"
    real = next((e for e, k in KINDS.items() if found and found == k.content[0]), "")
    if real and found in ("pdf", "JPEG", "PNG", "GIF", "WEBP", "BMP"):
        return f"扩展名是 .{extension(title)}，内容却是{KINDS[real].title}：请把扩展名改成 .{real} 再上传。"
    return f"扩展名是 .{extension(title)}，内容却不是{kind.title}：请用原来的软件另存为 PDF 再上传，不要直接改扩展名。"


def content_of(data: bytes) -> str:
    """What the first bytes are: 'pdf', a picture's kind as Pillow names it, 'zip', 'office' (OLE), or ''."""
    if data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return "pdf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    for start, found in ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF87a", "GIF"),
                         (b"GIF89a", "GIF"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (OLE, "office")):
        if data.startswith(start):
            return found
    return "BMP" if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0" else ""


def _picture(kind: str) -> Callable[[bytes, Look], None]:
    return lambda data, look: read_image(data, kind, look)


def _package(main: bytes, title: str) -> Callable[[bytes, Look], None]:
    """A reader of OOXML whose list of parts names this main part."""
    def read(data: bytes, look: Look) -> None:
        archive = Archive(data)
        types = next((archive.read(e) for e in archive.entries if e.name == "[Content_Types].xml"), b"")
        if main not in types and b"macroEnabled" not in types:
            raise Invalid(f"内容不是{title}：请用 Word、Excel 或 WPS 另存后再上传，不要直接改扩展名。")
        read_package(archive, look)
    return read


def _read_ofd(data: bytes, look: Look) -> None:
    archive = Archive(data)
    if "OFD.xml" not in archive.names():
        raise Invalid("内容不是 OFD 文件：请用原来的软件重新导出，不要直接改扩展名。")
    read_package(archive, look)


def _old(title: str, *streams: str) -> Callable[[bytes, Look], None]:
    """A reader of OLE files, which must have one of the streams (an encrypted one has others)."""
    def read(data: bytes, look: Look) -> None:
        read_ole(data, look)
        if not is_ole_of(data, *streams):
            raise Invalid(f"内容不是{title}：请用 Word、Excel 或 WPS 另存后再上传，不要直接改扩展名。")
    return read


def _either(old: Callable[[bytes, Look], None], new: Callable[[bytes, Look], None]) -> Callable[[bytes, Look], None]:
    return lambda data, look: old(data, look) if data.startswith(OLE) else new(data, look)


def _read_zip(data: bytes, look: Look) -> None:
    """Looks at every file of a zip as if it had been uploaded alone; nothing is extracted to the disk."""
    archive = Archive(data)
    for entry in archive.entries:
        for reading in entry.readings:
            look.at(reading, "压缩包里的文件名")
    for entry in archive.entries:
        last = entry.name.rsplit("/", 1)[-1]
        if entry.is_folder or last.lower() in _JUNK or entry.name.startswith("__MACOSX/"):
            continue
        if look.is_late():
            raise Invalid("压缩包里的内容太多，系统在规定时间内检查不完：请拆成几份上传。")
        try:
            examine(last, archive.read(entry), look, inside=True)
        except Invalid as refusal:
            if type(refusal) is not Invalid:
                raise    # a secrecy mark: its sentence names nothing
            raise Invalid(f"压缩包里的“{display_name(last)}”不能收。{refusal.sentence}") from None


_WORD, _EXCEL = b"wordprocessingml.document.main+xml", b"spreadsheetml.sheet.main+xml"
_DOC, _XLS = _old(" Word 文档", "WordDocument"), _old(" Excel 表格", "Workbook", "Book")
_DOCX, _XLSX = _package(_WORD, " Word 文档"), _package(_EXCEL, " Excel 表格")
_OOXML = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    "pdf": Kind(" PDF", "application/pdf", ("pdf",), read_pdf),
    "jpg": Kind("图片（JPEG）", "image/jpeg", ("JPEG",), _picture("JPEG")),
    "jpeg": Kind("图片（JPEG）", "image/jpeg", ("JPEG",), _picture("JPEG")),
    "png": Kind("图片（PNG）", "image/png", ("PNG",), _picture("PNG")),
    "gif": Kind("图片（GIF）", "image/gif", ("GIF",), _picture("GIF")),
    "webp": Kind("图片（WebP）", "image/webp", ("WEBP",), _picture("WEBP")),
    "bmp": Kind("图片（BMP）", "image/bmp", ("BMP",), _picture("BMP")),
    "docx": Kind(" Word 文档", f"{_OOXML}wordprocessingml.document", ("zip",), _DOCX),
    "xlsx": Kind(" Excel 表格", f"{_OOXML}spreadsheetml.sheet", ("zip",), _XLSX),
    "doc": Kind(" Word 文档", "application/msword", ("office",), _DOC),
    "xls": Kind(" Excel 表格", "application/vnd.ms-excel", ("office",), _XLS),
    "wps": Kind(" WPS 文字", "application/vnd.ms-works", ("office", "zip"), _either(_DOC, _DOCX)),
    "et": Kind(" WPS 表格", "application/octet-stream", ("office", "zip"), _either(_XLS, _XLSX)),
    "ofd": Kind(" OFD 文件", "application/ofd", ("zip",), _read_ofd),
    "zip": Kind("压缩包", "application/zip", ("zip",), _read_zip),
}
