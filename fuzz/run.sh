#!/usr/bin/env bash
# Fuzzes each parser of foreign bytes for so many seconds: run.sh SECONDS [TARGET...].
# Out: executions and findings of each target; inputs that were found lie in artifacts/. Status 1 where there are any.
# Needs cargo-fuzz (cargo install cargo-fuzz --locked); stable Rust is enough, as no sanitizer is asked for.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:?seconds for each target}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(html text feed warc jsonl data archive api)
cargo fuzz build -s none
(cd .. && cargo run -q --release -p mizan-fuzz --example seeds)
built=target/x86_64-unknown-linux-gnu/release
found=0

# One target: what it finds is kept, and it goes on until its time is over.
fuzz() {
  local target=$1 log=artifacts/$1.log end=$((SECONDS + seconds)) runs=0 findings=0
  mkdir -p "artifacts/$target"
  while [ $((end - SECONDS)) -gt 1 ]; do
    if "$built/$target" -max_total_time=$((end - SECONDS)) -timeout=20 -rss_limit_mb=4096 -max_len=8192 \
      -print_final_stats=1 -artifact_prefix="artifacts/$target/" "corpus/$target" > "$log" 2>&1; then :; else
      findings=$((findings + 1))
      grep -a -m1 -A3 -E 'panicked|ERROR' "$log" || tail -n 5 "$log"
      # The same input again would stop the next run at once.
      [ $findings -lt 50 ] || break
    fi
    runs=$((runs + $(grep -a -oP 'stat::number_of_executed_units: *\K[0-9]+' "$log" || echo 0)))
  done
  echo "$target: $runs executions, $findings findings"
  found=$((found + findings))
}

for target in "${targets[@]}"; do fuzz "$target"; done
rm -rf /dev/shm/mizan-fuzz-*
exit $((found > 0))
