# Kernels of kind "mean" (tests/foreign/means.c): judged by `batch`, and by nothing else.

load common

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    local flags=(-std=c17 -O2 -I"$root" -fPIC -shared "$root/tests/foreign/means.c" -lm)
    ${CC:-cc} -o means.so "${flags[@]}"
    ${CC:-cc} -DWITHOUT_ELEMENTS -o alone.so "${flags[@]}"
}

setup() {
    scratch=$(mktemp -d)
    cd "$scratch" || return
    cp "$BATS_FILE_TMPDIR"/{means.so,alone.so} .
}

# batch ARGUMENT...: into out and err; the status is not looked at.
batch() {
    got=0
    "$ganloss" batch --plugin ./means.so "$@" >out 2>err || got=$?
}

# row VARIANT REGIME: its line of the table of means.
row() {
    awk -v id="/$1/f32" -v regime="$2" 'index($1, id) && $2 == regime' out
}

# fails_by VARIANT PATTERN: it has a line that says so.
fails_by() {
    grep "^FAIL [a-z._]*/$1/f32" err | grep -q -- "$2" || { echo "$1: no '$2' in"; grep "/$1/" err; return 1; }
}

@test "means of a plugin: each kernel has its verdict" {
    local name
    batch --batch 1,100,700 --regime equilibrium,saturated,cancelling --jobs 2 --save all.json
    [ "$got" -eq 1 ]
    for name in good good-unbound by-place scores-unbound elements; do
        ! grep -q "^FAIL [a-z._]*/$name/" err || { grep "/$name/" err; return 1; }
    done
    [ "$(grep -c '/good/f32 .*FAIL$' out)" -eq 0 ]
    [ "$(grep -c '/good/f32 ' out)" -eq 3 ]
    fails_by tight 'equilibrium, n = 1: the mean is outside the bound of its loss; got .* 0\.54.* ulp off'
    fails_by tight-grad 'equilibrium, n = 100: a gradient is outside its bound'
    ! grep '/tight-grad/' err | grep -q 'the mean is outside'
    fails_by overflows 'saturated, n = 1: the mean or a gradient is in a class that fails it: vanished; got 0x0p+0, vanished'
    fails_by sum 'n = 700: the mean is outside'
    ! grep '/sum/' err | grep -q 'n = 1:'
    fails_by unscaled 'n = 700: a gradient is outside'
    fails_by one-gradient 'n = 700: .*ulp at element 693'
    ! grep '/one-gradient/' err | grep -q 'n = 100:'
    fails_by negated 'class that fails it: sign'
    fails_by zero-gradient 'a gradient is outside its bound; .*, 1 in classes'
    fails_by losses 'overrun: wrote beside its arrays.* at element [1-9][0-9][0-9], in a call of 100 elements'
    fails_by no-mean 'unwritten: left results unwritten'
    fails_by last-left 'unwritten: .*at element \(99\|699\)'
    fails_by remembers 'state: results depend on what was called before'
    fails_by crashes 'crash: .*in a call of 100 elements'
    fails_by by-place-first 'a zero of the wrong sign, or bits that depend on their place'
    grep -q '^nonsaturating.g/by-place/f32 position: ' out
    # In this regime it runs into the page behind its one element, element 16 beyond it.
    "$ganloss" batch --plugin ./means.so --regime early --batch 100 nonsaturating.g/losses/f32 2>&1 | grep -q 'overrun: .* at element 115, in a call of 100'
    # What does more than return results has no rows; the others have three in each regime.
    for name in losses no-mean last-left remembers crashes; do
        [ -z "$(row $name saturated)" ] || { row $name saturated; return 1; }
    done
    [ "$(sed -n '/"given_means"/,/^  \]/p;/"given_means"/,/^ \]/p' all.json | grep -c '/good/f32"')" -ge 9 ]
    "$ganloss" merge all.json --format json >merged.json
    [ "$(grep -c '"kind": "mean"' merged.json)" -eq "$(grep -c '"kind": "mean"' all.json)" ]
    sed -i '/"given_means"/,$s/"pass": true/"pass": 1/' all.json
    refuses 65 'given_means\[0\].pass' "$ganloss" merge all.json
}

@test "means of a program, through its descriptors" {
    got=0
    "$ganloss" batch --exec "python3 $root/tests/foreign/means.py" --batch 1,3,100 --regime early -v --jobs 1 --save p.json >out 2>err || got=$?
    [ "$got" -eq 1 ]
    [ "$(grep -c '/piped/f32 ' out)" -eq 3 ] && ! grep -q '/piped/.*FAIL' out && ! grep -q '/piped/' err || { cat out err; return 1; }
    fails_by raises 'raised: raised an error, 1 calls; first at element 0, .* in a call of 3 elements'
    # An error is that batch's: the others stand, and this one has no row.
    [ "$(grep -c '/raises/f32 ' out)" -eq 2 ]
    ! grep -q '/raises/f32 *early *3 ' out || false
    fails_by too-much 'protocol: answered what is no answer'
    [ "$(grep -c '/too-much/f32 ' out)" -eq 0 ]
    grep -q '^9 batch means: 5 within their bounds, 4 failures' out
}

# What was measured before it showed is not believed either; what it did not answer is not taken for a result.
@test "a kernel of elements that ends in the second of two regimes" {
    batch nonsaturating.g/ends-late/f32 --regime early,saturated --batch 100 --reduction wide --jobs 1
    [ "$got" -eq 1 ]
    grep -qx '2 batch means: 0 within their bounds, 2 failures (sampled, seed 1)' out
    ! grep -q 'position\|early' out || { cat out; return 1; }
}

@test "what has no gradients is not said to have some that depend on their place" {
    ${CC:-cc} -O2 -o alone "$root/tests/foreign/loss_only.c" -lm
    "$ganloss" batch --exec ./alone --regime early --batch 100,700 --jobs 1 >out
    ! grep -q position out || { cat out; return 1; }
}

# In float a sum that cancels is off by many ulps of what is left, which no bound can mean; that of magnitudes is held.
@test "means that cancel are held to ulps of the mean of magnitudes" {
    batch --batch 700 --regime cancelling,saturated wasserstein.d_fake/scores/f32 wasserstein.d_fake/scores-unbound/f32
    [ "$got" -eq 0 ]
    [ "$(row scores cancelling | awk '{ print ($4 > 1e5) }')" -eq 1 ]
    batch --batch 700 --regime cancelling wasserstein.d_fake/scores-unbound/f32 --max-ulp 0.001
    [ "$got" -eq 1 ]
    grep -q 'rerun: .* --max-ulp 0.001 --plugin=' err
}

@test "means: what fails them is a finding for CI" {
    batch --regime early --batch 1,100 nonsaturating.g/{negated,sum,good}/f32 --github --junit j.xml
    [ "$got" -eq 1 ]
    grep -q '^::error title=nonsaturating.g/negated/f32 loss%3A sign::early, n = 1' out || { cat out; return 1; }
    grep -q '^::error title=nonsaturating.g/sum/f32 loss%3A bound::early, n = 100' out
    ! grep -q '::error.*good' out || false
    [ "$(grep -c '<testcase [^>]*nonsaturating.g/good/f32' j.xml)" -ge 2 ] || { cat j.xml; return 1; }
    [ "$(grep -c '<failure' j.xml)" -ge 2 ]
}

@test "means: on the page, and where terms go to infinity and beyond" {
    batch --regime early --batch 1,100 nonsaturating.g/negated/f32 nonsaturating.g/good/f32 --save m.json
    "$ganloss" report m.json --out page -q
    grep -q '>nonsaturating.g/negated (means.so)/f32</th><td>early</td>.*<td class="n">sign</td>.*<td>FAIL</td>' page/index.html
    grep -q '>nonsaturating.g/good (means.so)/f32</th><td>early</td>.*<td class="n">0.398</td><td class="n">0.0658</td><td></td>' page/index.html
    batch -v --regime special --batch 17,4096 nonsaturating.g/good/f32 wasserstein.d_fake/scores-unbound/f32
    [ "$got" -eq 0 ] || { cat out err; return 1; }
    row good special | grep -q 'right'
}

@test "the printed line shows a mean's failure again" {
    local line
    batch --batch 1,100 --regime saturated nonsaturating.g/negated/f32 nonsaturating.g/remembers/f32 --timeout 20
    for name in negated remembers; do
        line=$(grep "/$name/" err | head -n 1 | sed 's/.*rerun: ganloss //')
        got=0
        eval "\"\$ganloss\" $line --regime saturated --batch 1,100" >again.out 2>again.err || got=$?
        [ "$got" -eq 1 ]
        [ "$(grep -c "rerun: ganloss $line" again.err)" -ge 1 ] || { cat again.err; return 1; }
        grep -q "^FAIL nonsaturating.g/$name/f32" again.err
    done
}

@test "means: whoever cannot call them says so in one line" {
    refuses 66 'there are no others than 19 kernels of kind mean, which ganloss batch judges and nothing else does' "$ganloss" verify --plugin ./alone.so
    refuses 66 'no others than 1 kernel of kind mean' "$ganloss" verify --plugin ./means.so nonsaturating.g/good/f32
    refuses 66 'nonsaturating.g/good/f32 is of kind mean' "$ganloss" compare nonsaturating.g/good/f32 nonsaturating.g/stable/f32 --plugin ./means.so
    refuses 66 'nonsaturating.g/good/f32 is of kind mean' "$ganloss" verify nonsaturating.g/elements/f32 --same-as nonsaturating.g/good/f32 --plugin ./means.so
    refuses 64 'kernels of kind mean take at most 2097152 elements' "$ganloss" batch --plugin ./means.so --batch 2^22
    "$ganloss" verify --plugin ./means.so -q 2>err >out || [ $? -eq 1 ]
    [ "$(head -n 1 err)" = 'ganloss: left out: 19 kernels of kind mean, which ganloss batch judges and nothing else does' ]
    "$ganloss" eval nonsaturating.g 1 --plugin ./means.so >out 2>err
    grep -q 'left out: 19' err
    grep -q 'elements/f32' out
    ! grep -q 'good/f32' out || false
    "$ganloss" list kernels --plugin ./means.so >out
    grep -q '^nonsaturating.g/good/f32  *any  *2 and 3 ulp  .*mean  *means.so' out
    grep -q '^nonsaturating.g/elements/f32 .*element  *means.so' out
}
