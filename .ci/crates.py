#!/usr/bin/env python3
"""Licences, sources and bans of all crates that are built, by the lists of deny.toml, without a tool to install.

    crates.py MANIFEST...

Reads `cargo metadata --locked` of each manifest. Exit 1 with one line a fault. `release/check` asks cargo-deny itself, which
also knows of advisories and reads the licence files.
"""
import json, re, subprocess, sys, tomllib
from pathlib import Path

RULES = tomllib.loads(Path(__file__).resolve().parent.parent.joinpath("deny.toml").read_text())
ALLOWED = set(RULES["licenses"]["allow"])
EXCEPT = {e["crate"]: set(e["allow"]) for e in RULES["licenses"].get("exceptions", [])}
BANNED = {b["crate"] for b in RULES["bans"]["deny"]}
REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def allowed(expression, allow):
    """Whether an SPDX expression can be met by these licences alone: OR by either side, AND by both."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def either():
        ok = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            ok = both() or ok
        return ok

    def both():
        ok = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            ok = one() and ok
        return ok

    def one():
        name = tokens.pop(0)
        if name == "(":
            ok = either()
            tokens.pop(0)
            return ok
        if tokens[:1] == ["WITH"]:
            tokens.pop(0)
            name += " WITH " + tokens.pop(0)
        return name in allow

    return either()


def shipped(data):
    """The ids of what is built into the program or builds it; what only tests use does not ship."""
    nodes = {n["id"]: n["deps"] for n in data["resolve"]["nodes"]}
    todo, seen = list(data["workspace_members"]), set()
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo += [d["pkg"] for d in nodes[at] if any(k["kind"] != "dev" for k in d["dep_kinds"])]
    return seen


def faults(manifest):
    run = ["cargo", "metadata", "--locked", "--format-version", "1", "--manifest-path", manifest]
    data = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    ships = shipped(data)
    packages = [p for p in data["packages"] if p["id"] in ships]
    for p in packages:
        name, ours = f'{p["name"]} {p["version"]}', p["source"] is None
        if not (p["license"] and allowed(p["license"], ALLOWED | EXCEPT.get(p["name"], set()))) and not p.get("license_file"):
            yield f'{name}: the licence {p["license"]} is not allowed by deny.toml'
        if not ours and p["source"] != REGISTRY:
            yield f'{name}: comes from {p["source"]}, not from crates.io'
        if p["name"] in BANNED:
            yield f"{name}: banned by deny.toml"
        for d in p["dependencies"] if ours else []:
            if d["req"] == "*" and not d.get("path"):
                yield f'{name}: asks for any version of {d["name"]}'
    print(f"{manifest}: {len(packages)} crates")


found = [f for manifest in sys.argv[1:] for f in faults(manifest)]
print("\n".join(found))
sys.exit(bool(found))
