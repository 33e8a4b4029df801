# --format tsv, wherever a table is printed: a row of names, as many cells in every row, the figures of the document, and a
# verdict that says where there is none.

load common

# even FILE: as many cells in each row as names in the first, and some rows.
even() {
    awk -F'\t' 'NR == 1 { want = NF } NF != want { exit 1 } END { exit NR < 2 }' "$1" || { head -3 "$1"; return 1; }
}

# column NAME FILE: its cells.
column() {
    awk -F'\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; if (!at) exit 1; next } { print $at }' "$2"
}

@test "tables of verify, trace, batch, eval and list, and the figures of their documents" {
    "$ganloss" verify 'bce.target/naive/f32' minimax.g/clip1e7/f64 --fail-on vanished --format tsv >v.tsv 2>v.err && return 1
    "$ganloss" verify 'bce.target/naive/f32' minimax.g/clip1e7/f64 --fail-on vanished --format json >v.json 2>/dev/null && return 1
    grep -q '^FAIL ' v.err
    "$ganloss" trace "$root"/tests/data/minimax-{real,fake}.npy --loss minimax --compute f32 --format tsv >t.tsv
    "$ganloss" batch minimax.g/clip1e7/f32 --batch 4,5 --regime saturated --max-ulp 3 --format tsv >b.tsv 2>/dev/null && return 1
    "$ganloss" eval bce.target -50 3 --target 1 --format tsv >e.tsv
    for what in losses terms kernels regimes; do
        "$ganloss" list $what --format tsv >l.tsv
        even l.tsv
        [ "$(wc -l <l.tsv)" -eq "$("$ganloss" list $what | wc -l)" ]
    done
    for file in v t b e; do even $file.tsv; done
    [ "$(column id v.tsv | xargs)" = 'minimax.g/clip1e7/f64 bce.target/naive/f32' ] || [ "$(column id v.tsv | xargs)" = 'bce.target/naive/f32 minimax.g/clip1e7/f64' ]
    python3 - <<'END'
import csv, json
def rows(name): return list(csv.DictReader(open(name), delimiter="\t", quoting=csv.QUOTE_NONE))
for row, record in zip(rows("v.tsv"), json.load(open("v.json"))["kernels"]):
    assert row["id"] == record["id"] and row["verdict"] == ("pass" if record["pass"] else "FAIL")
    for output in "loss", "grad":
        of = record[output]
        assert float(row[output + "_max_ulp"]) == float(of["max_ulp"]) and row[output + "_at"] == of["at"]
        assert row[output + "_target"] == of.get("target", "")
        for name in "nan", "overflow", "bounded", "vanished", "sign", "zero-sign":
            assert int(row[output + "_" + name] or 0) == of["classes"].get(name, {"count": 0})["count"], name
assert any(row["verdict"] == "FAIL" for row in rows("v.tsv"))
naive = [row for row in rows("t.tsv") if row["id"] == "minimax.d_real/naive/f32"]
assert len(naive) == 1 and naive[0]["side"] == "real" and float(naive[0]["vanished"]) == 1 and 0 < int(naive[0]["first_step"]) < 200
assert {row["verdict"] for row in rows("b.tsv")} == {"FAIL"} and len(rows("b.tsv")) == 8
points = rows("e.tsv")
assert {row["x"] for row in points} == {"-0x1.9p+5", "0x1.8p+1"} and {row["target"] for row in points} == {"0x1p+0"}
assert any(row["loss_class"] or row["grad_class"] for row in points) and any(float(row["loss_ulp"] or 0) > 0 for row in points)
END
}

@test "what was not done has no verdict in a table either; and who has no table refuses" {
    cc -O2 -ffp-contract=off -shared -fPIC -I"$root" -o faulty.so "$root/tests/foreign/faulty.c" -lm
    status=0
    bash -c 'VICTIM=$$ FAULT=interrupt exec "$@"' - "$ganloss" verify nonsaturating.g/{mine,stable}/f32 --plugin ./faulty.so \
        --jobs 1 --format tsv >v.tsv 2>/dev/null || status=$?
    [ "$status" -eq 75 ]
    even v.tsv
    [ "$(column verdict v.tsv | sort -u)" = INCOMPLETE ]
    refuses 64 'format is one of text, json, not .tsv' "$ganloss" merge x.json --format tsv
}
