#!/usr/bin/env python3
"""Fit a model of body blocks to labelled pages, and say what it would bring on sites it has not seen.

usage: fit.py CORPUS BINARY WORK [--folds 5] [--model FILE]

CORPUS holds a folder a set, each with gold.jsonl and pages/; BINARY is `cuttings-fitting` (cargo build
--release --features fitting); WORK takes what is made on the way. The sites of all sets together are dealt
into folds by registered domain; for each fold a model is fitted to the other folds, and BINARY reads
the fold's pages with it. What the corpus' owners allow decides where a file written with --model may go: a model is made of the labels.
Needs lightgbm and numpy.
"""
import argparse, hashlib, json, os, re, subprocess
from collections import Counter, defaultdict
from pathlib import Path

import lightgbm as lgb
import numpy as np

WORD = re.compile(r"\w+")
SEED = 1
# Shallow trees with many blocks in each leaf: there are a few hundred sites, not a hundred thousand blocks.
SHAPE = dict(objective="binary", learning_rate=0.05, num_leaves=12, max_depth=5, min_data_in_leaf=60, feature_fraction=0.4,
             bagging_fraction=0.7, bagging_freq=1, lambda_l2=10.0, verbose=-1, seed=SEED, deterministic=True, num_threads=2)
ROUNDS = 260
# A 4-word run counts as found; a block of fewer words must be a line of the gold.
RUN, COVERED, UNCOVERED = 4, 0.6, 0.3
# A body of this F1 by words is nearly right: what Article::confidence tells the chance of.
NEARLY_RIGHT = 0.9


def fold_text(s):
    return " ".join(WORD.findall((s or "").casefold()))


def runs(words):
    return {tuple(words[i:i + RUN]) for i in range(max(1, len(words) - RUN + 1))}


def labels_of(gold, blocks):
    """1, 0 or None for each block."""
    if "body" in gold:
        # A standfirst is right in either place.
        either = {fold_text(l) for l in gold.get("summary", [])}
        text = gold["body"]
        have = runs(WORD.findall(text.casefold()))
        lines = {fold_text(l) for l in text.split("\n")}
        joined = " " + fold_text(text) + " "
        found, at = [], 0
        for b in blocks:
            words = WORD.findall(b["text"].casefold())
            if not words or fold_text(b["text"]) in either:
                found.append(None)
            elif len(words) < RUN:
                found.append(int(" ".join(words) in lines))
            else:
                mine = runs(words)
                share = len(mine & have) / len(mine)
                found.append(1 if share >= COVERED else 0 if share < UNCOVERED else None)
        # The same words again: the first run of the page that stands amid the body is the one.
        known = defaultdict(list)
        for i, b in enumerate(blocks):
            if found[i]:
                known[fold_text(b["text"])].append(i)
        for at in known.values():
            if len(at) > 1:
                near = lambda i: sum(bool(f) for f in found[max(0, i - 4):i + 5])
                best = max(at, key=near)
                for i in at:
                    if i != best:
                        found[i] = 0
        return found
    if gold.get("article") is False:
        return [0] * len(blocks)
    want = [fold_text(s) for s in gold.get("with", []) if fold_text(s)]
    shun = [fold_text(s) for s in gold.get("without", []) if fold_text(s)]
    out = []
    for b in blocks:
        text = " " + fold_text(b["text"]) + " "
        yes, no = any(" " + w in text for w in want), any(f" {w} " in text for w in shun)
        out.append(None if yes == no else int(yes))
    return out


def site_fold(domain, folds):
    return int(hashlib.sha256(f"{SEED} {domain}".encode()).hexdigest(), 16) % folds


def read(corpus, work, binary):
    """All pages with their blocks and labels."""
    pages, names = [], []
    for gold_file in sorted(corpus.glob("*/gold.jsonl")):
        name = gold_file.parent.name
        base = gold_file.parent / "pages"
        rows = [json.loads(l) for l in gold_file.open(encoding="utf8") if l.strip()]
        if not base.is_dir() or not any("body" in g or "with" in g for g in rows):
            continue
        dump = work / f"{name}.blocks.jsonl"
        subprocess.run([*binary, "blocks", gold_file, base, dump], check=True)
        read = {p["id"]: p for p in map(json.loads, dump.open(encoding="utf8"))}
        for g in rows:
            blocks = read[g["id"]].get("blocks") or []
            names = read[g["id"]].get("names") or names
            domain = g.get("domain") or g.get("url", "").split("/")[2].split(":")[0].removeprefix("www.")
            found = labels_of(g, blocks)
            keep = [i for i, b in enumerate(blocks) if not b["boxed"] and found[i] is not None]
            pages.append(dict(set=name, id=g["id"], domain=domain, full="body" in g, gold=g, x=[blocks[i]["features"] for i in keep],
                              y=[found[i] for i in keep], text=[blocks[i]["text"] for i in keep], hand=[blocks[i]["body"] for i in keep],
                              chars=[len(blocks[i]["text"]) for i in keep]))
    return pages, names


def gather(pages, sites=None):
    x, y, w = [], [], []
    for p in pages:
        if not p["y"]:
            continue
        size = np.array([min(400.0, c) + 20.0 for c in p["chars"]])
        # No page counts for more than another; the few blocks of snippets for less than a whole page.
        size *= (1.0 if p["full"] else 0.5) / size.sum()
        x += p["x"]; y += p["y"]; w += list(size)
    w = np.array(w)
    return np.array(x, dtype=np.float32), np.array(y), w / w.mean()


def fit(pages, shape=SHAPE, rounds=ROUNDS):
    x, y, w = gather(pages)
    return lgb.train(shape, lgb.Dataset(x, y, weight=w, free_raw_data=True), rounds)


def calibration(expected, right, steps=12):
    """Points of a rising line from the F1 that a body was expected to have to how often it was nearly right: pages in
    groups of about equal size, neighbours joined until the shares rise (pool adjacent violators)."""
    order = np.argsort(expected, kind="stable")
    groups = [[float(np.mean(expected[g])), float(np.mean(right[g])), len(g)] for g in np.array_split(order, steps)]
    pooled = []
    for g in groups:
        pooled.append(g)
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            b, a = pooled.pop(), pooled.pop()
            n = a[2] + b[2]
            pooled.append([(a[0] * a[2] + b[0] * b[2]) / n, (a[1] * a[2] + b[1] * b[2]) / n, n])
    return [(e, r) for e, r, _ in pooled]


def words_f1(article, gold):
    """Bag-of-words F1 of an article's body against the labelled one; the standfirst may stand in either place."""
    said = [b.get("text") or "\n".join(b.get("items") or [" ".join(r) for r in b.get("rows") or []]) for b in article.get("body", [])]
    count = lambda t: Counter(WORD.findall(t.casefold()))
    a, b = count("\n".join(said)), count(gold["body"])
    both = (a & b).total()
    return 2 * both / max(1, a.total() + b.total())


def write(model, path, names, points=()):
    """The model as src/score/trees.rs reads it."""
    lines = ["# written by fitting/fit.py", "features " + " ".join(names)]
    lines += [f"confidence {e:.4f} {r:.4f}" for e, r in points]
    for tree in model.dump_model()["tree_info"]:
        nodes = []
        def walk(n):
            at = len(nodes)
            nodes.append(None)
            if "leaf_value" in n:
                nodes[at] = f"= {n['leaf_value']:.5g}"
            else:
                left, right = walk(n["left_child"]), walk(n["right_child"])
                nodes[at] = f"{n['split_feature']} {np.float32(n['threshold']):.7g} {left} {right}"
            return at
        walk(tree["tree_structure"])
        lines += ["tree", *nodes]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf8")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("corpus", type=Path)
    ap.add_argument("binary")
    ap.add_argument("work", type=Path)
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--model", type=Path, help="also fit to all pages and write the model here")
    a = ap.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    binary = a.binary.split(" ")
    pages, names = read(a.corpus, a.work, binary)
    joined, right, by_hand, all_weight = defaultdict(dict), 0.0, 0.0, 0.0
    gain = np.zeros(len(names))
    for k in range(a.folds):
        out = [p for p in pages if site_fold(p["domain"], a.folds) == k]
        model = fit([p for p in pages if site_fold(p["domain"], a.folds) != k])
        write(model, a.work / f"fold{k}.model", names)
        gain += model.feature_importance("gain")
        x, y, w = gather(out)
        right += w @ ((model.predict(x) >= 0.5) == y)
        by_hand += w @ (np.concatenate([p["hand"] for p in out if p["y"]]) == y)
        all_weight += w.sum()
        for name in {p["set"] for p in out}:
            folder = a.corpus / name
            mine = {p["id"] for p in out if p["set"] == name}
            part, pred = a.work / "part.gold.jsonl", a.work / "part.jsonl"
            part.write_text("".join(l for l in (folder / "gold.jsonl").open(encoding="utf8") if json.loads(l)["id"] in mine), encoding="utf8")
            env = {**os.environ, "CUTTINGS_MODEL": str(a.work / f"fold{k}.model")}
            subprocess.run([*binary, "articles", part, folder / "pages", pred], check=True, env=env)
            joined[name].update({json.loads(l)["id"]: l for l in pred.open(encoding="utf8")})
    print(f"blocks right on sites not seen, by weight: {right / all_weight:.4f}, by hand {by_hand / all_weight:.4f}")
    print("most telling:", ", ".join(names[i] for i in np.argsort(-gain)[:30]))
    for name, lines in joined.items():
        (a.work / f"{name}.jsonl").write_text("".join(lines.values()), encoding="utf8")
    # The folds' models have no calibration, so what the articles say is the F1 that was expected.
    gold = {(p["set"], p["id"]): p["gold"] for p in pages if p["full"]}
    read_back = [(json.loads(l), gold.get((name, i))) for name, lines in joined.items() for i, l in lines.items()]
    found = [(r["confidence"], words_f1(r, g) >= NEARLY_RIGHT) for r, g in read_back if g and "confidence" in r]
    points = calibration(*map(np.array, zip(*found)))
    print("confidence:", ", ".join(f"{e:.3f} -> {r:.3f}" for e, r in points))
    if a.model:
        write(fit(pages), a.model, names, points)


if __name__ == "__main__":
    main()
