#!/usr/bin/env bash
# Writes the lists of what comes with the program, as bytes of it, to Sources/CShippedFiles: the pathways, and the sources
# that plugins in Swift are built with. Tests compare them with what there is: run this after adding or renaming a file.
set -euo pipefail
cd "$(dirname "$0")/.."

# list FILE WHAT FUNCTION PREFIX: the files on standard input, called without the prefix.
list() {
    local files number=0 file
    mapfile -t files < <(LC_ALL=C sort)
    {
        echo '#include "shipped_files.h"'
        echo
        echo "// $2, written by \`Scripts/shipped.sh\`: an array in Swift would take minutes to compile."
        echo '#pragma clang diagnostic ignored "-Wc23-extensions"'
        echo
        for file in "${files[@]}"; do
            printf 'static const unsigned char file_%d[] = {\n#embed "../../%s"\n};\n' "$number" "$file"
            number=$((number + 1))
        done
        echo
        echo '#define FILE(path, bytes) {path, bytes, sizeof bytes}'
        echo 'static const shipped_file files[] = {'
        number=0
        for file in "${files[@]}"; do
            printf '    FILE("%s", file_%d),\n' "${file#"$4"}" "$number"
            number=$((number + 1))
        done
        echo '};'
        echo
        echo "size_t $3_count(void) { return sizeof files / sizeof files[0]; }"
        echo
        echo "shipped_file $3_at(size_t place) { return files[place]; }"
    } > "Sources/CShippedFiles/$1"
}

find Pathways -type f -name '*.yaml' | list shipped_pathways.c 'The files of the folder `Pathways`' shipped_file Pathways/
find Sources/StepwellKit Sources/PathwayModel Sources/CEL Sources/CRE2 -type f ! -path '*.docc/*' |
    list shipped_sdk.c 'What plugins in Swift are built with' shipped_sdk_file ''
