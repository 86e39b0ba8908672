#!/usr/bin/env python3
"""Fit the model that chooses a page's body, and write it with its card.

usage: fit.py CORPUS BINARY WORK MODEL [SET ...]

CORPUS holds a folder a set, each with gold.jsonl and pages/; of these only the sets of sets.txt are fitted to, all of them
or the ones given. BINARY is `cuttings-fitting` (cargo build --release --features fitting); WORK takes what is made on the
way. First the sites are dealt into folds, a model is fitted to the other folds of each, and BINARY reads the fold's pages
with it: that is what the card's scores and the calibration of `Article::confidence` come from. Then MODEL is fitted to
all pages. Runs with what requirements.txt names.
"""
import argparse
import hashlib
import json
import os
import platform
import subprocess
from collections import Counter, defaultdict
from datetime import datetime, timezone
from importlib.metadata import version
from itertools import combinations
from pathlib import Path

import lightgbm as lgb
import numpy as np

import corpus
from corpus import FOLDS, SEED, WORD

# Shallow trees with many blocks in each leaf: there are a few hundred sites, not a hundred thousand blocks.
SHAPE = {
    "objective": "binary", "learning_rate": 0.05, "num_leaves": 12, "max_depth": 5, "min_data_in_leaf": 60,
    "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 10.0, "verbose": -1, "seed": SEED,
    "deterministic": True, "num_threads": 2,
}
TREES = 260
SECOND_TREES = 160
# A body of this F1 by words is nearly right: what Article::confidence tells the chance of.
NEARLY_RIGHT = 0.9


def weights_of(page):
    """No page counts for more than another; the few blocks of snippets for less than a whole page."""
    weight = np.minimum(400.0, page["letters"]) + 20.0
    return weight * (1.0 if "body" in page["gold"] else 0.5) / weight.sum()


def fit_stage(pages, features, trees):
    """A model of the labelled blocks of these pages; `features` gives a page's rows."""
    pages = [p for p in pages if len(p["labels"])]
    weights = np.concatenate([weights_of(p) for p in pages])
    rows, labels = np.concatenate([features(p) for p in pages]), np.concatenate([p["labels"] for p in pages])
    return lgb.train(SHAPE, lgb.Dataset(rows, labels, weight=weights / weights.mean()), trees)


def fit_first(pages, but):
    """The first stage, fitted to all folds but these."""
    return fit_stage([p for p in pages if p["fold"] not in but], lambda p: p["features"], TREES)


def fit_second(pages, contexts):
    """The second stage, by what a first stage that had not seen their sites said of pages."""
    return fit_stage([p for p in pages if p["id"] in contexts], lambda p: contexts[p["id"]], SECOND_TREES)


def contexts_of(fold, model, pages, root, work, binary):
    """What the blocks of a fold's pages are seen with by a first stage, a page's rows by its id."""
    sets = list(dict.fromkeys(p["set"] for p in pages))
    listed = corpus.manifest(root, sets, work / "part.jsonl", [fold])
    described = corpus.described("context", root, listed, work / "context.jsonl", binary, model)
    out = {}
    for page in (p for p in pages if p["fold"] == fold and len(p["labels"])):
        blocks = described[page["id"]]["blocks"]
        out[page["id"]] = np.array([blocks[i]["context"] for i in page["keep"]], dtype=np.float32)
    return out


def fit_all(pages, names, root, work, binary):
    """Fits a model to all folds but one, for each fold, and one to all. The second stage learns from what first stages say
    of sites that they have not seen, so for each pair of folds there is a first stage without both.

    Gives the files of the folds' models, the two stages of the whole model, and what the folds' models say of blocks of sites
    not seen."""
    def first_without(*but):
        model, file = fit_first(pages, but), work / "first.model"
        file.write_text(as_text(model, names), encoding="utf8")
        return model, file

    seen = [{} for _ in range(FOLDS)]
    for a, b in combinations(range(FOLDS), 2):
        _, file = first_without(a, b)
        seen[a].update(contexts_of(b, file, pages, root, work, binary))
        seen[b].update(contexts_of(a, file, pages, root, work, binary))
    files, everything, tally = [], {}, defaultdict(float)
    for k in range(FOLDS):
        first, file = first_without(k)
        unseen = contexts_of(k, file, pages, root, work, binary)
        everything.update(unseen)
        second = fit_second(pages, seen[k])
        files.append(work / f"fold{k}.model")
        files[-1].write_text(as_text(first, names, second), encoding="utf8")
        for page in (p for p in pages if p["id"] in unseen):
            weights = weights_of(page)
            tally["all"] += weights.sum()
            tally["blocks"] += weights @ ((second.predict(unseen[page["id"]]) >= 0.5) == page["labels"])
            tally["blocks.first_stage"] += weights @ ((first.predict(page["features"]) >= 0.5) == page["labels"])
            tally["blocks.by_rules"] += weights @ (page["by_rules"] == page["labels"])
    total = tally.pop("all")
    return files, (fit_first(pages, ()), fit_second(pages, everything)), {key: value / total for key, value in tally.items()}


def articles(folder, models, work, binary):
    """The articles of a set's pages, each read with the model that has not seen its site, as JSON lines by id."""
    lines = {}
    rows = corpus.gold_rows(folder)
    for k, model in enumerate(models):
        part, out = work / "part.gold.jsonl", work / "part.articles.jsonl"
        mine = [row for row in rows if corpus.fold_of(corpus.site(row)) == k]
        part.write_text("".join(json.dumps(row) + "\n" for row in mine), encoding="utf8")
        env = {**os.environ, "CUTTINGS_MODEL": str(model)}
        subprocess.run([*binary, "articles", part, corpus.pages_folder(folder), out], check=True, env=env)
        with out.open(encoding="utf8") as f:
            lines.update((json.loads(line)["id"], line) for line in f)
    return lines


def words_f1(article, gold):
    """Bag-of-words F1 of an article's body against the labelled one."""
    def text(block):
        return block.get("text") or "\n".join(block.get("items") or [" ".join(row) for row in block.get("rows") or []])

    def count(text):
        return Counter(WORD.findall(text.casefold()))

    ours, theirs = count("\n".join(map(text, article.get("body", [])))), count(gold["body"])
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def calibration(expected, right, steps=12):
    """Points of a rising line from the F1 that a body was expected to have to how often it was nearly right: pages in
    groups of about equal size, neighbours joined until the shares rise (pool adjacent violators)."""
    order = np.argsort(expected, kind="stable")
    pooled = []
    for group in np.array_split(order, steps):
        pooled.append([float(np.mean(expected[group])), float(np.mean(right[group])), len(group)])
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            (e2, r2, n2), (e1, r1, n1) = pooled.pop(), pooled.pop()
            n = n1 + n2
            pooled.append([(e1 * n1 + e2 * n2) / n, (r1 * n1 + r2 * n2) / n, n])
    return [(e, r) for e, r, _ in pooled]


def on_sites_not_seen(root, sets, models, work, binary):
    """Mean words F1 of each set that labels bodies, and the points of the calibration."""
    scores, expected, right = defaultdict(list), [], []
    for name in sets:
        # Some sets give snippets of some pages, or of all.
        gold = {row["id"]: row for row in corpus.gold_rows(root / name) if "body" in row}
        lines = articles(root / name, models, work, binary) if gold else {}
        for id in gold:
            article = json.loads(lines[id])
            f1 = words_f1(article, gold[id])
            scores[name].append(f1)
            # The folds' models have no calibration, so what an article says is the F1 that was expected.
            if "confidence" in article:
                expected.append(article["confidence"])
                right.append(f1 >= NEARLY_RIGHT)
    return {name: sum(s) / len(s) for name, s in scores.items()}, calibration(np.array(expected), np.array(right))


def as_text(first, names, second=None, points=(), card=()):
    """The model as the crate reads it."""
    lines = [f"# {line}" for line in card]
    lines.append("features " + " ".join(names[0]))
    lines += [f"confidence {e:.4f} {r:.4f}" for e, r in points]
    lines += trees(first)
    if second:
        lines += ["second stage", "features " + " ".join(names[1]), *trees(second)]
    return "\n".join(lines) + "\n"


def trees(model):
    return [line for tree in model.dump_model()["tree_info"] for line in ("tree", *nodes(tree["tree_structure"]))]


def nodes(root):
    lines = []

    def walk(node):
        at = len(lines)
        lines.append("")
        if "leaf_value" in node:
            lines[at] = f"= {node['leaf_value']:.5g}"
        else:
            left, right = walk(node["left_child"]), walk(node["right_child"])
            lines[at] = f"{node['split_feature']} {np.float32(node['threshold']):.7g} {left} {right}"
        return at

    walk(root)
    return lines


def card(root, sets, pages, names, blocks, scores):
    """What the model was made of and how, as lines `key: value`."""
    features = hashlib.sha256(" ".join(names[0]).encode()).hexdigest()
    revision = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=40"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    ).stdout.strip()
    yield "written by: fitting/fit.py"
    yield f"date: {datetime.now(timezone.utc):%Y-%m-%d}"
    yield f"crate: revision {revision or 'not recorded'}, features sha256 {features}"
    yield f"python: {platform.python_version()}"
    yield from (f"{name}: {version(name)}" for name in ("lightgbm", "numpy", "publicsuffixlist"))
    yield f"shape: {TREES} trees and {SECOND_TREES} in the second stage, {', '.join(f'{key} {value}' for key, value in SHAPE.items() if key not in ('verbose', 'num_threads'))}"
    yield f"folds: {FOLDS} by registered domain, seed {SEED}"
    yield f"sets: {' '.join(sets)}"
    for name in sets:
        count = sum(p["set"] == name for p in pages)
        gold, files = corpus.digests(root / name)
        yield f"set {name}: {count} pages, gold sha256 {gold}, pages sha256 {files}"
    others = f"the first stage alone {blocks['blocks.first_stage']:.4f}, the rules alone {blocks['blocks.by_rules']:.4f}"
    yield f"score blocks: {blocks['blocks']:.4f} by weight on sites not seen, {others}"
    yield from (f"score {name}: words.f1 {score:.4f} on sites not seen" for name, score in scores.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("binary")
    parser.add_argument("work", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("sets", nargs="*", metavar="SET")
    args = parser.parse_args()
    sets, binary = corpus.allowed(args.sets), args.binary.split(" ")
    args.work.mkdir(parents=True, exist_ok=True)
    pages, names = corpus.read(args.corpus, sets, args.work, binary)
    models, (first, second), blocks = fit_all(pages, names, args.corpus, args.work, binary)
    scores, points = on_sites_not_seen(args.corpus, sets, models, args.work, binary)
    lines = list(card(args.corpus, sets, pages, names, blocks, scores))
    args.model.write_text(as_text(first, names, second, points, lines), encoding="utf8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
