#!/usr/bin/env bash
# Runs three cases of the example pathway from referral to their end, through the real command, on a store in a
# temporary folder; then fills another clinic with invented patients, and shows its worklist.
set -euo pipefail

stepwell=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
# Shows a command and runs it.
run() {
    printf '$ stepwell %s\n' "$*"
    "$stepwell" "$@"
}
# Runs a command that is refused, and shows how.
refused() {
    printf '$ stepwell %s\n' "$*"
    if "$stepwell" "$@"; then
        echo "this should have been refused" >&2
        exit 1
    fi
}

say "A clinic begins, with a simulated clock"
run init --demo
"$stepwell" test | tail -n 2

say "Ana is referred, assessed and admitted"
run patient P-1 --set first_name=Ana
run enroll iop_basic --patient P-1 --with urgent=true --at 2026-01-05
run send P-1 contact --with result=reached --at 2026-01-06
run record P-1 phq9.total=18 gad7.total=12 --at 2026-01-08
run why P-1

say "Nobody overrides a missing suicide screen"
refused decide P-1 admit --reason "Waiting list is short"
run record P-1 cssrs.level=none --at 2026-01-09
run decide P-1 admit
run advance --all --at 2026-01-09
say "What Ana was told"
cat outbox/*

say "Three weeks of sessions"
for day in 12 14 16 19 21 23 26 28; do
    "$stepwell" attend P-1 attended --type group --at "2026-01-$day" >/dev/null
done
run record P-1 phq9.total=9 gad7.total=6 cssrs.level=none --at 2026-01-28
run why P-1
run decide P-1 step_down

say "Step-down, discharge, follow-up"
for day in 04 11 18 25; do
    "$stepwell" attend P-1 attended --type group --at "2026-02-$day" >/dev/null
done
run record P-1 phq9.total=4 cssrs.level=none --at 2026-02-26
run decide P-1 discharge
run send P-1 contact --with result=reached --at 2026-03-02
run show P-1

say "Ben's risk keeps him from being stepped down; Cleo is never reached"
"$stepwell" enroll iop_basic --patient P-2 --at 2026-01-05 2>/dev/null
"$stepwell" enroll iop_basic --patient P-3 --at 2026-01-05 2>/dev/null
run record P-2 phq9.total=15 cssrs.level=moderate --at 2026-01-07
refused decide P-2 admit --reason "He asks for it"
run worklist --at 2026-01-09

say "Time passes: what is due happens"
run advance --all --at 2026-01-12

say "Ana's whole course"
run history P-1
run list
run doctor

say "Another clinic, after months with sixty invented cases"
"$stepwell" init busy --demo >/dev/null
cd busy
for pathway in adult_iop hospital_to_iop; do "$stepwell" add pathway "$pathway" >/dev/null 2>&1; done
run demo-data --cases 60 --seed 7
run worklist --limit 12
