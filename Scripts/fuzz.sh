#!/bin/sh
# Fuzzes what reads bytes of others: Scripts/fuzz.sh [SECONDS] [TARGET...]
#
# Each target gets so many seconds of a processor (600), however busy the machine is. It begins with its small corpus in
# Fuzz/Corpus, works in .build-fuzz/corpus, and ends with an error where something was found; what was found is then in
# .build-fuzz/found. Move it to Fuzz/Corpus/TARGET: tests replay it.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-600}
[ $# -gt 0 ] && shift
targets=${*:-yaml pathway expression guard json facts snapshot scenario protocol}
export STEPWELL_FUZZ=1
${SWIFT:-swift} build -c release --build-path .build-fuzz --product fuzz --sanitize address -Xswiftc -sanitize=fuzzer \
    -Xswiftc -parse-as-library
bin=$(${SWIFT:-swift} build -c release --build-path .build-fuzz --show-bin-path)
status=0
for target in $targets; do
    mkdir -p ".build-fuzz/corpus/$target" .build-fuzz/found
    echo "== $target"
    # Leaks are not looked for: the runtime keeps what it has cached until the end.
    FUZZ_TARGET=$target ASAN_OPTIONS=detect_leaks=0 "$bin/fuzz" -timeout=5 -rss_limit_mb=1024 -max_len=4096 \
        -artifact_prefix=".build-fuzz/found/$target-" -print_final_stats=1 -verbosity=1 \
        ".build-fuzz/corpus/$target" "Fuzz/Corpus/$target" >".build-fuzz/$target.log" 2>&1 &
    fuzzer=$!
    while used=$(ps -o cputimes= -p "$fuzzer"); do
        # It then ends by itself, with its figures.
        [ "$used" -lt "$seconds" ] || kill -USR1 "$fuzzer" || true
        sleep 1
    done
    wait "$fuzzer" || true
    grep -E "stat::(number_of|average|peak)|ERROR|SUMMARY|Test unit|Fatal|BINGO" ".build-fuzz/$target.log" || true
    ls .build-fuzz/found | grep -q "^$target-" && status=1
done
exit $status
