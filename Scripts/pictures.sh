#!/usr/bin/env bash
# Draws the shipped pathways into docs/pictures, which a test holds to them. It takes Graphviz. Usage: Scripts/pictures.sh [STEPWELL]
set -euo pipefail
cd "$(dirname "$0")/.."
stepwell=${1:-.build/debug/stepwell}
mkdir -p docs/pictures
for name in iop_basic hospital_to_iop adult_iop; do
    "$stepwell" draw "Pathways/$name.yaml" --format svg > "docs/pictures/$name.svg.part"
    mv "docs/pictures/$name.svg.part" "docs/pictures/$name.svg"
done
