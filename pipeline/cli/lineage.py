"""`sapxep lineage`: a unit through the changes that were reported, with the register beside it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ..errors import SapxepError

if TYPE_CHECKING:
    from ..store.lineage import LineageBook, Step

_WIDTH: Final = 400  # no line of a file is cut


@click.command("lineage")
@click.argument("unit", required=False)
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("outputs/demo"),
    show_default=True,
    help="folder of a finished run, or of `sapxep facts`",
)
@click.option("--province", help="only units of this province, old or new")
@click.option("--json", "as_json", is_flag=True, help="one JSON document instead of trees")
@click.option("--graphml", type=click.Path(path_type=Path, dir_okay=False), help="write the whole lineage as GraphML")
def lineage_command(unit: str | None, folder: Path, province: str | None, as_json: bool, graphml: Path | None) -> None:
    """Show from what a UNIT was made and what became of it, as reported; UNIT is a name in any spelling or an id.

    Each change is told with its date, its documents, how many articles report it and what the register says of it.
    Every branch of a split is shown. The register's own lineage stands beside it.

    \b
    sapxep lineage "Tuy Hòa" --in outputs/demo
    sapxep lineage vn:2025-07:22015 --in outputs/demo
    sapxep lineage --in outputs/demo --graphml lineage.graphml
    """
    from ..store.lineage import LineageBook

    if unit is None and graphml is None:
        raise SapxepError("name a UNIT, or write all with --graphml FILE")
    book = LineageBook.read(folder)
    if graphml is not None:
        nodes, edges = book.write_graphml(graphml)
        click.echo(f"{graphml}: {nodes:,} units, {edges:,} changes")
    if unit is not None:
        _show(book, unit, province, as_json)


def _show(book: LineageBook, name: str, province: str | None, as_json: bool) -> None:
    found = book.find(name, province)
    if as_json:
        click.echo(json.dumps([book.record(unit) for unit in found], ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.tree import Tree

    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    for unit in found:
        tree = Tree(book.title(unit))
        for word, steps in (("reported: from", book.back(unit)), ("reported: into", book.on(unit))):
            _grow(tree, word, steps)
        for line in book.alone(unit):
            tree.add(line)
        for word, lines in book.official(unit):
            branch = tree.add(word)
            for line in lines:
                branch.add(line)
        console.print(tree)


def _grow(tree: object, word: str, steps: list[Step]) -> None:
    from rich.tree import Tree

    if not steps or not isinstance(tree, Tree):
        return
    branch = tree.add(word)
    for step in steps:
        _grow(branch.add(step.line), word, step.beyond)
