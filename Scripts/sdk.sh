#!/usr/bin/env bash
# Writes Sources/CShippedFiles/shipped_sdk.c: the sources of StepwellKit and of what it stands on, as bytes of the program.
# A test compares the list with what there is: run this after adding or renaming a file of these.
set -euo pipefail
cd "$(dirname "$0")/.."
out=Sources/CShippedFiles/shipped_sdk.c
files=$(LC_ALL=C find Sources/StepwellKit Sources/PathwayModel Sources/CEL Sources/CRE2 -type f ! -path '*.docc/*' | LC_ALL=C sort)
{
    echo '#include "shipped_files.h"'
    echo
    echo '// What plugins in Swift are built with, written by `Scripts/sdk.sh`.'
    echo '#pragma clang diagnostic ignored "-Wc23-extensions"'
    echo
    number=0
    for file in $files; do
        printf 'static const unsigned char file_%d[] = {\n#embed "../../%s"\n};\n' "$number" "$file"
        number=$((number + 1))
    done
    echo
    echo '#define FILE(path, bytes) {path, bytes, sizeof bytes}'
    echo 'static const shipped_file files[] = {'
    number=0
    for file in $files; do
        printf '    FILE("%s", file_%d),\n' "$file" "$number"
        number=$((number + 1))
    done
    echo '};'
    echo
    echo 'size_t shipped_sdk_file_count(void) { return sizeof files / sizeof files[0]; }'
    echo
    echo 'shipped_file shipped_sdk_file_at(size_t place) { return files[place]; }'
} > "$out"
