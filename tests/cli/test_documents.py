"""What README and CONTRIBUTING show can be called, run and read as it stands."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from pipeline.cli.main import cli
from pipeline.records.schema import schema_of
from pipeline.stages.reading import Reason

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "corpus/README.md",
    "docs/databases.md",
    "docs/recipes.md",
    "docs/records.md",
    "docs/dumps.md",
)
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in NAMES}


def _blocks(kind: str, *names: str) -> list[Any]:
    return [
        pytest.param(block, id=f"{name}-{n}")
        for name in names
        for n, block in enumerate(re.findall(rf"^```{kind}\n(.*?)^```$", TEXTS[name], re.MULTILINE | re.DOTALL))
    ]


@pytest.mark.parametrize("block", _blocks("sh", *NAMES))
def test_commands_that_are_shown_exist_with_their_options(block: str) -> None:
    for line in block.splitlines():
        words = shlex.split(line.split("| ")[-1], comments=True)
        if words[0] != "sapxep":
            continue
        group: click.Command = cli
        context = click.Context(cli)
        args = words[1:]
        while isinstance(group, click.Group):
            found = group.get_command(context, args[0])
            assert found is not None, line
            group, context, args = found, click.Context(found, context), args[1:]
        group.make_parser(context).parse_args(args)


@pytest.mark.parametrize("block", _blocks("sh", *NAMES))
def test_make_targets_that_are_shown_exist(block: str) -> None:
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"^make ([\w-]+)", block, re.MULTILINE)) <= set(targets)


@pytest.mark.parametrize("block", _blocks("json", "README.md"))
def test_events_that_are_shown_have_the_published_form(block: str) -> None:
    Draft202012Validator(schema_of("event")).validate(json.loads(block))


@pytest.mark.parametrize("block", _blocks("python", "README.md"))
def test_python_that_is_shown_runs(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    # spaCy learns of the components by the entry points of an installed sapxep, or by an import as here.
    exec(compile("import pipeline.stages.components\n" + block, "README.md", "exec"), {})  # noqa: S102
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert not {"", "[]"} & set(lines), "an example that finds nothing shows nothing"


@pytest.mark.parametrize("block", _blocks("yaml", "CONTRIBUTING.md", "ARCHITECTURE.md"))
def test_yaml_that_is_shown_is_yaml(block: str) -> None:
    assert yaml.safe_load(block)


def test_pack_that_is_shown_is_the_toy_pack() -> None:
    toy = (ROOT / "tests" / "test_toy_pack.py").read_text("utf-8")
    lines = [re.sub(r"\s+#.*", "", line) for block in _blocks("yaml", "CONTRIBUTING.md")[:7] for line in _lines(block)]
    assert not [line for line in lines if line and not line.startswith("detection") and f"\n{line}\n" not in toy]


def _lines(block: Any) -> list[str]:
    text: str = block.values[0]
    return text.splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", TEXTS[name])
    assert not [link for link in links if "://" not in link and not ((ROOT / name).parent / link).exists()]


@pytest.mark.parametrize("name", NAMES)
def test_paths_that_are_named_exist(name: str) -> None:
    named = re.findall(r"`((?:pipeline|tests|scripts|corpus|docs|models|register/data)/[\w/.-]*)`", TEXTS[name])
    assert not [path for path in named if not ((ROOT / path).exists() or (ROOT / "pipeline" / path).exists())]


def _words(schema: Any) -> set[str]:
    """The keys and the values of closed vocabularies in a schema."""
    if isinstance(schema, list):
        return set().union(*map(_words, schema))
    if not isinstance(schema, dict):
        return set()
    values = {value for value in (*schema.get("enum", ()), schema.get("const")) if isinstance(value, str)}
    return values | set(schema.get("properties", ())) | set().union(*map(_words, schema.values()))


@pytest.mark.parametrize("record", ["document", "event", "reject", "manifest"])
def test_every_key_and_value_is_explained(record: str) -> None:
    told = set(re.findall(r"`([\w.]+)`", TEXTS["docs/records.md"]))
    # Stages are those of the way of an article.
    stages = {"read", "normalise", "detect", "annotate", "link", "write"}
    assert _words(schema_of(record)) - stages <= told


def test_every_reason_of_reading_is_explained() -> None:
    assert {str(reason) for reason in Reason} <= set(re.findall(r"`(\w+)`", TEXTS["docs/records.md"]))
