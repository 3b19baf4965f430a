#!/usr/bin/env bash
# Builds the API pages of StepwellKit with DocC, what it exports of other modules among them; a broken link is an error.
# Usage: Scripts/docs.sh [FOLDER], after `swift build`. They are written to .build/docs unless a folder is given.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-.build/docs}
bin=$(swift build --show-bin-path)
graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT
target=$(swift -print-target-info | python3 -c 'import json, sys; print(json.load(sys.stdin)["target"]["unversionedTriple"])')
swift symbolgraph-extract -module-name StepwellKit -I "$bin/Modules" \
    -Xcc -fmodule-map-file="$bin/CRE2.build/module.modulemap" -target "$target" -output-dir "$graphs" \
    -minimum-access-level public -experimental-allowed-reexported-modules=CEL,PathwayModel
# Of the other modules a plugin sees the nouns that StepwellKit exports by name, and nothing else.
python3 - "$graphs" <<'PYTHON'
import json
import pathlib
import re
import sys

exported = set(re.findall(r"@_exported public import \w+ \w+\.(\w+)", pathlib.Path("Sources/StepwellKit/StepwellKit.swift").read_text()))
file = pathlib.Path(sys.argv[1]) / "StepwellKit.symbols.json"
graph = json.loads(file.read_text())


def is_shown(symbol):
    place = symbol.get("location", {}).get("uri", "")
    return symbol["pathComponents"][0] in exported or "/Sources/StepwellKit/" in place


kept = {s["identifier"]["precise"]: s for s in graph["symbols"] if is_shown(s)}
graph["symbols"] = list(kept.values())
graph["relationships"] = [r for r in graph["relationships"] if r["source"] in kept and r["target"] in kept]
file.write_text(json.dumps(graph))
PYTHON
docc=$(dirname "$(readlink -f "$(command -v swift)")")/docc
"$docc" convert Sources/StepwellKit/StepwellKit.docc --fallback-display-name StepwellKit \
    --fallback-bundle-identifier org.stepwell.StepwellKit --additional-symbol-graph-dir "$graphs" \
    --output-path "$out" --warnings-as-errors
echo "the API pages are in $out"
