"""Settings: defaults, file, environment, options, in this order; every mistake has a sentence."""
from __future__ import annotations

from pathlib import Path

import pytest

from scoring.core.digests import ALGORITHMS
from scoring.settings import DIGESTS, Settings, SettingsError, read_settings, secret_key


def written(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, {})
    assert settings == Settings()
    assert (settings.upload_limit, settings.on_loopback()) == (20_971_520, True)


def test_environment_wins_over_file_and_options_over_both(tmp_path: Path) -> None:
    site = written(tmp_path, 'office_name = "示例县考核办"\nport = 8001\nhost = "10.0.0.1"\n')
    environment = {"SCORING_PORT": "8002", "SCORING_DEMO": "true", "SCORING_INSTANCE": "/x", "PATH": "/bin",
                   "SCORING_TRUSTED_HOSTS": "a.example, b.example"}
    assert read_settings(site, environment) == Settings(
        office_name="示例县考核办", port=8002, host="10.0.0.1", demo=True,
        trusted_hosts=("a.example", "b.example"))
    settings = read_settings(site, environment, port=8003, host=None)
    assert (settings.port, settings.host, settings.on_loopback()) == (8003, "10.0.0.1", False)


@pytest.mark.parametrize(("text", "sentence"), [
    ("prot = 8001", "{file} 中的 prot：没有这个设置项。是不是想写 port？"),
    ('port = "8001"', "{file} 中的 port 的值 '8001' 不能用，应当是：0 到 65535 之间的整数。"),
    ("port = true", "{file} 中的 port 的值 True 不能用，应当是：0 到 65535 之间的整数。"),
    ("port = 70000", "{file} 中的 port 的值 70000 不能用，应当是：0 到 65535 之间的整数。"),
    ("demo = 1", "{file} 中的 demo 的值 1 不能用，应当是：true 或 false。"),
    ('timezone = "Asia/B"', "{file} 中的 timezone 的值 'Asia/B' 不能用，应当是：时区名，例如 Asia/Shanghai。"),
    ('timezone = "../etc"', "{file} 中的 timezone 的值 '../etc' 不能用，应当是：时区名，例如 Asia/Shanghai。"),
    ('digest = "SM3"', "{file} 中的 digest 的值 'SM3' 不能用，应当是：sha256（SHA-256）或 sm3（SM3，国家密码标准 GB/T 32905）。"),
    ('password_preset = "none"',
     "{file} 中的 password_preset 的值 'none' 不能用，应当是：dengbao（等保要求）或 nist。"),
    ('trusted_hosts = "a"',
     "{file} 中的 trusted_hosts 的值 'a' 不能用，应当是：一列文字，例如 [\"pj.example.gov.cn\"]。"),
    ('database_url = "mysql://x"', "{file} 中的 database_url 的值 'mysql://x' 不能用，"
                                   "应当是：以 sqlite:/// 或 postgresql+psycopg:// 开头的地址。"),
    ('office_name = " "', "{file} 中的 office_name 的值 ' ' 不能用，应当是：不超过 60 个字的名称。"),
])
def test_mistakes_in_the_file_have_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    site = written(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(site, {})
    assert caught.value.sentence == sentence.format(file=site / "settings.toml")


@pytest.mark.parametrize(("variable", "value", "sentence"), [
    ("SCORING_PRT", "1", "环境变量 SCORING_PRT：没有这个设置项。是不是想写 SCORING_PORT？"),
    ("SCORING_PORT", "８０００", "环境变量 SCORING_PORT 的值 '８０００' 不能用，应当是：0 到 65535 之间的整数。"),
    ("SCORING_DEMO", "yes", "环境变量 SCORING_DEMO 的值 'yes' 不能用，应当是：true 或 false。"),
])
def test_mistakes_in_the_environment_have_a_sentence(
    tmp_path: Path, variable: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, {variable: value})
    assert caught.value.sentence == sentence


def test_an_unknown_key_without_a_neighbour_lists_all(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, "x = 1"), {})
    assert caught.value.sentence.endswith(
        "没有这个设置项。可用的有：office_name、database_url、host、port、trusted_hosts、behind_proxy、upload_limit_mb、"
        "timezone、session_idle_minutes、session_hours、password_preset、digest、pdf_certificate、"
        "pdf_certificate_password_file、work_here、work_processes、demo。")


@pytest.mark.parametrize("content", [b"port 8000", "office_name = \"示例\"".encode("gbk")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path, {})
    assert caught.value.sentence.startswith(f"{tmp_path / 'settings.toml'} 不是")


def test_the_secret_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    keys = {secret_key(tmp_path / "a"), secret_key(tmp_path / "a"), secret_key(tmp_path / "b")}
    assert (len(keys), {len(key) for key in keys}) == (2, {64})
    assert [(path.name, path.stat().st_mode & 0o777) for path in (tmp_path / "a").iterdir()] == [("secret_key", 0o600)]


def test_a_site_answers_under_its_own_names_only() -> None:
    assert Settings().hosts() == ["localhost", "127.0.0.1"]
    assert Settings(host="0.0.0.0").hosts() == ["localhost", "127.0.0.1"]
    assert Settings(host="10.0.0.5", trusted_hosts=("a.example",)).hosts() == [
        "localhost", "127.0.0.1", "10.0.0.5", "a.example"]


@pytest.mark.parametrize(("settings", "word"), [
    (Settings(), None),
    (Settings(demo=True), None),
    (Settings(demo=True, behind_proxy=True), "演示模式"),
    (Settings(host="0.0.0.0"), "behind_proxy"),
    (Settings(host="0.0.0.0", behind_proxy=True), "trusted_hosts"),
    (Settings(host="0.0.0.0", behind_proxy=True, trusted_hosts=("a.example",)), None),
    (Settings(host="0.0.0.0", behind_proxy=True, trusted_hosts=("a.example",), demo=True), "演示模式"),
])
def test_an_open_address_needs_a_proxy_a_name_and_no_demonstration(settings: Settings, word: str | None) -> None:
    assert settings.why_not_serve() == "" if word is None else word in settings.why_not_serve()


def test_the_digests_to_choose_from_are_those_that_files_are_made_with() -> None:
    assert tuple(ALGORITHMS) == DIGESTS
