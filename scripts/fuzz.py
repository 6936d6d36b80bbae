"""Fuzzes the readers, the normaliser, the extractors and the whole of `extract` with atheris.

    python -m scripts.fuzz [TARGET …] [--seconds N] [--folder DIR]

Each target runs for so many seconds in a process of its own, from the nasty files of the tests on; what it has learnt
stays in DIR/TARGET, and the next call goes on from there. An input that breaks a target is written beside it as
DIR/TARGET-crash-…, and the exit code is 1: put it into `fuzzed` of tests/hostile/nasty.py with the mend.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Final

FOLDER: Final = Path("build") / "fuzz"
SECONDS: Final = 60
TARGETS: Final = ("readers", "normaliser", "extractors", "whole")
LONGEST: Final = 16_000
# An input that takes longer is a finding, too.
SLOWEST: Final = 20
_MOST_WORD: Final = 60
_INSIDE: Final = "--inside"


def fuzz(target: str, folder: Path, seconds: int) -> None:
    """Run a target in this process; the fuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from scripts import fuzz_targets

    known = folder / target
    known.mkdir(parents=True, exist_ok=True)
    for number, (_, raw) in enumerate(fuzz_targets.seeds(target)):
        (known / f"seed-{number:03}").write_bytes(raw)
    terms = folder / "words.dict"
    terms.write_text("".join(f'"{_escaped(word)}"\n' for word in dict.fromkeys(fuzz_targets.words())), "ascii")
    told = (
        f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}", f"-dict={terms}",
        f"-artifact_prefix={folder}/{target}-", "-print_final_stats=1", "-verbosity=1",
    )  # fmt: skip
    atheris.Setup([sys.argv[0], str(known), *told], fuzz_targets.TARGETS[target])
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode()[:_MOST_WORD])


def main() -> None:
    """Fuzz one target after the other, and say which broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=SECONDS, help="for each target")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    unknown = sorted(set(args.targets) - set(TARGETS))
    if unknown:
        parser.error(f"no target {unknown[0]}; there are: {', '.join(TARGETS)}")
    if args.inside:
        fuzz(args.targets[0], args.folder, args.seconds)
    broken = []
    for target in args.targets or TARGETS:
        told = [target, "--seconds", str(args.seconds), "--folder", str(args.folder), _INSIDE]
        if subprocess.run([sys.executable, "-m", "scripts.fuzz", *told], check=False).returncode:
            broken.append(target)
    print(f"broken: {', '.join(broken)}" if broken else "nothing broke")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
