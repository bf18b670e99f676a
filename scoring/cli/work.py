"""`scoring work`: makes the scorecards that the office asked for; any number of workers share them."""
from __future__ import annotations

from pathlib import Path

import click

from scoring import clock
from scoring.actions.working import Worker
from scoring.store.database import db
from scoring.store.papers import papers

from ._working import stopping, work
from .site import opened


@click.command("work", help="制作考核办要的全部评分卡。scoring serve 默认已带着它；"
                            "单独运行的，在 settings.toml 里设 work_here = false。可以同时运行几个。")
@click.option("--site", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR",
              help="站点文件夹，默认 instance/site。")
@click.option("--once", is_flag=True, help="把现在等着的做完就结束。")
def work_command(site: Path | None, once: bool) -> None:
    """Work until told to end, or until nothing waits."""
    app, stop = opened(site), stopping()
    if not once:
        click.echo("已启动，等候制作任务（按 Ctrl+C 停止）")
        work(app, stop)
        click.echo("已停止。")
        return
    with app.app_context():
        papers().clear(clock.now())
        worker, made = Worker(app.extensions["scoring"].work_processes, stop.is_set), 0
        while not stop.is_set() and worker.once():
            made += 1
        db.engine.dispose()
    click.echo(f"办了 {made} 件。")


COMMANDS = (work_command,)
