#!/usr/bin/env python3
"""Fail when a score is below its floor. usage: floors.py SCORES FLOORS.toml

SCORES is what score.sh prints; FLOORS.toml has a table a set: [zyte] "body.f1" = 0.93
"""
import re
import sys
import tomllib


def read_scores(text):
    """The scores by set and metric."""
    scores, name = {}, None
    for line in text.splitlines():
        if head := re.match(r"(\S+): \d+ pages, (\d+) missing", line):
            name = head[1]
            scores[name] = {}
            if head[2] != "0":
                sys.exit(f"{name}: {head[2]} pages have no record")
        elif name and (row := re.match(r"  (?:\*\*|[+-] |  )(\S+) +(\d\.\d+)", line)):
            scores[name][row[1]] = float(row[2])
    return scores


def below(scores, floors):
    """What is below its floor, a line each. A floor without a score is below it too."""
    for name, metrics in floors.items():
        for metric, floor in metrics.items():
            score = scores.get(name, {}).get(metric)
            if score is None:
                yield f"{name} {metric}: no score, floor {floor}"
            elif score < floor:
                yield f"{name} {metric}: {score} is below the floor of {floor}"


def main(scores_path, floors_path):
    with open(scores_path, encoding="utf8") as f:
        scores = read_scores(f.read())
    with open(floors_path, "rb") as f:
        floors = tomllib.load(f)
    if not scores:
        sys.exit(f"{scores_path}: no scores found")
    for name, metrics in scores.items():
        for metric, score in metrics.items():
            floor = floors.get(name, {}).get(metric)
            print(f"{name:12} {metric:16} {score:.4f}  floor {'none' if floor is None else floor}")
    failures = list(below(scores, floors))
    if failures:
        sys.exit("\n".join(failures))


if __name__ == "__main__":
    main(*sys.argv[1:])
