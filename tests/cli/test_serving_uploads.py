"""The server lets an upload wait in memory: what must not be stored does not lie in a temporary file meanwhile."""
from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BODY = b"x" * 3_000_000
HOOK = """
import os, sys
def hear(event, given):
    if event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR):
        os.write(log, f"{given[0]}\\n".encode())
log = os.open(os.environ["OPENED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
sys.addaudithook(hear)
"""
# The control: the same server as it comes, in front of something that reads nothing.
PLAIN = """
from waitress.server import create_server
def app(environ, start):
    start("200 OK", [])
    return [b""]
server = create_server(app, host="127.0.0.1", port=0)
print(f"http://127.0.0.1:{server.effective_port}", flush=True)
try:
    server.run()
except KeyboardInterrupt:
    pass
"""


def opened(folder: Path, *command: str) -> list[str]:
    """The temporary folders and files a server opens for writing while it takes in a large body."""
    (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    log = folder / "opened.txt"
    env = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "OPENED": str(log)}
    server = subprocess.Popen([sys.executable, "-u", *command], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = re.search(r"127\.0\.0\.1:(\d+)", server.stdout.readline())
        assert port is not None
        log.write_text("", encoding="utf-8")
        line = http.client.HTTPConnection("127.0.0.1", int(port[1]), timeout=60)
        line.request("POST", "/sign-in", BODY, {"Content-Type": "multipart/form-data; boundary=x"})
        line.getresponse().read()
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=60)
    return [path for path in log.read_text(encoding="utf-8").splitlines() if path.startswith(tempfile.gettempdir())
            and not path.startswith(str(folder))]


def test_a_large_body_waits_in_memory(tmp_path: Path) -> None:
    site = str(tmp_path / "site")
    subprocess.run([sys.executable, "-m", "scoring", "init", "--site", site], cwd=ROOT, check=True, capture_output=True)
    ours = opened(tmp_path, "-m", "scoring", "serve", "--site", site, "--port", "0")
    control = opened(tmp_path, "-c", PLAIN)
    assert (ours, tempfile.gettempdir() in control) == ([], True)
