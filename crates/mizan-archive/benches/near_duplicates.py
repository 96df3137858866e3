"""rensa (MinHash with LSH) on the texts that `--example gather` wrote: pages a second, near-duplicates only.

    pip install rensa
    python crates/mizan-archive/benches/near_duplicates.py /tmp/texts.jsonl
"""
import json
import sys
import time

from rensa import RMinHash, RMinHashLSH

texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
start = time.perf_counter()
index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
found = 0
for n, text in enumerate(texts):
    words = text.split()
    runs = [" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))]
    sketch = RMinHash(num_perm=128, seed=42)
    sketch.update(runs)
    found += len(index.query(sketch))
    index.insert(n, sketch)
seconds = time.perf_counter() - start
print(f"rensa {len(texts) / seconds:,.0f} pages/s ({found} candidates)")
