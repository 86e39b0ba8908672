"""The labelled pages: which may be fitted to, which site each is of, and what its blocks are."""
import hashlib
import json
import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from publicsuffixlist import PublicSuffixList

# The sets whose licences allow a model to be made of their labels. `tests/model_card.rs` holds the shipped model to them.
SETS = tuple(Path(__file__).with_name("sets.txt").read_text(encoding="utf8").split())
SEED = 1
FOLDS = 5

WORD = re.compile(r"\w+")
# A 4-word run counts as found; a block of fewer words must be a line of the gold.
RUN, COVERED, UNCOVERED = 4, 0.6, 0.3
SUFFIXES = PublicSuffixList()


def allowed(sets):
    """The given sets, or all that may be fitted to; ends the program if one of them may not."""
    wrong = [s for s in sets if s not in SETS]
    if wrong:
        raise SystemExit(f"{', '.join(wrong)}: not among the sets that may be fitted to ({', '.join(SETS)})")
    return [s for s in SETS if s in sets] if sets else list(SETS)


def gold_rows(folder):
    with (folder / "gold.jsonl").open(encoding="utf8") as f:
        return [json.loads(line) for line in f if line.strip()]


def pages_folder(folder):
    """Where a set's files are; a set of labels alone names pages of the other sets."""
    return folder / "pages" if (folder / "pages").is_dir() else folder.parent


def site(row):
    """The registered domain of a page: a label below a public suffix, or the host itself where there is none."""
    host = row.get("domain") or urlsplit(row.get("url") or "").hostname or row["id"]
    host = host.casefold().rstrip(".")
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    return SUFFIXES.privatesuffix(host) or host


def fold_of(site, folds=FOLDS, seed=SEED):
    return int(hashlib.sha256(f"{seed} {site}".encode()).hexdigest(), 16) % folds


def digests(folder):
    """SHA-256 of a set's gold file, and of its pages' names and bytes in the order of their names."""
    gold = hashlib.sha256((folder / "gold.jsonl").read_bytes()).hexdigest()
    pages = hashlib.sha256()
    for name in sorted({row["file"] for row in gold_rows(folder)}):
        page = hashlib.sha256((pages_folder(folder) / name).read_bytes()).hexdigest()
        pages.update(f"{page}  {name}\n".encode())
    return gold, pages.hexdigest()


def folded(text):
    return " ".join(WORD.findall((text or "").casefold()))


def runs(words):
    return {tuple(words[i:i + RUN]) for i in range(max(1, len(words) - RUN + 1))}


def labels(gold, blocks):
    """1 for each block that is body, 0 for each that is not, None where the gold does not tell."""
    if "body" in gold:
        return one_of_repeated(blocks, by_body(gold, blocks))
    if gold.get("article") is False:
        return [0] * len(blocks)
    return [by_snippets(gold, block["text"]) for block in blocks]


def by_body(gold, blocks):
    # A standfirst is right in either place.
    either = {folded(line) for line in gold.get("summary", [])}
    body = runs(WORD.findall(gold["body"].casefold()))
    lines = {folded(line) for line in gold["body"].split("\n")}

    def label(text):
        words = WORD.findall(text.casefold())
        if not words or folded(text) in either:
            return None
        if len(words) < RUN:
            return int(" ".join(words) in lines)
        mine = runs(words)
        share = len(mine & body) / len(mine)
        return 1 if share >= COVERED else 0 if share < UNCOVERED else None

    return [label(block["text"]) for block in blocks]


def one_of_repeated(blocks, found):
    """Of blocks with the same words the one that stands amid the body is meant."""
    places = defaultdict(list)
    for i, block in enumerate(blocks):
        if found[i]:
            places[folded(block["text"])].append(i)
    for same in places.values():
        if len(same) > 1:
            best = max(same, key=lambda i: sum(bool(f) for f in found[max(0, i - 4):i + 5]))
            for i in same:
                if i != best:
                    found[i] = 0
    return found


def by_snippets(gold, text):
    text = f" {folded(text)} "
    yes, no = (
        any(f" {snippet} " in text for snippet in map(folded, gold.get(key, [])) if snippet) for key in ("with", "without")
    )
    return None if yes == no else int(yes)


def manifest(root, sets, path, folds=range(FOLDS)):
    """Writes a manifest of the sets' pages whose sites are dealt into these folds; files are named from ROOT on."""
    with path.open("w", encoding="utf8") as out:
        for name in sets:
            base = pages_folder(root / name).relative_to(root)
            for row in gold_rows(root / name):
                if fold_of(site(row)) in folds:
                    entry = {"id": f"{name} {row['id']}", "file": f"{base}/{row['file']}"}
                    out.write(json.dumps({**entry, **({"url": row["url"]} if row.get("url") else {})}) + "\n")
    return path


def described(what, root, pages, out, binary, model=None):
    """What BINARY says of the blocks of a manifest's pages, by id: `blocks` or `context`."""
    env = {**os.environ, "CUTTINGS_MODEL": str(model)} if model else None
    subprocess.run([*binary, what, pages, root, out], check=True, env=env)
    with out.open(encoding="utf8") as f:
        return {page["id"]: page for page in map(json.loads, f)}


def read(root, sets, work, binary):
    """The pages of the sets with the features and labels of their blocks, and the features' names in both stages."""
    everything = described("blocks", root, manifest(root, sets, work / "pages.jsonl"), work / "blocks.jsonl", binary)
    pages, names = [], ([], [])
    for name in sets:
        for row in gold_rows(root / name):
            page = everything.pop(f"{name} {row['id']}")
            blocks = page.get("blocks") or []
            if page.get("names"):
                names = (page["names"], page["context_names"])
            found = labels(row, blocks)
            keep = [i for i, b in enumerate(blocks) if not b["boxed"] and found[i] is not None]
            pages.append({
                "id": f"{name} {row['id']}",
                "set": name,
                "fold": fold_of(site(row)),
                "gold": row,
                "keep": keep,
                "features": np.array([blocks[i]["features"] for i in keep], dtype=np.float32),
                "labels": np.array([found[i] for i in keep]),
                "by_rules": np.array([blocks[i]["body"] for i in keep], dtype=bool),
                "letters": np.array([len(blocks[i]["text"]) for i in keep], dtype=float),
            })
    return pages, names
