# What CI runs, in order.
check:
    bash .ci/run

# Reads the specimens.
samples:
    cargo run --release -- read samples

# Scores the development gold against its floors.
gold shared="../shared":
    cat {{shared}}/gold/arabic_event_gsr/sentences.jsonl {{shared}}/gold/arabic_event_gsr/spans.jsonl | cargo run --release -q -- code --jsonl > target/gold.jsonl
    python3 {{shared}}/gold/score.py {{shared}}/gold/arabic_event_gsr target/gold.jsonl
    cargo run --release -q -- eval --gold corpus/gold/first --gold corpus/gold/second --gold {{shared}}/gold/arabic_event_gsr --floors corpus/floors.json

# Fits the confidence model on the development gold.
fit shared="../shared":
    cargo run --release -p mizan-code --example fit -- {{shared}}/gold/arabic_event_gsr data/ar/weigh.tsv

# Measures the reader: sentences and documents a second on one core, start-up.
bench:
    cargo bench -p mizan-code --bench reader
    cargo bench -p mizan-code --bench mentions

# Measures the archive: questions to a synthetic one, and how fast pages become stories.
bench-archive events="1000000" file="/tmp/mizan-synthetic.db":
    cargo run --release -p mizan-archive --example synth -- {{events}} {{file}}
    cargo run --release -p mizan-archive --example gather -- 20000
