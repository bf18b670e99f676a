"""The pages of one publication: rankings, cards, indicators, comparisons, corrections, files."""
from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import render_template, request, send_file

from ..actions.giving_out import given_out
from ..actions.keeping import paper
from ..errors import NotFound
from ..exports import drawer
from . import public_views as views
from .asked import words
from .gate import open_to_all
from .papers import all_cards, sent
from .public import desk
from .public_comparing import comparison_of
from .public_editions import Edition, edition_for, outline_for, report_of
from .public_figures import children_of, figures_of, worst_of
from .public_history import key_of
from .public_tables import change_of, table_of


@desk.get("/results/<int:publication>/")
@desk.get("/results/<int:publication>/groups/<int:group>")
@open_to_all
def ranking(publication: int, group: int = 1) -> str:
    """A group's ranking, searched and sorted without a script."""
    edition = edition_for(publication)
    chosen = edition.group(group)
    tops = edition.published.ruleset.indicators
    return render_template(
        "public/ranking.html", edition=edition, group=chosen, number=group,
        table=table_of(edition, chosen, group, words("q"), words("sort")), tops=children_of(tops, chosen),
        worst=worst_of(edition.published.ruleset, chosen), offers=views.offers_of(edition, group, "group", "all"))


@desk.get("/results/<int:publication>/units/<int:unit>")
@open_to_all
def card(publication: int, unit: int) -> str:
    """One unit's scorecard."""
    edition = edition_for(publication)
    result = edition.result(unit)
    return render_template(
        "public/card.html", edition=edition, result=result, card=views.card_of(edition.published, result), number=unit,
        change=change_of(result), key=key_of(result.unit),
        report=report_of(publication, result.unit), offers=views.offers_of(edition, unit, "unit"),
        changed=[one for one in views.changes_of(edition) if one.unit == result.unit])


@desk.get("/results/<int:publication>/groups/<int:group>/indicators/<indicator>")
@open_to_all
def indicator(publication: int, group: int, indicator: str) -> str:
    """How a group did on one indicator: mean, spread, who lost most and why."""
    edition = edition_for(publication)
    chosen, node = edition.group(group), edition.published.ruleset.find(indicator)
    figures = figures_of(edition, chosen, node) if node is not None else None
    if node is None or figures is None:
        raise NotFound()
    return render_template("public/indicator.html", edition=edition, group=chosen, number=group, node=node,
                           above=tuple(reversed(edition.published.ruleset.above(node.id))), figures=figures)


@desk.get("/results/<int:publication>/compare")
@open_to_all
def compare(publication: int) -> str:
    """Two units side by side, chosen in a form that needs no script."""
    edition = edition_for(publication)
    edition.group(1)
    one, other = _chosen(edition, "a"), _chosen(edition, "b")
    both = None
    if one and other and one != other:
        both = comparison_of(edition, edition.result(one), edition.result(other))
    return render_template("public/compare.html", edition=edition, one=one, other=other, both=both)


@desk.get("/results/<int:publication>/changes")
@open_to_all
def changes(publication: int) -> str:
    """What a corrected publication changed."""
    edition = edition_for(publication)
    if not edition.corrects or not edition.reach.ranked:
        raise NotFound()
    return render_template("public/changes.html", edition=edition, changes=views.changes_of(edition))


@desk.get("/results/<int:publication>/files/<name>")
@desk.get("/results/<int:publication>/files/<name>/<int:of>")
@open_to_all
def download(publication: int, name: str, of: int = 0) -> Any:
    """A format of the export drawer: of the whole, of a group or of a unit by number."""
    edition, export = edition_for(publication), drawer().get(name)
    if export is None or not edition.gives(export):
        raise NotFound()
    published = edition.for_files if export.scope != "unit" else edition.opened
    subjects = {"unit": lambda: edition.result(of).unit, "group": lambda: edition.group(of).name,
                "all": lambda: edition.file}
    subject = subjects[export.scope]()
    made = given_out(export.name, paper(export, edition.file, published, subject))
    return send_file(BytesIO(made), mimetype=export.media_type, as_attachment=True,
                     download_name=export.filename(published, subject), etag=False)


@desk.get("/results/<int:publication>/scorecards.zip")
@open_to_all
def scorecards(publication: int) -> Any:
    """All scorecards in one file, once the office had it made."""
    row, reach = outline_for(publication)
    made = all_cards(row.id, reach)
    if made is None:
        raise NotFound()
    return sent(made, row.assessment.title)


def _chosen(edition: Edition, name: str) -> int:
    """The number of a listed unit from the query, 0 for none."""
    text = request.args.get(name, "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
    return number if number in {edition.numbers[r.unit] for g in edition.published.groups for r in g.results} else 0
