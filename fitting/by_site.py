#!/usr/bin/env python3
"""Print every score of EVAL/score.sh as it is on sites that the model has not seen.

usage: by_site.py CORPUS EVAL BINARY WORK [SET ...]

The sites of all sets are dealt into folds by registered domain. For each fold a model is fitted to the pages of the other
folds, of the sets that may be fitted to alone, and BINARY (`cuttings-fitting`) reads the fold's pages of every set with it.
The articles of a set are then scored as those of a release: with EVAL/evaluate.py, by EVAL/table.py. SET names the sets to
score; without it they are those of EVAL/score.sh.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

import corpus
import fit


def scored_sets(evaluation):
    """The sets that score.sh goes through unless told otherwise."""
    found = re.search(r"sets=\$\{\*:-([^}]+)\}", (evaluation / "score.sh").read_text(encoding="utf8"))
    if not found:
        raise SystemExit(f"{evaluation}/score.sh names no sets: give them")
    return found[1].split()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("evaluation", type=Path, metavar="EVAL")
    parser.add_argument("binary")
    parser.add_argument("work", type=Path)
    parser.add_argument("sets", nargs="*", metavar="SET")
    args = parser.parse_args()
    binary = args.binary.split(" ")
    args.work.mkdir(parents=True, exist_ok=True)
    pages, names = corpus.read(args.corpus, corpus.SETS, args.work, binary)
    models, _, blocks = fit.fit_all(pages, names, args.corpus, args.work, binary)
    print(", ".join(f"{key} {value:.4f}" for key, value in blocks.items()))
    for name in args.sets or scored_sets(args.evaluation):
        out = args.work / f"{name}.jsonl"
        lines = fit.articles(args.corpus / name, models, args.work, binary)
        out.write_text("".join(lines.values()), encoding="utf8")
        table, gold, peers = args.evaluation / "table.py", args.corpus / name / "gold.jsonl", args.evaluation / "peers.json"
        subprocess.run([sys.executable, table, name, gold, out, peers], check=True)


if __name__ == "__main__":
    main()
