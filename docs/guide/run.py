"""Runs every command of the guide: python3 run.py PROGRAM [BOOK...].

Each book has a folder of its own, in which `samples/` lies and `mizan` is the program. A block marked `sh` is a script
whose commands must all succeed; marked `sh,exit=3` its last one must end with 3. What a block marked `text` behind it
says must be in what the script printed, line by line, in order; `…` stands for whatever was left out.
"""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BLOCK = re.compile(r"^```(\S*)\n(.*?)^```$", re.M | re.S)
ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def plain(text: str) -> str:
    """Without marks of direction, and with one space for many: how columns are set depends on the rest of a table."""
    return re.sub(r"[ \t]+", " ", text.translate(ISOLATES)).strip()


def missing(expected: str, said: str) -> str | None:
    """The first line that was expected and not said after those before it."""
    at = 0
    for line in filter(None, (plain(l) for l in expected.splitlines())):
        for part in filter(None, (p.strip() for p in line.split("…"))):
            found = said.find(part, at)
            if found < 0:
                return line
            at = found + len(part)
    return None


def chapter(path: pathlib.Path, folder: pathlib.Path, env: dict[str, str]) -> tuple[int, list[str]]:
    """Runs a chapter. Out: how many scripts it has, and what was wrong."""
    count, wrong, said = 0, [], ""
    for kind, body in BLOCK.findall(path.read_text()):
        name, _, wanted = kind.partition(",exit=")
        if name == "sh":
            count += 1
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", body], cwd=folder, env=env, capture_output=True, text=True, timeout=120
            )
            said = plain(done.stdout + done.stderr)
            if done.returncode != int(wanted or 0):
                wrong.append(f"{path}: ended with {done.returncode}:\n{body}{done.stderr[-500:]}")
        elif name == "text":
            if (line := missing(body, said)) is not None:
                wrong.append(f"{path}: this was not printed: {line}\n{said[:1500]}")
        elif name:
            wrong.append(f"{path}: a block marked {kind} is neither run nor compared")
    return count, wrong


def book(name: str, program: pathlib.Path) -> bool:
    source = HERE / name / "src"
    chapters = re.findall(r"\]\((\S+\.md)\)", (source / "SUMMARY.md").read_text())
    unlisted = {p.name for p in source.glob("*.md")} - set(chapters) - {"SUMMARY.md"}
    wrong = [f"{name}: {page} is not in SUMMARY.md" for page in sorted(unlisted)]
    total = 0
    with tempfile.TemporaryDirectory() as base:
        folder = pathlib.Path(base)
        shutil.copytree(HERE.parents[1] / "samples", folder / "samples")
        (folder / "bin").mkdir()
        (folder / "bin" / "mizan").symlink_to(program)
        env = os.environ | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "NO_COLOR": "1", "USER": "huda"}
        env.pop("MIZAN_ARCHIVE", None)
        for page in chapters:
            count, found = chapter(source / page, folder, env)
            total += count
            wrong += found
    print(f"{name}: {len(chapters)} chapters, {total} scripts run, {len(wrong)} wrong")
    print("\n".join(wrong), file=sys.stderr)
    return not wrong and total > 0


def main() -> None:
    program = pathlib.Path(sys.argv[1]).resolve()
    books = sys.argv[2:] or ["en", "ar"]
    sys.exit(0 if all([book(name, program) for name in books]) else 1)


if __name__ == "__main__":
    main()
