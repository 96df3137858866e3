#!/usr/bin/env python3
"""Does to an archive what happens to archives, and counts what landed, what was lost and what is double.

    python3 examples/faults/rig.py PROGRAM PAGES [--kills 200] [--seed 7] [FAULT...]

PAGES is anything that `mizan add` takes. Faults, all of them where none is named:

    kill      the import killed (SIGKILL) at random moments, twice an archive, then let finish
    writers   four imports at once into one archive, two of them killed, then let finish
    full      a disk that is full in the midst of the import; then there is room
    readonly  a file and a folder that may not be written to
    clock     a clock that jumps to 1970, to 2100 and back between imports
    damage    a byte or a page of the file changed, the file cut short; then the back-up restored

After each the import is finished and the archive's events are compared with those of one that nobody disturbed: lost are
those that are not there, double those that are there twice. A line each; status 1 where anything is lost, double, or
died by a signal that the rig did not send. What cannot be done here (no tmpfs without root, no faketime) is told.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROUND = 2
# What the program may end with: done, some input not read, told why not. Anything else is a crash.
TOLD = {0, 1, 2}


class Unable(Exception):
    """What the fault needs is not here."""


class Rig:
    def __init__(self, program: str, pages: str, kills: int, seed: int, folder: pathlib.Path):
        self.program, self.pages, self.kills, self.folder = program, pages, kills, folder
        self.moments = random.Random(seed)
        self.count = dict.fromkeys(["tries", "landed", "lost", "double", "crashed"], 0)
        calm = folder / "calm.db"
        start = time.monotonic()
        assert self.add(calm).returncode == 0, "the import does not work undisturbed"
        self.whole = time.monotonic() - start
        self.expected = self.ids(calm)
        assert self.expected, "no events in these pages: nothing could be lost"
        self.calm = calm

    def mizan(self, *args, **how) -> subprocess.CompletedProcess:
        done = subprocess.run([self.program, *map(str, args)], capture_output=True, text=True, timeout=600, **how)
        self.count["crashed"] += done.returncode not in TOLD
        return done

    def add(self, archive, **how) -> subprocess.CompletedProcess:
        return self.mizan("add", self.pages, "--archive", archive, **how)

    def start(self, archive) -> subprocess.Popen:
        quiet = subprocess.DEVNULL
        return subprocess.Popen([self.program, "add", self.pages, "--archive", str(archive)], stdout=quiet, stderr=quiet)

    def ids(self, archive) -> list[str]:
        """All events with their ids; what is double is there twice."""
        with tempfile.TemporaryDirectory(dir=self.folder) as out:
            done = self.mizan("export", "plover", "--out", f"{out}/events.jsonl", "--archive", archive)
            assert done.returncode == 0, done.stderr
            lines = pathlib.Path(out, "events.jsonl").read_text().splitlines()
        return sorted(json.dumps(json.loads(line), sort_keys=True) for line in lines)

    def compare(self, archive) -> None:
        """Counts what an archive holds after all, and removes it."""
        sound = self.mizan("doctor", "--archive", archive)
        found = self.ids(archive)
        self.count["tries"] += 1
        self.count["landed"] += len(found)
        self.count["lost"] += len(set(self.expected) - set(found))
        self.count["double"] += len(found) - len(set(found))
        self.count["crashed"] += sound.returncode != 0
        for path in archive.parent.glob(f"{archive.name}*"):
            path.unlink()

    def kill(self) -> str:
        struck = 0
        for part in range(-(-self.kills // ROUND)):
            archive = self.folder / f"kill-{part}.db"
            for _ in range(min(ROUND, self.kills - part * ROUND)):
                run = self.start(archive)
                time.sleep(self.moments.uniform(0, self.whole))
                struck += run.poll() is None
                run.send_signal(signal.SIGKILL)
                run.wait()
            self.add(archive)
            self.compare(archive)
        return f"{self.kills} kills, {struck} in the midst of an import of {self.whole:.2f} s"

    def writers(self) -> str:
        for part in range(5):
            archive = self.folder / f"writers-{part}.db"
            runs = [self.start(archive) for _ in range(4)]
            for run in runs[:2]:
                time.sleep(self.moments.uniform(0, self.whole))
                run.kill()
            codes = [run.wait() for run in runs]
            self.count["crashed"] += sum(c not in TOLD and c != -signal.SIGKILL for c in codes)
            self.add(archive)
            self.compare(archive)
        return "4 writers, 2 of them killed, 5 times"

    def full(self) -> str:
        told = 0
        size = self.calm.stat().st_size
        for part in range(6):
            with small_disk(self.folder / f"disk-{part}", int(size * self.moments.uniform(0.1, 0.9))) as disk:
                archive = disk / "a.db"
                done = self.add(archive)
                told += done.returncode != 0 and "disk is full" in done.stderr
                # There is room again: what landed is carried to another disk, and the import is finished there.
                roomy = self.folder / f"full-{part}.db"
                for path in disk.glob("a.db*"):
                    shutil.copy(path, roomy.with_name(path.name.replace("a.db", roomy.name)))
            self.add(roomy)
            self.compare(roomy)
        assert told == 6, f"{told} of 6 imports said that the disk is full"
        return "6 disks too small, each told so"

    def readonly(self) -> str:
        place = self.folder / "readonly"
        place.mkdir()
        archive = place / "a.db"
        shutil.copy(self.calm, archive)
        archive.chmod(0o444)
        place.chmod(0o555)
        for path in [self.folder, *self.folder.parents]:
            if path != path.parent and path.stat().st_uid == os.getuid():
                path.chmod(path.stat().st_mode | 0o055)
        # Root may write anywhere: it does this as nobody.
        nobody = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
        # A program in a folder of one's own is beyond nobody's reach.
        own, self.program = self.program, shutil.copy(self.program, self.folder / "mizan")
        adding = self.mizan("add", __file__, "--archive", archive, **nobody)
        reading = self.mizan("events", "--limit", "1", "--json", "--archive", archive, **nobody)
        self.program = own
        place.chmod(0o755)
        archive.chmod(0o644)
        assert adding.returncode and "cannot be written to" in adding.stderr, adding.stderr
        assert reading.returncode == 0 and json.loads(reading.stdout), reading.stderr
        self.compare(archive)
        return "reading works, adding says why not"

    def clock(self) -> str:
        if not shutil.which("faketime"):
            raise Unable("faketime is not installed")
        times = ["2026-03-01 10:00:00", "1970-01-01 00:00:10", "2100-01-01 00:00:00", "2026-02-01 10:00:00"]
        archive = self.folder / "clock.db"
        for moment in times:
            command = ["faketime", "-f", moment, self.program, "add", self.pages, "--archive", str(archive)]
            run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(self.whole * 0.4)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)
            run.wait()
        self.add(archive)
        self.compare(archive)
        return f"{len(times)} imports broken off, each in another century or month"

    def damage(self) -> str:
        back = self.folder / "back.db"
        assert self.mizan("backup", back, "--archive", self.calm).returncode == 0
        whole = back.read_bytes()
        seen = 0
        for part in range(60):
            archive = self.folder / f"damage-{part}.db"
            archive.write_bytes(self.damaged(bytearray(whole), part))
            asked = ["check", "doctor", "events", "stories", "claims"]
            said = [self.mizan(a, "--archive", archive) for a in asked]
            seen += any(s.returncode for s in said)
            self.mizan("add", __file__, "--archive", archive)
            assert self.mizan("restore", back, "--replace", "--archive", archive).returncode == 0
            self.compare(archive)
            for path in self.folder.glob(f"damage-{part}.db*"):
                path.unlink()
        return f"60 archives damaged, {seen} seen as such, all restored"

    def damaged(self, file: bytearray, part: int) -> bytes:
        at = self.moments.randrange(len(file))
        match part % 3:
            case 0:
                file[at] ^= 1 << self.moments.randrange(8)
            case 1:
                page = at // 4096 * 4096
                file[page : page + 4096] = self.moments.randbytes(len(file[page : page + 4096]))
            case _:
                del file[at:]
        return bytes(file)


@contextlib.contextmanager
def small_disk(place: pathlib.Path, size: int):
    """A disk of so many bytes, in memory."""
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], capture_output=True, text=True)
    if made.returncode:
        raise Unable(f"no small disk can be made here ({made.stderr.strip()})")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def main() -> None:
    faults = ["kill", "writers", "full", "readonly", "clock", "damage"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("pages")
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=", ".join(faults))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for fault in args.faults or faults:
            if fault not in faults:
                parser.error(f"no fault {fault}; there are {', '.join(faults)}")
            place = pathlib.Path(folder, fault)
            place.mkdir()
            rig = Rig(os.path.abspath(args.program), os.path.abspath(args.pages), args.kills, args.seed, place)
            try:
                words = getattr(rig, fault)()
            except Unable as why:
                print(f"{fault}: not done: {why}", flush=True)
                continue
            c = rig.count
            bad += c["lost"] + c["double"] + c["crashed"]
            print(
                f"{fault}: {words}; {c['tries']} archives, {c['landed']} events landed, {c['lost']} lost, "
                f"{c['double']} double, {c['crashed']} crashes",
                flush=True,
            )
    print(f"seed {args.seed}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
