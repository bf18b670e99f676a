"""Checking pictures by their headers: nothing is decoded, so nothing can unfold."""
from __future__ import annotations

import io
import warnings

from PIL import Image

from ..errors import Invalid
from .intake_look import Look, Unreadable
from .intake_zip import has_archive_behind

MOST_PIXELS, MOST_FRAMES = 100_000_000, 200
_GPS = 0x8825
Image.MAX_IMAGE_PIXELS = None    # our own limit below has a sentence; Pillow's is a warning first


def read_image(data: bytes, kind: str, look: Look) -> None:
    """Checks a picture of Pillow's kind ("JPEG"); notes a place of shooting. Raises Invalid or Unreadable."""
    if has_archive_behind(data):
        raise Invalid("图片的末尾夹带了压缩包：请重新保存图片后再上传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                _measure(picture)
                located = kind == "JPEG" and bool(picture.getexif().get_ifd(_GPS))
                picture.verify()
    except Invalid:
        raise
    except Exception as error:  # Pillow meets broken files with many kinds of exceptions
        raise Unreadable from error
    if located:
        look.note("照片里记着拍摄地点，下载的人都能看到：不想公开位置的话，请去掉后重新上传。")


def _measure(picture: Image.Image) -> None:
    wide, high = picture.size
    if wide * high > MOST_PIXELS:
        raise Invalid(f"图片有 {wide} × {high} 像素，太大了（最多 1 亿像素）：请缩小后再上传。")
    frames = getattr(picture, "n_frames", 1) if picture.format in ("PNG", "WEBP") else 1
    if frames > MOST_FRAMES:
        raise Invalid(f"动图有 {frames} 帧，最多 {MOST_FRAMES} 帧：请截成静态图片再上传。")
