# What merge joins, and what it refuses: parts that do not belong together would give a sum that nobody computed.

load common

verify() {
    "$ganloss" verify "$@" -q >/dev/null
}

@test "shards of runs whose keys differ are refused, and the difference is named" {
    verify 'minimax.g@D/*' --shard 1/2 --save 1.json
    verify 'minimax.g@D/*' --shard 2/2 --save 2.json
    "$ganloss" merge 1.json 2.json --save all.json
    other() { # other NAME PATTERN ARGUMENT...: the second shard, of another run
        verify "${@:3}" --save other.json
        refuses 65 "other.json: not a shard of the same run as the files before: $2" "$ganloss" merge 1.json other.json
    }
    other seed 'seed is 2, not 1' 'minimax.g@D/*' --shard 2/2 --seed 2
    other shards 'shards is 3, not 2' 'minimax.g@D/*' --shard 2/3
    other level 'level is "full", not "quick"' 'minimax.g@D/*' --shard 2/2 --level full
    other modes 'modes is true, not false' 'minimax.g@D/*' --shard 2/2 --modes
    other selection 'selection is "2 kernels .*", not "14 kernels ' 'minimax.g@D/stable/*' --shard 2/2
    for part in program kernel_code libm libm_code isa cpu worst; do
        sed "/\"key\"/,/}/s/\"$part\": \"/&x/" 2.json >other.json
        refuses 65 "the files before: $part is \"x.*\", not \"" "$ganloss" merge 1.json other.json
    done
}

@test "a shard that lacks its key, or a kernel, or whose number is wrong" {
    verify 'minimax.g@D/*' --shard 1/2 --save 1.json
    verify 'minimax.g@D/*' --shard 2/2 --save 2.json
    sed '/"key"/,/}/d' 2.json >no-key.json
    refuses 65 'no-key.json: a shard without a run key' "$ganloss" merge 1.json no-key.json
    verify 'minimax.g@D/stable/*' --shard 2/2 --save fewer.json
    sed -i "s/\"selection\".*/$(grep -m1 -o '"selection".*' 1.json)/" fewer.json
    refuses 65 'fewer.json: 2 kernels, 14 in the files before' "$ganloss" merge 1.json fewer.json
    sed 's|"minimax.g@D/naive/f32"|"minimax.g@D/gone/f32"|' 2.json >renamed.json
    refuses 65 'renamed.json: minimax.g@D/gone/f32 is not in the files before' "$ganloss" merge 1.json renamed.json
    sed 's|"minimax.g@D/naive/f32"|"minimax.g@D/gone/f32"|' 1.json >gone.json
    refuses 65 'renamed.json: there is no kernel minimax.g@D/gone/f32 here' "$ganloss" merge gone.json renamed.json
    sed 's/"shards": 2/"shards": 3/' 1.json >key.json
    refuses 65 'key.json: options.shard is of 2 shards, the run key of 3' "$ganloss" merge key.json
    sed '/"id"/d' 1.json >nameless.json
    refuses 65 'nameless.json: kernels\[0\].id is missing' "$ganloss" merge nameless.json 2.json
    refuses 65 'nameless.json: kernels\[0\].id is missing' "$ganloss" merge 2.json nameless.json
    refuses 65 'nameless.json: kernels\[0\].id is missing' "$ganloss" report nameless.json --out page
    refuses 65 'nameless.json: kernels\[0\].id is missing' "$ganloss" verify --against nameless.json
    refuses 65 'nameless.json: kernels\[0\].id is missing' "$ganloss" bench --accuracy nameless.json
    refuses 65 'nameless.json: kernels\[0\].id is missing' "$ganloss" bench --against nameless.json
}

@test "a document that is given twice" {
    verify 'wasserstein.g/*' --save v.json
    "$ganloss" batch 'wasserstein.g/*/f32' --regime early --batch 10 --save b.json -q >/dev/null
    refuses 65 'v.json: wasserstein.g/.*/f32 is in the files before; only shards of one run add up' "$ganloss" merge v.json v.json
    refuses 65 'b.json: batch\[0\] is in the files before' "$ganloss" merge b.json b.json
    verify 'wasserstein.g/*' --seed 2 --save other.json
    refuses 65 'other.json: wasserstein.g/.*/f32 is in the files before' "$ganloss" merge v.json other.json
}

@test "documents of different commands and selections combine; the key keeps what they agree on" {
    verify 'wasserstein.g/*' --save v.json
    verify 'wasserstein.d_real/*' --seed 2 --save w.json
    "$ganloss" batch 'wasserstein.g/*/f32' --regime early --batch 10 --save b.json -q >/dev/null
    "$ganloss" merge v.json w.json b.json --save all.json
    [ "$(grep -c '"id": "wasserstein.*/f..",' all.json)" -eq $(($(grep -c '"id": ' v.json) + $(grep -c '"id": ' w.json) + $(grep -c '"id": ' b.json))) ]
    sed -n '/"key"/,/}/p' all.json >key
    grep -q '"program"' key
    [ "$(grep -c '"seed"\|"selection"' key)" -eq 0 ]
    "$ganloss" report all.json --table table.md -q
}

@test "machines may differ, and are listed" {
    verify 'wasserstein.g/*' --shard 1/2 --save 1.json
    verify 'wasserstein.g/*' --shard 2/2 --save 2.json
    sed -i 's/"cpu": "\(.*\)",/"cpu": "another",/;t;' 2.json
    sed -i '/"key"/,/}/s/"cpu": "another"/'"$(sed -n '/"key"/,/}/s/ *\("cpu": ".*"\),/\1/p' 1.json)"'/' 2.json
    "$ganloss" merge 1.json 2.json --save all.json
    [ "$(sed -n '/"machines"/,$p' all.json | grep -c '"cpu"')" -eq 2 ]
    sed -n '/"machines"/,$p' all.json | grep -q '"cpu": "another"'
    [ "$("$ganloss" merge 1.json | grep -c '"machines"')" -eq 0 ]
}

@test "--against says when the code around the kernels was other code" {
    verify 'wasserstein.g/*' --save v.json
    [ "$("$ganloss" verify 'wasserstein.g/*' -q --against v.json | grep -c 'around the kernels')" -eq 0 ]
    sed '/"key"/,/}/s/"libm": "/&x/' v.json >other.json
    "$ganloss" verify 'wasserstein.g/*' -q --against other.json |
        grep -q '^other.json was not made with the same code around the kernels: libm is "x.*", not "'
    "$ganloss" verify 'wasserstein.g/*' --against other.json --format json | grep -q '"around": "libm is '
}

@test "the run key sees another choice of the machine, and is else the same whenever it is made" {
    key() { "$@" verify 'wasserstein.g/stable/f32' --worst "$root/tests/worst" --format json | sed -n '/"key"/,/}/p'; }
    key "$ganloss" >a
    key "$ganloss" >b
    cmp a b
    [ "$(uname -m)" = x86_64 ] && grep -q '"cpu": ".*fma' a || skip 'there is no other choice here'
    key env GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX2_Usable,-FMA_Usable "$ganloss" >c
    [ "$(diff a c | grep -c '^>')" -eq 1 ]
    diff a c | grep -q '^> .*"libm_code"'
    cp "$ganloss" ganloss
    printf x >>ganloss
    key ./ganloss >d
    [ "$(diff a d | grep '^>' | tr -d ' ' | cut -d: -f1)" = '>"program"' ]
}

@test "a run goes on from a checkpoint of the same build alone" {
    cp "$ganloss" ganloss
    printf x >>ganloss
    resume='verify wasserstein.g/stable/f32 --level exhaustive --shard 3000/9999 --resume checkpoint'
    "$ganloss" $resume >whole
    cp checkpoint before
    refuses 65 'checkpoint: not a checkpoint of this run: program is ".*", not "' ./ganloss $resume
    refuses 65 'checkpoint: not a checkpoint of this run: seed is 1, not 2' "$ganloss" $resume --seed 2
    refuses 65 'checkpoint: not a checkpoint of this run: positions is 0, not 2' "$ganloss" $resume --positions 2
    refuses 65 'checkpoint: not a checkpoint of this run: shard is 3000, not 3001' "$ganloss" $resume --shard 3001/9999
    cmp before checkpoint
    "$ganloss" $resume >again
    diff <(sed 's/ in [0-9.]* s:/:/' whole) <(sed 's/ in [0-9.]* s:/:/' again)
    printf 'ganloss-checkpoint/1 unsupported' >checkpoint
    refuses 65 'checkpoint: not a checkpoint of this run: it does not begin with ganloss-checkpoint/2' "$ganloss" $resume
    rm checkpoint
    mkdir checkpoint
    refuses 65 'checkpoint: not a checkpoint' "$ganloss" $resume
}

@test "by binade, too, shards add up: inputs, results not correctly rounded, failures" {
    verify minimax.d_fake/clip1e7/f32 --level exhaustive --shard 60/127 --save 1.json
    verify minimax.d_fake/clip1e7/f32 --level exhaustive --shard 61/127 --save 2.json
    "$ganloss" merge 1.json 2.json --save both.json || [ $? -eq 75 ]
    # a binade is a list: its first float, inputs, not_rounded, failures, and its largest error
    sums() {
        awk '/"binades": \[/ { on = 1; next } on && /^ *\[$/ { n = 0; next } on && /^ *\],?$/ { if (n == 0) on = 0; n = 0; next }
            on { n++; gsub(/[ ,]/, ""); if (n > 1 && n < 5) sum[n] += $1 } END { print sum[2], sum[3], sum[4] }' "$@"
    }
    [ "$(sums 1.json | wc -w)" -eq 3 ]
    read -r _ _ failures < <(sums 2.json)
    [ "$failures" -gt 0 ]
    [ "$(sums both.json)" = "$(sums 1.json 2.json)" ]
    [ "$(sums both.json)" != "$(sums 1.json)" ]
}

@test "what kernels do besides their results is kept, each once" {
    "$ganloss" batch 'wasserstein.g/stable/f32' --regime early --batch 10 --save 1.json -q >/dev/null
    "$ganloss" batch 'wasserstein.g/stable/f32' --regime early --batch 11 --save 2.json -q >/dev/null
    grep -q '"faults": \[\]' 1.json
    fault='{"id": "wasserstein.g/stable/f32", "faults": {"overrun": {"count": 1, "stage": "means", "block": 0, "n": 10, "index": 10}}}'
    sed -i "s|\"faults\": \[\]|\"faults\": [$fault]|" 1.json 2.json
    "$ganloss" merge 1.json 2.json --save both.json
    [ "$(grep -c '"overrun"' both.json)" -eq 1 ]
    sed -i 's|"faults": \[{"id": "[^"]*"|"faults": [{"id": 1|' 2.json
    refuses 65 '2.json: faults\[0\].id is' "$ganloss" merge 1.json 2.json
}
