#!/usr/bin/env bash
# Writes docs/reference/diagnostics.md from what `stepwell explain` says. Usage: Scripts/diagnostics.sh [STEPWELL]
set -euo pipefail
cd "$(dirname "$0")/.."
stepwell=${1:-.build/debug/stepwell}
file=docs/reference/diagnostics.md
{
    cat <<'HEAD'
# Diagnostics

Everything that `stepwell check` can say about a pathway, an instrument or a test, by code. Errors begin with SW1 to
SW4, warnings with SW5, both about messages with SW6, advice with SW7. `stepwell explain SW201` prints the same page.

This page is written by `Scripts/diagnostics.sh` and a test compares it with the command: change the pages in
`Sources/PathwayCompiler/Diagnostics` and run the script.
HEAD
    "$stepwell" explain | while read -r code _; do
        echo
        "$stepwell" explain "$code" | sed '1s/^# /## /'
    done
} > "$file.part"
mv "$file.part" "$file"
