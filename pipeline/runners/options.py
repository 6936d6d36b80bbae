"""What a run is told to do; what is the same for every worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..entities.names_reference import AUTO, name_of_model
from ..errors import SapxepError
from ..languages.pack import Pack, builtin_packs, digest_of, read_packs
from ..stages.builtin import builtin_register
from ..stages.reading import ReadOptions


@dataclass(slots=True, frozen=True)
class RunOptions:
    """How a run reads and writes; `packs` is a folder of language packs, `language` overrides detection.

    `names_model` helps to find names: `default`, a folder, an id on a hub, `none`, or `auto`: what packs ask for.
    `without_facts` joins no events into facts, which wants all of them in memory. `append` adds to the output folder of
    an earlier run; what comes out is what one run over all inputs would write.
    """

    read: ReadOptions = field(default_factory=ReadOptions)
    packs: Path | None = None
    language: str | None = None
    without_text: bool = False
    without_facts: bool = False
    append: bool = False
    names_model: str | None = AUTO

    def resolved(self) -> dict[str, Any]:
        """All options with their values, as the manifest has them."""
        return {
            **asdict(self.read),
            "packs": str(self.packs) if self.packs else None,
            "language": self.language,
            "without_text": self.without_text,
            "without_facts": self.without_facts,
            "names_model": self.names_model,
        }

    def loaded_packs(self) -> Mapping[str, Pack]:
        """The language packs; SapxepError where the language that is wanted has none."""
        packs = builtin_packs() if self.packs is None else read_packs(self.packs)
        if self.language is not None and self.language not in packs:
            raise SapxepError(f"no language pack {self.language}; there are: {', '.join(packs)}")
        return packs

    def digests(self) -> dict[str, str]:
        """Of what articles are read with; SapxepError where a part of it cannot be used."""
        packs = self.loaded_packs()
        found = {"packs": digest_of(packs), "register": builtin_register().digest}
        model = name_of_model(self.names_model, packs.values())
        return {**found, "model": model} if model is not None else found


@dataclass(slots=True, frozen=True)
class Workers:
    """Who does the work: so many processes of this machine, or of a Ray cluster, and how many records at a time.

    One local worker is this process itself. `address` is that of a running Ray cluster; without it one is started here.
    What is written does not depend on any of it.
    """

    number: int = 1
    engine: str = "local"
    address: str | None = None
    shard: int = 256
