"""`sapxep packs`: language packs."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("packs")
def packs_group() -> None:
    """Language packs: list them, check one's own."""


@packs_group.command()
@click.option("--packs", type=click.Path(path_type=Path), help="folder of language packs instead of the built-in ones")
def check(packs: Path | None) -> None:
    """Compile every pack and say what it holds; the first fault ends it with exit code 2.

    \b
    sapxep packs check --packs my-packs
    """
    from ..entities.date_patterns import DatePatterns
    from ..languages.pack import read_packs
    from ..stages.builtin import language_of

    for code, pack in read_packs(packs).items():
        language = language_of(code, packs)
        language.pack.built("dates", DatePatterns).compile()
        sections = ", ".join(name for name in pack.sections if name != "pack")
        name = pack.settings.get("name", code)
        click.echo(f"{code} ({name}): {sections}; {len(language.rules.rules)} rules; digest {pack.digest}")
