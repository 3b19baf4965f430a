#!/usr/bin/env bash
# Installs the system packages that are missing: with `test` those that only tests need as well. Without root it prints
# the one line that does, and stops.
set -euo pipefail

# Libraries to build with, and the sandbox that plugins run in.
packages=(pkg-config libyaml-dev libsqlite3-dev libre2-dev libcurl4-openssl-dev bubblewrap)
# Servers and certificates that tests of channels and of stores talk to, the other languages that plugins are written in for tests and as
# examples, other dates for these, the solver that proofs are held to, and what draws pictures.
[ "${1:-}" = test ] && packages+=(python3 python3-aiosmtpd openssl nodejs gcc make libfaketime z3 graphviz postgresql)
# A browser to look at these with. Ubuntu has none as a package: tests leave it out there.
[ "${1:-}" = test ] && ! grep -qs '^ID=ubuntu' /etc/os-release && packages+=(chromium)

if ! command -v swift >/dev/null; then
    echo "Swift 6.2 or newer is needed: https://www.swift.org/install/" >&2
    exit 1
fi
# Elsewhere than on Debian and its kin the libraries are found by the compiler, or not.
command -v dpkg-query >/dev/null || exit 0

missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "System packages are missing. Install them with:" >&2
    echo "    sudo apt-get install -y ${missing[*]}" >&2
    exit 1
fi
echo "installing ${missing[*]}"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
