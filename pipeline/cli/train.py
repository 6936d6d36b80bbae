"""`sapxep train`: annotated articles in, a model for names out."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("train")
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="ARTICLES...")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="folder of the model")
@click.option(
    "--test",
    multiple=True,
    type=click.Path(path_type=Path),
    help="articles of wording kept apart, for the card's figures",
)
@click.option("--name", default="sapxep-names", show_default=True, help="name of the model, as records tell it")
@click.option("--seed", type=int, default=4, show_default=True, help="of weights, order and dropout")
@click.option("--steps", type=click.IntRange(1), default=3000, show_default=True, metavar="N", help="batches to learn")
@click.option("--layers", type=click.IntRange(1), default=3, show_default=True, metavar="N", help="layers")
@click.option("--width", type=click.IntRange(8), default=128, show_default=True, metavar="N", help="width of a layer")
@click.option(
    "--vocabulary", type=click.IntRange(100), default=12_000, show_default=True, metavar="N", help="word pieces"
)
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="threads at work")
@click.option("--made-by", multiple=True, metavar="COMMAND", help="a command that the card tells, to make it again")
@click.option("-q", "--quiet", is_flag=True, help="print nothing but problems")
def train_command(
    inputs: tuple[Path, ...],
    output: Path,
    test: tuple[Path, ...],
    name: str,
    seed: int,
    steps: int,
    layers: int,
    width: int,
    vocabulary: int,
    threads: int,
    made_by: tuple[str, ...],
    quiet: bool,
) -> None:
    """Train a model for names of people, units and bodies on ARTICLES.

    ARTICLES are JSON lines with `text`, `language` and `spans`, a list of [start, end, label]; the labels are person,
    unit and body. Needs the extra `train`. A GPU is used where there is one; without one, a model of the usual size
    takes a quarter of an hour. The folder holds an ONNX file with weights of eight bits, its tokenizer, and a card.

    \b
    sapxep train made.jsonl -o my-model --test kept-apart.jsonl
    sapxep run articles/ -o out --names-model my-model
    """
    from ..training.card import write_card
    from ..training.data import articles_of
    from ..training.export import MODEL, export
    from ..training.figures import figures
    from ..training.train import Recipe, train

    heads = max(1, width // 64)
    shape = {"layers": layers, "width": width, "inner": 4 * width, "heads": heads}
    recipe = Recipe(seed=seed, steps=steps, vocabulary=vocabulary, threads=threads, **shape)

    def tell(line: str) -> None:
        if not quiet:
            click.echo(line, err=True)

    trained = train(inputs, recipe, tell)
    size = export(trained, output, name)
    found = figures(output, MODEL, articles_of(test), recipe.window - 2) if test else {}
    write_card(output, name, trained, recipe, found, made_by)
    tell(f"{output}: {size / 1e6:.1f} MB")
