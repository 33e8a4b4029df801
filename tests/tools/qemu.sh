#!/bin/sh
# Short runs on processors that this machine is not, which qemu emulates: x86-64 without AVX and FMA, for which libm and the
# screens take other code, and aarch64, another build; then the kernels that declare bounds, whole level quick: they hold there.
# Usage: sh tests/tools/qemu.sh BUILD CROSS-BUILD
set -u
build=$1 cross=$2
for tool in qemu-x86_64 qemu-aarch64; do
    command -v "$tool" >/dev/null || { echo "$tool is missing; make deps-qemu installs it" >&2; exit 69; }
done
export OMP_WAIT_POLICY=passive
failed=0

# emulated NAME PROGRAM WORD...: the words emulate.
emulated() {
    echo "$1:"
    program=$2
    shift 2
    "$@" "$program" doctor 2>&1 | grep -q 'avx2 no, avx512 no' || { echo "qemu: doctor sees another processor"; failed=$((failed + 1)); }
    sh tests/tools/short_runs.sh "$program" . "$@" || failed=$((failed + 1))
    "$@" "$program" verify '*/stable/*' '*/fused/*' -q || failed=$((failed + 1))
}
[ "$(uname -m)" != x86_64 ] || emulated 'x86-64 without AVX' "$build/ganloss" qemu-x86_64 -cpu Nehalem
emulated aarch64 "$cross/ganloss" qemu-aarch64 -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH="$PWD/$cross/sysroot/usr/lib/aarch64-linux-gnu"
[ "$failed" -eq 0 ]
