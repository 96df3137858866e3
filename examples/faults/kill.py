#!/usr/bin/env python3
"""Kills an import at random moments and counts what landed, what was lost and what is double.

    python3 examples/faults/kill.py target/release/mizan pages.warc.gz 200 [SEED]

Every archive is killed twice, then the import is let finish, and its pages and events are compared with those of
one that nobody disturbed. Ends with 1 where anything is lost, double or damaged. The moments come from the seed, which is
printed.
"""

import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROUND = 2


def mizan(program, archive, *args):
    return subprocess.run([program, *args, "--archive", str(archive)], capture_output=True, text=True)


def ids(program, archive):
    """Ids of all events and pages, as the exported tables have them; doubled ones show as a longer list."""
    with tempfile.TemporaryDirectory() as folder:
        done = mizan(program, archive, "export", "plover", "--out", f"{folder}/events.jsonl")
        assert done.returncode == 0, done.stderr
        lines = pathlib.Path(folder, "events.jsonl").read_text().splitlines()
    return sorted(json.dumps(json.loads(line), sort_keys=True) for line in lines)


def main():
    program, pages, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 7
    moments = random.Random(seed)
    lost = double = damaged = landed = struck = 0
    with tempfile.TemporaryDirectory() as folder:
        calm = pathlib.Path(folder, "calm.db")
        start = time.monotonic()
        assert mizan(program, calm, "add", pages).returncode == 0
        whole = time.monotonic() - start
        expected = ids(program, calm)
        for part in range(-(-kills // ROUND)):
            archive = pathlib.Path(folder, f"{part}.db")
            for _ in range(min(ROUND, kills - part * ROUND)):
                run = subprocess.Popen([program, "add", pages, "--archive", str(archive)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(moments.uniform(0, whole))
                struck += run.poll() is None
                run.send_signal(signal.SIGKILL)
                run.wait()
            last = mizan(program, archive, "add", pages)
            well = mizan(program, archive, "doctor")
            damaged += last.returncode != 0 or well.returncode != 0
            found = ids(program, archive)
            landed += len(found)
            lost += len(set(expected) - set(found))
            double += len(found) - len(set(found))
            for path in pathlib.Path(folder).glob(f"{part}.db*"):
                path.unlink()
    print(f"seed {seed}: {kills} kills, {struck} of them in the midst of an import of {whole:.2f} s; "
          f"{landed} events landed, {lost} lost, {double} double, {damaged} archives damaged")
    sys.exit(1 if lost or double or damaged else 0)


if __name__ == "__main__":
    main()
