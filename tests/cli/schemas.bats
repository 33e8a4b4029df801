# Every document that the program writes against its JSON Schema, by a validator of others; and documents that are changed.

load common

kernel=nonsaturating.g/stable/f32

# npy FILE DESCR HEX...: an array of 2 x 2, its elements as bytes in hexadecimal.
npy() {
    local header="{'descr': '$2', 'fortran_order': False, 'shape': (2, 2), }"
    { printf '\x93NUMPY\x01\x00\x76\x00%-117s\n' "$header"; printf '%b' "$3"; } >"$1"
}
le() { printf '\\x%s' "$@"; }

@test "the schemas that are kept are what the tables make" {
    "${ganloss%/ganloss}/schemas" made
    diff -r made "$root/reports/schemas" # make schemas
}

@test "a document of each command is valid, and no changed one is" {
    "$ganloss" verify bce.target/naive/f32 --save verify.json -q >/dev/null
    "$ganloss" verify nonsaturating.g/fused/f32 --modes --same-as $kernel --format json >same.json 2>/dev/null || [ $? -eq 1 ]
    "$ganloss" verify $kernel --level exhaustive --shard 1/9999 --save exhaustive.json -q >/dev/null
    "$ganloss" batch $kernel --batch 16 --regime early --save batch.json -q >/dev/null
    "$ganloss" bench $kernel --batch 16 --time-budget 9 --precision 50 --counters off --save bench.json -q >/dev/null || [ $? -eq 75 ]
    "$ganloss" compare $kernel nonsaturating.g/fused/f32 --batch 64 --time-budget 0.2 --save compare.json -q >/dev/null || [ $? -eq 75 ]
    npy real.npy '<f4' "$(le 00 00 80 3f 00 00 a0 c1 00 00 00 3f 00 00 40 40)"
    npy fake.npy '<f4' "$(le 00 00 80 bf 00 00 00 40 00 00 b4 42 00 00 b4 c2)"
    npy labels.npy '<i4' "$(le 00 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00)"
    "$ganloss" trace real.npy fake.npy --labels labels.npy --save trace.json -q >/dev/null
    "$ganloss" inputs $(dirname $(dirname $kernel))/f32 --out in -q >/dev/null
    "$ganloss" grade in/manifest.json --loss in/x --name mine --save grade.json -q >/dev/null 2>&1 || [ $? -eq 1 ]
    "$ganloss" eval bce.target 0.1 --target 0.3 --format json >eval.json
    "$ganloss" merge verify.json bench.json --save merged.json || [ $? -eq 75 ]
    for what in losses terms kernels regimes; do "$ganloss" list $what --format json >$what.json; done
    "$ganloss" doctor --format json >doctor.json
    "$ganloss" verify wasserstein.g/stable --level exhaustive --shard 1/9999 --rounds 1 --save x --resume y --estimate --format json >estimate.json
    "$ganloss" record h.db verify.json batch.json trace.json --format json >record.json
    "$ganloss" record h.db "$root/tests/data/history.json" --order 0 -q
    "$ganloss" history h.db --format json >history.json
    /usr/bin/python3 "$root/tests/tools/schemas.py" "$root/reports/schemas" ./*.json in/manifest.json "$root/reports/exact.json" >out ||
        { cat out; return 1; }
    [ "$(grep -c ' changes$' out)" -eq 20 ]
    # what runs were given, and who made them when, stands in them
    [ "$(grep -o '"\(real\|fake\|labels\)_hash": "[0-9a-f]\{32\}"' trace.json | cut -d'"' -f 4 | sort -u | wc -l)" -eq 3 ]
    # a merged document does not have what its runs had each in its own way
    ! grep -q '"selectors"' merged.json || false
    grep -A2 '"selectors": \[' verify.json | grep -q '"bce.target/naive/f32"'
}

@test "foreign kernels and their faults, too" {
    cat >own.c <<'EOF'
#include <ganloss.h>
static void own(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    static int calls;
    (void)y;
    for (size_t i = 0; i < n; i++) {
        loss[i] = x[i] + (float)calls;
        if (n == 1 || i + 1 < n)
            grad[i] = x[i];
    }
    calls++;
}
const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    static const struct ganloss_kernel row = {.size = sizeof row, .kind = "element", .format = "f32", .term = "nonsaturating.g",
        .variant = "own", .f32 = own, .loss_ulp = 2, .grad_ulp = 3};
    *count = 1;
    return abi == GANLOSS_ABI ? &row : 0;
}
EOF
    cc -O1 -shared -fPIC -I"$root/losses" own.c -o own.so
    "$ganloss" verify --plugin ./own.so --format json >verify.json 2>/dev/null || [ $? -eq 1 ]
    "$ganloss" bench --plugin ./own.so --batch 16 --time-budget 9 --precision 50 --save bench.json -q >/dev/null 2>&1 || true
    "$ganloss" eval nonsaturating.g 3 --plugin ./own.so --format json >eval.json 2>/dev/null || true
    "$ganloss" list kernels --plugin ./own.so --format json >list.json
    grep -q '"unwritten": {' verify.json
    grep -q '"state": {' bench.json
    /usr/bin/python3 "$root/tests/tools/schemas.py" "$root/reports/schemas" ./*.json >out || { cat out; return 1; }
}
