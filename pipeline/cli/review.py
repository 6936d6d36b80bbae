"""`sapxep review`: one page to look through finished outputs."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import SapxepError


@click.command("review")
@click.argument("outputs", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="page to write")
@click.option(
    "--gold", type=click.Path(path_type=Path, exists=True, file_okay=False), help="annotations to show beside"
)
@click.option("--articles", "most", type=click.IntRange(min=1), default=500, show_default=True, help="at most so many")
@click.option("--differing", is_flag=True, help="only articles that are not as their gold has them")
def review_command(outputs: Path, output: Path, gold: Path | None, most: int, differing: bool) -> None:
    """Write one page that shows the articles of OUTPUTS with all mentions and events marked.

    The page is complete in itself: it opens from disk, and can be narrowed by language, type, status, rule, verdict
    and confidence.

    \b
    sapxep review outputs/demo -o review.html
    sapxep review outputs/demo -o review.html --gold corpus/gold --differing
    """
    from ..web.review import page_of, review

    if differing and gold is None:
        raise SapxepError("--differing: wants --gold FOLDER, the annotations to differ from")
    made = review(outputs, gold, most=most, differing=differing)
    try:
        output.write_text(page_of(made), "utf-8")
    except OSError as error:
        raise SapxepError(f"{output}: cannot be written ({error.strerror})") from error
    left = made.of - len(made.articles)
    click.echo(f"{output}: {len(made.articles):,} articles" + (f", {left:,} left out (--articles)" if left else ""))
