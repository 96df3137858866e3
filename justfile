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

# Fits tagger and parser on the treebank of our own and on UD Arabic-PUD; writes data/ar/syntax/weights.bin.
treebank shared="../shared":
    cargo run --release -p mizan-text --example treebank -- fit data/ar/syntax/weights.bin corpus/treebank/ar/train.conllu corpus/treebank/ar/short.conllu {{shared}}/treebank/ar_pud-dev.conllu

# Fits the confidence model on the development gold.
fit shared="../shared":
    cargo run --release -p mizan-code --example fit -- {{shared}}/gold/arabic_event_gsr data/ar/weigh.tsv

# Measures every stage beside its peers, in one run; peers in Python go into target/peers.
bench:
    test -d target/peers || (python3 -m venv target/peers && target/peers/bin/pip install --quiet trafilatura lxml_html_clean simplemma dateparser rensa)
    MIZAN_PYTHON={{justfile_directory()}}/target/peers/bin/python cargo bench -p mizan --bench stages

# Measures the archive: questions to a synthetic one, and how fast pages become stories.
bench-archive events="1000000" file="/tmp/mizan-synthetic.db":
    cargo run --release -p mizan-archive --example synth -- {{events}} {{file}}
