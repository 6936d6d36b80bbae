"""The command `sapxep`: finds its subcommands by name and imports only the one that runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NamedTuple, TextIO

import click

from .. import __version__
from ..errors import SapxepError
from ..runners.memory import seldom_collected

_FAULT: Final = 2
_INTERRUPTED: Final = 130


class _Entry(NamedTuple):
    module: str
    attribute: str
    help: str


_COMMANDS: Final = {
    "run": _Entry("run", "run_command", "Read articles and write their entities and events."),
    "status": _Entry("status", "status_command", "Tell how far a run is."),
    "facts": _Entry("facts", "facts_command", "Join the events of finished outputs into facts."),
    "lineage": _Entry("lineage", "lineage_command", "Follow a unit through the changes that were reported."),
    "load": _Entry("load", "load_command", "Load finished outputs into SQLite or PostgreSQL."),
    "serve": _Entry("serve", "serve_command", "Show finished outputs or a database as pages in a browser."),
    "review": _Entry("review", "review_command", "Write one page to look through finished outputs."),
    "search": _Entry("search", "search_command", "Find events and mentions in finished outputs."),
    "ask": _Entry("ask", "ask_group", "Ask what became of units, what disagrees, what is untold."),
    "export": _Entry("export", "export_command", "Write what was loaded as Parquet, CSV, GraphML or FollowTheMoney."),
    "validate": _Entry("validate", "validate_command", "Check finished files against schema and text."),
    "synth": _Entry("synth", "synth_command", "Write made articles with annotations, to train and test on."),
    "train": _Entry("train", "train_command", "Train a model for names on annotated articles."),
    "evaluate": _Entry("evaluate", "evaluate_command", "Hold finished outputs against gold annotations."),
    "schema": _Entry("schema", "schema_command", "Print the JSON Schema of a record."),
    "register": _Entry("register", "register_group", "Look up the official register, import other lists."),
    "packs": _Entry("packs", "packs_group", "Check language packs."),
}


class _Commands(click.Group):
    """A group whose help is listed from the table above, so that no command is imported for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        with seldom_collected():
            command: click.Command = getattr(import_module(f".{entry.module}", __package__), entry.attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sapxep", message="%(prog)s %(version)s")
def cli() -> None:
    """Reads news articles on Vietnam's administrative reorganization and writes structured events.

    \b
    sapxep run corpus/articles -o outputs/demo
    sapxep search "Quang Tri" --in outputs/demo
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; what the user can mend is told in one line."""
    _speak_utf8(sys.stdout)
    _speak_utf8(sys.stderr)
    try:
        code = cli.main(args, prog_name="sapxep", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return _FAULT
    except click.ClickException as error:
        return _fault(error.format_message())
    except SapxepError as error:
        return _fault(str(error))
    except click.Abort:
        click.echo("sapxep: stopped", err=True)
        return _INTERRUPTED
    return code if isinstance(code, int) else 0


def _fault(message: str) -> int:
    click.echo(f"sapxep: {' '.join(message.split())}", err=True)
    return _FAULT


def _speak_utf8(stream: TextIO) -> None:
    """Names and evidence need more letters than many a locale has; a terminal shows what it can."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
