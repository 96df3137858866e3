#!/usr/bin/env bash
# Makes a release: release/build.sh [FOLDER], which is target/release-files where none is named.
# Out: mizan-VERSION-x86_64-linux.tar.gz (one static program, manual pages, completions, licences, changelog), the list of
# what it is built from (SBOM, CycloneDX 1.5) and SHA-256 sums. Nothing in it tells where or by whom it was built.
# Needs Rust by rustup, musl-gcc (Debian: musl-tools) and cargo-cyclonedx (cargo install cargo-cyclonedx --locked).
set -euo pipefail
cd "$(dirname "$0")/.."
need() { command -v "$1" > /dev/null || { echo "release/build.sh needs $1: $2" >&2; exit 2; }; }
need musl-gcc "install musl-tools"
need cargo-cyclonedx "cargo install cargo-cyclonedx --locked"

target=x86_64-unknown-linux-musl
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)
to=${1:-target/release-files}
name=mizan-$version-x86_64-linux
rustup -q target add "$target"
RUSTFLAGS="--remap-path-prefix=$PWD=/mizan --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo" \
  cargo build --release --locked -p mizan --target "$target"
program=target/$target/release/mizan
if readelf -l "$program" | grep -q INTERP; then
  echo "the program is not static: it asks for a loader" >&2
  exit 1
fi

rm -rf "$to"
mkdir -p "$to/$name/man" "$to/$name/completions"
cp "$program" LICENSE-MIT LICENSE-APACHE NOTICE README.md CHANGELOG.md SECURITY.md "$to/$name/"
"$program" man > "$to/$name/man/mizan.1"
for command in $("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' | grep -v -x help); do
  "$program" man "$command" > "$to/$name/man/mizan-$command.1"
done
for shell in bash fish zsh; do
  "$program" complete "$shell" > "$to/$name/completions/mizan.$shell"
done
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) cargo cyclonedx -q --format json --spec-version 1.5 --manifest-path crates/mizan/Cargo.toml --target "$target" --override-filename "$name.sbom"
mv "crates/mizan/$name.sbom.json" "$to/$name.cdx.json"
find crates -name "$name.sbom.json" -delete
stamp=$(git log -1 --format=%ct)
tar -C "$to" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$stamp" -cf - "$name" | gzip -9n > "$to/$name.tar.gz"
rm -r "${to:?}/$name"
(cd "$to" && sha256sum -- *.tar.gz *.json > SHA256SUMS)
ls -l "$to"
