"""What an upload may be: every row of the corpus of contents is taken or refused with its own sentence (U1, U2)."""
from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from scoring.errors import Invalid
from scoring.store.intake import TAKEN, Taken, content_of, examine
from scoring.store.intake_look import Look, Marked
from scoring.store.intake_zip import Archive
from tests.corpus import upload_files as made

PDF = made.pdf()
MARK = Marked().sentence
KINDS = f"可以上传：{TAKEN}。"
NOT_PDF = "扩展名是 .pdf，内容却不是 PDF：请用原来的软件另存为 PDF 再上传，不要直接改扩展名。"
BROKEN_PDF = "PDF 打不开，可能没有下载完整：请重新导出或重新扫描后再上传。"
BROKEN_ZIP = "压缩包的目录与内容对不上，可能已损坏或被改动：请重新压缩后再上传。"
SCRIPT = "PDF 里带有自动运行的脚本或程序，不能收：请用“打印成 PDF”重新生成一份。"
MACRO = "文档里带有宏，不能收：请另存为不带宏的 .docx 或 .xlsx，或者导出为 PDF。"
LOCKED = "文档加了密码，系统无法检查里面有没有涉密标志：请去掉打开密码后再上传。"
PATH = "压缩包里有指向别处的路径：请用系统自带的压缩功能重新压缩。"
TEXT = "不能上传 .txt 文件。请另存为 PDF 或 Word。"
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def acting(**entries: str) -> Any:
    """A change of a PDF: an action when it is opened."""
    def change(writer: PdfWriter) -> None:
        action = {NameObject(f"/{k}"): NameObject(v) if v.startswith("/") else TextStringObject(v) for k, v in entries.items()}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    return made.pdf_with(change)


def with_form(writer: PdfWriter) -> None:
    """Makes a PDF a dynamic form."""
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject("x")})


def exif(**more: str) -> Image.Exif:
    """Notes in a photo: a description, or a place."""
    notes = Image.Exif()
    if "text" in more:
        notes[0x010E] = more["text"]
    if "place" in more:
        notes.get_ifd(0x8825)[1] = more["place"]
    return notes


def zip_with(name: str = "a.pdf", comment: bytes = b"", attributes: int = 0) -> bytes:
    """A zip of one entry, with a comment or attributes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = attributes
        archive.writestr(info, PDF)
        archive.comment = comment
    return out.getvalue()


def flagged() -> bytes:
    """A zip that says its entry is encrypted."""
    archive = bytearray(made.zipped({"a.pdf": PDF}))
    archive[archive.find(b"PK\x01\x02") + 8] |= 1
    return bytes(archive)


def far() -> bytes:
    """A zip whose directory is said to lie in a Zip64 record."""
    archive = bytearray(made.zipped({"a.pdf": PDF}))
    archive[-6:-2] = b"\xff\xff\xff\xff"
    return bytes(archive)


BMP = struct.pack("<2sLHHLLllHHLLllLL", b"BM", 2**31, 0, 0, 54, 40, 30000, 30000, 1, 24, 0, 0, 0, 0, 0, 0)
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "密"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "U1-006": ("a.pdf\0.exe", PDF, f"不能上传 .exe 文件。请另存为 PDF 再上传。{KINDS}"),
    "U1-021": ("a\u202efdp.exe", PDF, f"不能上传 .exe 文件。请另存为 PDF 再上传。{KINDS}"),
    "U1-026": ("a.pdf.exe", PDF, f"不能上传 .exe 文件。请另存为 PDF 再上传。{KINDS}"),
    "U1-028": ("a.jpg.html", b"<html>", f"不能上传 .html 文件。网页请打印成 PDF，或者直接添加网页链接。{KINDS}"),
    "U1-029": ("公开目录", PDF, f"文件名没有扩展名，看不出是什么文件。{KINDS}"),
    "empty": ("a.pdf", b"", "文件是空的（0 字节）：请检查后重新选择。"),
    "U2-002": ("a.pdf", b"%", NOT_PDF), "U2-007": ("a.pdf", b"<html><script>alert(1)</script>", NOT_PDF),
    "U2-011": ("a.gif", b"GIF89a/*\0\0\0\0*/=1;alert(1)", "图片（GIF）打不开，可能已损坏：请用原来的软件重新保存后再上传。"),
    "U2-012": ("a.pdf", PDF + made.zipped({"x.exe": "MZ"}), "PDF 的末尾夹带了压缩包：请重新导出 PDF 后再上传。"),
    "picture and zip": ("a.png", made.picture() + made.zipped({"x.exe": "MZ"}), "图片的末尾夹带了压缩包：请重新保存图片后再上传。"),
    "U2-013": ("a.pdf", b"<html>" + b" " * 1100 + PDF, NOT_PDF),
    "U2-015": ("a.pdf", PDF[:len(PDF) // 2], BROKEN_PDF), "U2-016": ("a.pdf", PDF[:PDF.rfind(b"xref\n0")], BROKEN_PDF),
    "U2-017": ("a.pdf", acting(S="/JavaScript", JS="app.alert(1)"), SCRIPT),
    "U2-017 named in hex": ("a.pdf", made.patched(acting(S="/JavaScript", JS="1"), b"/JavaScript", b"/J#61vaScript"), SCRIPT),
    "U2-018": ("a.pdf", acting(S="/Launch", F="cmd.exe"), SCRIPT),
    "U2-019": ("a.pdf", made.pdf_with(lambda w: w.add_attachment("a.exe", b"MZ")),
               "PDF 里夹带了附件，系统检查不到里面的内容：请把附件取出来单独上传，PDF 重新打印一份。"),
    "U2-020": ("a.pdf", made.pdf_with(with_form), "PDF 是动态表单（XFA），系统检查不到里面的内容：请用“打印成 PDF”重新生成一份。"),
    "U2-021": ("a.pdf", made.pdf_with(lambda w: w.encrypt("口令")),
               "PDF 加了打开密码，系统无法检查里面有没有涉密标志：请去掉密码后再上传。"),
    "U2-027": ("a.svg", b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///">]><svg>&x;</svg>', f"不能上传 .svg 文件。请另存为 PNG。{KINDS}"),
    "U2-028": ("a.svg", b"<svg><foreignObject/></svg>", f"不能上传 .svg 文件。请另存为 PNG。{KINDS}"),
    "U2-030": ("a.png", made.wide_png(12000, 12000), "图片有 12000 × 12000 像素，太大了（最多 1 亿像素）：请缩小后再上传。"),
    "U2-031": ("a.png", made.png((b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"acTL", struct.pack(">LL", 9999, 0)),
                                 (b"IDAT", b""), (b"IEND", b"")), "动图有 10000 帧，最多 200 帧：请截成静态图片再上传。"),
    "U2-032": ("a.tif", b"II*\0", f"不能上传 .tif 文件。TIFF 扫描件请另存为 PDF。{KINDS}"),
    "U2-034": ("a.heic", b"\0\0\0\x18ftypheic", "不能上传 .heic 文件。苹果手机的 HEIC 照片请先另存为 JPG"
               f"（手机“设置 → 相机 → 格式”选“兼容性最佳”）。{KINDS}"),
    "U2-035": ("a.bmp", BMP, "图片有 30000 × 30000 像素，太大了（最多 1 亿像素）：请缩小后再上传。"),
    "U2-042": ("a.zip", made.overlapping(60_000, 10), "压缩包里的文件超过 2000 个：请只放需要的文件，或拆成几份。"),
    "U2-042 overlap": ("a.zip", made.overlapping(2000, 90_000), BROKEN_ZIP),
    "U2-043": ("a.zip", zip_with(attributes=0o120777 << 16), "压缩包里有快捷方式（符号链接）：请换成文件本身再压缩。"),
    "U2-044": ("a.zip", made.zipped({"../a.pdf": PDF}), PATH), "U2-045": ("a.zip", made.zipped({"/etc/a.pdf": PDF}), PATH),
    "drive": ("a.zip", made.zipped({"C:/a.pdf": PDF}), PATH),
    "U2-047": ("a.zip", made.lying(PDF, 100), f"压缩包里的“a.pdf”不能收。{BROKEN_ZIP}"),
    "U2-047 more": ("a.zip", made.lying(PDF, 1_000_000), f"压缩包里的“a.pdf”不能收。{BROKEN_ZIP}"),
    "U2-050": ("a.zip", far(), "压缩包用了特大文件格式（Zip64）：请用系统自带的压缩功能重新压缩。"),
    "U2-051": ("a.zip", zip_with(comment=made.zipped({"b.exe": "MZ"})), BROKEN_ZIP),
    "something before": ("a.zip", made.zipped({"a.pdf": PDF}) + made.zipped({"b.pdf": PDF}), BROKEN_ZIP),
    "encrypted zip": ("a.zip", flagged(), "压缩包加了密码，系统无法检查里面有没有涉密标志：请去掉密码后再上传。"),
    "zip in zip": ("a.zip", made.zipped({"b.zip": made.zipped({"a.pdf": PDF})}),
                   "压缩包里的“b.zip”不能收。压缩包里还有压缩包，系统检查不到里面的内容：请展开后重新压缩成一层。"),
    "no entry": ("a.zip", made.zipped({}), "压缩包里没有文件：请检查后重新压缩。"),
    "U2-052": ("a.docx", made.docx("x", parts={"word/header1.xml": ENTITY}),
               "Word 文档打不开，可能已损坏：请用原来的软件重新保存后再上传。"),
    "U2-055": ("a.docx", made.docx(body="<w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>"),
               "文档里有会自动运行或自动取数的内容（DDE），不能收：请导出为 PDF 后再上传。"),
    "U2-056": ("a.docx", made.docx(kind=made.MACRO_TYPE), MACRO),
    "U2-056 hidden": ("a.docx", made.docx(parts={"word/vbaProject.bin": b"x"}), MACRO),
    "U2-062": ("a.xlsx", made.zipped({"[Content_Types].xml": "spreadsheetml.sheet.main+xml", "xl/sharedStrings.xml": LAUGHS}),
               "Excel 表格打不开，可能已损坏：请用原来的软件重新保存后再上传。"),
    "U2-066": ("a.xlsm", made.xlsx(), f"不能上传 .xlsm 文件。带宏的表格不收，请另存为 .xlsx 或导出为 PDF。{KINDS}"),
    "U2-067": ("a.xlsb", made.xlsx(), f"不能上传 .xlsb 文件。请另存为 .xlsx。{KINDS}"),
    "U2-070": ("a.doc", b"{\\rtf1{\\object}}", "扩展名是 .doc，内容却不是 Word 文档：请用原来的软件另存为 PDF 再上传，不要直接改扩展名。"),
    "U2-073": ("a.txt", EICAR.encode(), f"{TEXT}{KINDS}"),
    "U2-074": ("a.zip", made.zipped({"甲/e.txt": EICAR}), f"压缩包里的“e.txt”不能收。{TEXT}{KINDS}"),
    "encrypted doc": ("a.doc", made.doc("公开", encrypted=True), LOCKED), "encrypted xls": ("a.xls", made.xls("x", encrypted=True), LOCKED),
    "macros in doc": ("a.doc", made.doc("公开", more={"_VBA_PROJECT": b"x"}), MACRO),
    "encrypted docx": ("a.docx", made.ole({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}),
                       "文档加了密码，或者是旧格式改了扩展名：请去掉密码，用 Word 或 WPS 另存为 .docx、.xlsx 或 PDF 后再上传。"),
    "attachment in ofd": ("a.ofd", made.ofd("x", parts={"Doc_0/Attachs/a.exe": b"MZ"}),
                          "文档里夹带了别的文件，系统检查不到里面的内容：请把附件取出来单独上传。"),
    "jpeg as pdf": ("a.pdf", made.picture("JPEG"), "扩展名是 .pdf，内容却是图片（JPEG）：请把扩展名改成 .jpg 再上传。"),
    "xlsx as docx": ("a.docx", made.xlsx(), "内容不是 Word 文档：请用 Word、Excel 或 WPS 另存后再上传，不要直接改扩展名。"),
    "zip as ofd": ("a.ofd", made.zipped({"a.pdf": PDF}), "内容不是 OFD 文件：请用原来的软件重新导出，不要直接改扩展名。"),
}
OPEN_XML = "application/vnd.openxmlformats-officedocument."
TAKEN_ROWS: dict[str, tuple[str, bytes, Taken]] = {
    "U1-007": ("保密检查.pdf", PDF, Taken("保密检查.pdf", "application/pdf")),
    "U1-027": ("a.php.jpg", made.picture("JPEG"), Taken("a.php.jpg", "image/jpeg")),
    "U2-014": ("a.jpg", made.picture("JPEG", exif=exif(text="<?php system($_GET[0]);")), Taken("a.jpg", "image/jpeg")),
    "U2-033": ("a.webp", made.picture("WEBP"), Taken("a.webp", "image/webp")),
    "U2-037": ("a.jpeg", made.picture("JPEG", "CMYK"), Taken("a.jpeg", "image/jpeg")),
    "U2-038": ("a.jpg", made.picture("JPEG", exif=exif(place="N")), Taken("a.jpg", "image/jpeg", (
        "照片里记着拍摄地点，下载的人都能看到：不想公开位置的话，请去掉后重新上传。",))),
    "U2-021 without a password to open": ("a.pdf", made.pdf_with(lambda w: w.encrypt("", "口令")), Taken("a.pdf", "application/pdf")),
    "U2-046": ("a.zip", made.zipped({"CON.pdf": PDF, "甲/": "", "甲/Thumbs.db": "x"}), Taken("a.zip", "application/zip")),
    "U2-057": ("a.docx", made.docx(parts={"word/embeddings/o.bin": made.ole({"Package": b"abc"})}),
               Taken("a.docx", f"{OPEN_XML}wordprocessingml.document")),
    "U2-064": ("a.xlsx", made.xlsx("x", cell="XFD1048576"), Taken("a.xlsx", f"{OPEN_XML}spreadsheetml.sheet")),
    "U2-068": ("a.xls", made.xls("公开", stream="Book", encoding="gbk"), Taken("a.xls", "application/vnd.ms-excel")),
    "U2-071": ("a.wps", made.doc("公开"), Taken("a.wps", "application/vnd.ms-works")),
    "U2-071 newer": ("a.wps", made.docx("公开"), Taken("a.wps", "application/vnd.ms-works")),
    "U2-071 table": ("a.et", made.xls("公开"), Taken("a.et", "application/octet-stream")),
    "ofd": ("年报.ofd", made.ofd("公开", "目录"), Taken("年报.ofd", "application/ofd")),
    "gif": ("a.GIF", made.picture("GIF"), Taken("a.GIF", "image/gif")), "bmp": ("a.bmp", made.picture("BMP"), Taken("a.bmp", "image/bmp")),
    "png": ("a.png", made.picture(), Taken("a.png", "image/png")),
    "caution": ("a.pdf", made.pdf("内部资料 注意保存"), Taken("a.pdf", "application/pdf", (
        "内容里有“内部资料”字样，请确认它可以放在本系统、可以公开。", "内容里有“注意保存”字样，请确认它可以放在本系统、可以公开。"))),
    "legitimate": ("保密审查表.docx", made.docx("政府信息公开保密审查表", "密级：公开"), Taken(
        "保密审查表.docx", f"{OPEN_XML}wordprocessingml.document")),
    "legitimate doc": ("a.doc", made.doc("保守国家秘密\r★ 重点"), Taken("a.doc", "application/msword")),
}
GBK_NAME = made.zipped({"XXXXXX.pdf": PDF}).replace(b"XXXXXX", "机密★".encode("gbk"))
BOX = f"<w:p><w:r><w:pict><w:txbxContent>{made.paragraph('秘密★')}</w:txbxContent></w:pict></w:r></w:p>"
TITLE = '<c:coreProperties xmlns:c="c" xmlns:d="d"><d:title>机密★</d:title></c:coreProperties>'
MARKED: dict[str, tuple[str, bytes]] = {
    "U1-008": ("秘密★10年.docx", made.docx("公开")), "hidden in the name": ("机\u200b密★.docx", made.docx("公开")),
    "in the path": ("机密★10年/a.docx", made.docx("公开")),
    "U2-058": ("a.docx", made.docx("公开", parts={"word/header1.xml": made.docx_part("hdr", "秘密★")})),
    "footer": ("a.docx", made.docx("公开", parts={"word/footer1.xml": made.docx_part("ftr", "机密", "★1年")})),
    "comment": ("a.docx", made.docx("公开", parts={"word/comments.xml": made.docx_part("comments", "密级：机密")})),
    "U2-059": ("a.docx", made.docx("公开", body=BOX)), "U2-061": ("a.docx", made.docx("秘", "密", "★")),
    "property": ("a.docx", made.docx("x", parts={"docProps/core.xml": TITLE})),
    "utf-16": ("a.docx", made.docx("x", parts={"word/header1.xml": made.docx_part("hdr", "秘密★").encode("utf-16")})),
    "by number": ("a.docx", made.docx("x", parts={"word/header1.xml": made.docx_part("hdr", "XX★").replace("XX", "&#31192;&#x5bc6;")})),
    "ole in docx": ("a.docx", made.docx(parts={"word/embeddings/o.bin": made.doc("机密★10年")})),
    "xlsx in docx": ("a.docx", made.docx(parts={"word/embeddings/a.xlsx": made.xlsx("机密★10年")})),
    "cell": ("a.xlsx", made.xlsx("机密★10年")), "sheet": ("a.xlsx", made.xlsx(sheet="机密★10年")),
    "header": ("a.xlsx", made.xlsx(header='&"宋体,常规"&14机&16密★10年')), "note": ("a.xlsx", made.xlsx(comment="密级：机密")),
    "ofd": ("a.ofd", made.ofd("机密★10年")), "ofd sign by sign": ("a.ofd", made.ofd("秘", "密", "★", "10年")),
    "pdf": ("a.pdf", made.pdf("公开", "机密★10年")), "pdf spaced": ("a.pdf", made.pdf("机 密 ★ 1 0 年")),
    "pdf title": ("a.pdf", made.pdf(title="绝密★长期")), "doc": ("a.doc", made.doc("前文\r机密★10年\r")),
    "doc gbk": ("a.doc", made.doc("机密★10年", encoding="gbk")), "xls": ("a.xls", made.xls("秘密★长期")), "wps": ("a.wps", made.doc("密级：机密")),
    "zip entry gbk": ("a.zip", GBK_NAME), "zip entry": ("a.zip", made.zipped({"机密★/a.pdf": PDF})),
    "in zip": ("a.zip", made.zipped({"甲/b.docx": made.docx("秘密★1年")})),
}


@pytest.mark.parametrize(("name", "data", "sentence"), list(REFUSED.values()), ids=list(REFUSED))
def test_refused_with_its_sentence(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        examine(name, data)
    assert (type(refusal.value), refusal.value.sentence) == (Invalid, sentence)


@pytest.mark.parametrize(("name", "data", "taken"), list(TAKEN_ROWS.values()), ids=list(TAKEN_ROWS))
def test_taken(name: str, data: bytes, taken: Taken) -> None:
    assert examine(name, data) == taken


@pytest.mark.parametrize(("name", "data"), list(MARKED.values()), ids=list(MARKED))
def test_a_secrecy_mark_is_refused_without_naming_anything(name: str, data: bytes) -> None:
    with pytest.raises(Marked) as refusal:
        examine(name, data)
    assert refusal.value.sentence == MARK


def test_names_in_a_zip_are_read_as_they_were_meant() -> None:
    """U1-037: Windows writes GBK, which a reader of zips takes for another alphabet."""
    gbk = made.zipped({"XXXX.pdf": PDF}).replace(b"XXXX", "公开".encode("gbk"))
    assert (Archive(gbk).names(), Archive(made.zipped({"目录.pdf": PDF})).names()) == (("公开.pdf",), ("目录.pdf",))


def test_what_could_not_be_read_in_time_is_said() -> None:
    taken = examine("a.pdf", made.pdf("一", "二", "三"), Look(seconds=-1))
    assert taken.notes == ("PDF 太长，只检查了前 0 页的文字，共 3 页：请自己核对其余各页没有涉密标志。",)


def test_every_kind_is_told_by_its_bytes() -> None:
    samples = [PDF, b"\n" + PDF, made.picture("JPEG"), made.picture(), made.picture("GIF"), made.picture("WEBP"),
               made.picture("BMP"), made.zipped({"a": ""}), made.doc(), b"MZ", b""]
    assert [content_of(s) for s in samples] == [
        "pdf", "pdf", "JPEG", "PNG", "GIF", "WEBP", "BMP", "zip", "office", "", ""]
