#!/usr/bin/env bash
# Writes docs/reference/keys.md from what `stepwell schema` says. Usage: Scripts/keys.sh [STEPWELL]
set -euo pipefail
cd "$(dirname "$0")/.."
stepwell=${1:-.build/debug/stepwell}
file=docs/reference/keys.md
"$stepwell" schema > "$file.part"
mv "$file.part" "$file"
