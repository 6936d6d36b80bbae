"""Benchmark of the linker on cases made from the register.

    python -m scripts.bench_linking [--count 2000] [--seed 0] [--wrong N]

Per script, task, province (stated or not) and kind word (stated or not): share of units whose best candidate is right,
linked right, linked wrong, ambiguous, unknown; and of all links the share that is wrong. A stranger is a unit that the
register lacks: nothing is right there but to leave it unlinked.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass

from pipeline.linking import LinkResult, link_units
from pipeline.register import Register
from scripts.made_cases import Case, all_cases


@dataclass
class Tally:
    """Counts of one row."""

    total: int = 0
    top: int = 0
    right: int = 0
    wrong: int = 0
    ambiguous: int = 0
    unknown: int = 0

    def add(self, result: LinkResult, answer: frozenset[str]) -> None:
        """Count one judged unit."""
        best = result.unit_id or (result.candidates[0] if result.candidates else None)
        self.total += 1
        self.top += best in answer
        self.right += result.unit_id in answer
        self.wrong += result.status == "linked" and result.unit_id not in answer
        self.ambiguous += result.status == "ambiguous"
        self.unknown += result.status == "unknown"

    def row(self) -> str:
        """The shares in percent."""
        shares = (self.top, self.right, self.wrong, self.ambiguous, self.unknown)
        linked = self.right + self.wrong
        errors = 100 * self.wrong / linked if linked else 0.0
        return "".join(f"{100 * share / self.total:9.2f}" for share in shares) + f"{errors:11.2f}"


def judge(register: Register, cases: list[Case], show: int = 0) -> dict[tuple[str, str, str], Tally]:
    """Link every case and count by task, province and kind word; `show` wrong links are printed."""
    tallies: dict[tuple[str, str, str], Tally] = defaultdict(Tally)
    for case in cases:
        results = link_units(case.queries, case.context, register)
        province = "province" if case.province_known else "no province"
        for at, answer in case.answers.items():
            for kind in ("kind word" if case.kind_known else "bare name", "all"):
                tallies[case.task, province, kind].add(results[at], answer)
            tallies["every task", "", "all"].add(results[at], answer)
            if show and results[at].unit_id and results[at].unit_id not in answer:
                show -= 1
                print("WRONG", case.task, case.queries[at], case.context.published, results[at].unit_id, sorted(answer))
    return tallies


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="cases a script and task")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wrong", type=int, default=0, help="print so many wrong links a script")
    args = parser.parse_args()
    register = Register.load()
    head = "".join(f"{name:>9}" for name in ("top-1", "right", "wrong", "ambig.", "unknown")) + f"{'wrong/link':>11}"
    for script, cases in all_cases(register, args.count, args.seed).items():
        began = time.perf_counter()
        tallies = judge(register, cases, args.wrong)
        spent = time.perf_counter() - began
        units = sum(len(case.queries) for case in cases)
        print(f"\n{script:45}{'units':>7}{head}")
        for (task, province, kind), tally in sorted(tallies.items(), key=lambda item: (item[0][1] == "", item[0])):
            print(f"  {task:16}{province:13}{kind:14}{tally.total:7}{tally.row()}")
        print(f"  {units / spent:.0f} names a second")


if __name__ == "__main__":
    main()
