#!/bin/sh
# The long forms of what `swift test` does in short: Scripts/torture.sh [quick]
#
# About an hour on two cores; with `quick`, a tenth of it. Ends with an error where something was found, or where
# what must be found (with the guard taken away, with syncs that do nothing) was not.
set -eu
cd "$(dirname "$0")/.."
part=1
[ "${1:-}" = quick ] && part=10
${SWIFT:-swift} build -c release --product torture
torture=$(${SWIFT:-swift} build -c release --show-bin-path)/torture
# Stores in memory race harder, since nobody waits for a disk.
memory=/dev/shm/torture-$$
[ -d /dev/shm ] || memory=/tmp/torture-$$
echo "== killed at any moment"
"$torture" kills --kills $((2000 / part))
echo "== power loss"
"$torture" power --images $((1000 / part))
echo "== power loss on a disk that lies: it must be found"
if "$torture" power --images 100 --inputs 60 --without-syncs --folder "/tmp/torture-lies-$$"; then
    echo "NOT FOUND"
    exit 1
fi
rm -rf "/tmp/torture-lies-$$"
echo "== two processes at one case"
"$torture" races --rounds $((1000 / part))
echo "== writers and checkpointers, with the guard"
"$torture" checkpoints --seconds $((600 / part)) --folder "$memory"
echo "== writers and checkpointers, without it: SQLite before 3.51.3 must be found out"
if "$torture" checkpoints --seconds $((600 / part)) --without-guard --folder "$memory"; then
    echo "NOT FOUND (which chance may do; SQLite 3.51.3 and later have nothing to find)"
fi
rm -rf "$memory"
echo "== simulation"
"$torture" simulate --seeds $((10000 / part))
echo "== three stores alike"
"$torture" stores --seeds $((2000 / part))
echo "== what is proved, tried on the engine"
"$torture" proofs --steps $((200000 / part)) --random $((300 / part))
echo "== safeguards taken out of what is proved"
if [ $part = 1 ]; then "$torture" safeguards; else "$torture" safeguards --pathway iop_basic; fi
