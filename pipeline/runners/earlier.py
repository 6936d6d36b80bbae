"""The output folder of an earlier run, to which a new dump is added."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..errors import SapxepError
from ..facts import slim_line
from ..records import Manifest
from ..stages.write import DOCUMENTS, EVENTS, MANIFEST, READ, RecordFiles
from .idents import Idents
from .ledger import Ledger
from .settle import SEEN, SETTLED, SLIM, first_state
from .summary import Summary

_MANIFEST = TypeAdapter(Manifest)


@dataclass(slots=True, frozen=True)
class Earlier:
    """What an earlier run says of itself."""

    folder: Path
    manifest: Manifest

    @classmethod
    def read(cls, folder: Path) -> Earlier:
        """The run whose outputs lie in a folder; SapxepError where none does."""
        missing = [name for name in (*READ, MANIFEST) if not (folder / name).is_file()]
        if missing:
            raise SapxepError(f"{folder}: no finished run to append to, {missing[0]} is missing; leave --append out")
        try:
            return cls(folder, _MANIFEST.validate_json((folder / MANIFEST).read_bytes()))
        except (OSError, ValidationError) as error:
            raise SapxepError(f"{folder / MANIFEST}: no manifest of a run ({type(error).__name__})") from error

    def summary(self) -> Summary:
        """Its counts, to go on from."""
        try:
            return Summary.of(self.manifest.counts)
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise SapxepError(f"{self.folder / MANIFEST}: its counts lack something ({error!r})") from error

    def check(self, now: Manifest) -> None:
        """Refuse to mix what was read in different ways: one run over all could not have written it."""
        for what in ("options", "versions"):
            before: Mapping[str, object] = getattr(self.manifest, what)
            after: Mapping[str, object] = getattr(now, what)
            self._refuse(what, before, after, sorted({*before, *after}))
        self._refuse("digests", self.manifest.digests, now.digests, ["packs", "register", "model"])

    def _refuse(self, what: str, before: Mapping[str, object], after: Mapping[str, object], names: list[str]) -> None:
        for name in names:
            if before.get(name) != after.get(name):
                told = f"{name} was {before.get(name)} and is {after.get(name)}"
                raise SapxepError(f"{self.folder}: made with other {what}: {told}; run all inputs into a new folder")

    def check_digests(self, found: Mapping[str, str]) -> None:
        """Refuse files that are not those which the manifest tells of."""
        for name in READ:
            if self.manifest.digests.get(name) != found[name]:
                raise SapxepError(f"{self.folder / name}: changed since its run; run all inputs into a new folder")

    def hand_over(self, ledger: Ledger) -> dict[str, Any]:
        """Give a ledger all that this run wrote; the state from which it is added to."""
        files = RecordFiles(ledger.home, names=SETTLED)
        try:
            for name in READ:
                files.take_over(self.folder / name)
            for line in () if self.manifest.options.get("without_facts") else self._slim():
                files.write(SLIM, line)
            files.secure()
        finally:
            files.close()
        ids = array("Q", self.seen())
        (ledger.home / SEEN).write_bytes(ids.tobytes())
        state = first_state({**files.sizes, SEEN: len(ids) * ids.itemsize}, self.summary())
        ledger.save(state)
        return state

    def seen(self) -> Idents:
        """The articles that are there already."""
        found = Idents()
        with (self.folder / DOCUMENTS).open(encoding="utf-8") as file:
            found.update(int(json.loads(line)["doc_id"], 16) for line in file)
        return found

    def _slim(self) -> Iterator[bytes]:
        """What joining needs of each of its articles; events stand in the order of their documents."""
        with (self.folder / DOCUMENTS).open("rb") as documents, (self.folder / EVENTS).open("rb") as events:
            by_document = groupby(events, key=lambda line: json.loads(line)["doc_id"])
            ident, own = next(by_document, (None, iter(())))
            for line in documents:
                here: list[bytes] = []
                if json.loads(line)["doc_id"] == ident:
                    here = list(own)
                    ident, own = next(by_document, (None, iter(())))
                yield slim_line(line, here)
