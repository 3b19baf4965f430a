#!/usr/bin/env bash
# Draws the shipped pathways into docs/pictures, which a test holds to them. It takes Graphviz. Usage: Scripts/pictures.sh [STEPWELL]
set -euo pipefail
cd "$(dirname "$0")/.."
stepwell=${1:-.build/debug/stepwell}
mkdir -p docs/pictures

# picture FILE PATHWAY [OPTIONS]
picture() {
    "$stepwell" draw "Pathways/$2.yaml" "${@:3}" --format svg > "docs/pictures/$1.svg.part"
    mv "docs/pictures/$1.svg.part" "docs/pictures/$1.svg"
}

picture iop_basic iop_basic
picture hospital_to_iop hospital_to_iop
picture adult_iop adult_iop --overview
for page in before_admission iop outpatient higher on_hold crisis_hold follow_up closed; do
    picture "adult_iop-$page" adult_iop --page "$page"
done
