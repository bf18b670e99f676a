"""The text of a new site's settings.toml: every setting with its default and what it does."""
from __future__ import annotations

from dataclasses import fields

from scoring.settings import Settings

MEANINGS = {
    "office_name": "考核办的名称，印在每一页的页头",
    "database_url": "留空用本文件夹里的 SQLite；PostgreSQL 写 postgresql+psycopg://用户:密码@主机/库名",
    "host": "监听地址；不是本机地址时，必须有 HTTPS 反向代理并设 behind_proxy = true",
    "port": "端口",
    "trusted_hosts": "本站的域名，例如 [\"pj.example.gov.cn\"]；别的域名一律拒绝",
    "behind_proxy": "前面有 HTTPS 反向代理时设为 true",
    "upload_limit_mb": "单个佐证文件的上限，MB",
    "timezone": "时区",
    "session_idle_minutes": "多少分钟不操作就退出登录（等保二级不超过 30，三级不超过 15）",
    "session_hours": "登录最长多少小时",
    "password_preset": "口令要求：dengbao（复杂度、90 天更换）或 nist（只看长度，不强制更换）",
    "digest": "结果文件的摘要算法：sha256 或 sm3（国密 SM3）；改了只影响以后的定版，以前的照样能核验",
    "pdf_certificate": "给下载的 PDF 加数字签名的证书（PKCS#12，.p12 或 .pfx）；相对路径从本文件夹算起，留空不签",
    "pdf_certificate_password_file": "只写着证书密码的文本文件；证书没有密码时留空",
    "work_here": "scoring serve 是否同时制作评分卡；另外单独运行 scoring work 的，设为 false",
    "work_processes": "制作评分卡同时用几个进程，每个大约占 0.3 GB 内存；0 是机器有几个核就用几个",
    "demo": "演示模式：登录页一键进入各个角色。正式使用绝不能打开",
}


def settings_text(database_url: str = "") -> str:
    """The file as TOML; it reads back as the defaults, with this database."""
    lines = ["# 本站的设置。改完重新启动服务生效；环境变量 SCORING_… 优先于本文件。"]
    for field in fields(Settings):
        value = database_url if field.name == "database_url" else field.default
        lines += ["", f"# {MEANINGS[field.name]}", f"{field.name} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    if isinstance(value, int):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
