# A kernel of this program beside SLEEF's and beside PyTorch's: one command, one screen.

load ../cli/common
load adapters

# screen A B SOURCE...: what is shown fits 80 columns and 48 lines, and has time, accuracy and bits of both.
screen() {
    "$ganloss" compare "$1" "$2" "${@:3}" --time-budget 0.5 >out 2>err
    [ ! -s err ] || { cat err; return 1; }
    [ "$(wc -L <out)" -le 80 ] && [ "$(wc -l <out)" -le 48 ] || { cat out; return 1; }
    unwrapped <out >whole
    grep -q "^A $1  B $2 *element, equilibrium, batch 4096, L" whole
    grep -Eq '^  (faster|slower|same|inconclusive) +B takes [-+].* %' whole
    grep -Eq 'A [0-9.]+, B [0-9.]+ ns per element' whole
    grep -Eq "^A $1: [0-9]+ inputs, sampled; bounds 1.6 and 2.45$" whole
    grep -Eq '^  loss  A  >= 1\.5[0-9]* ulp at ' whole
    [ "$(grep -Eoc '^  (loss|grad): differ on [0-9]+ of [0-9]+ inputs \(.*\), first at .*: A .*, B .* most by [0-9]+ ulp at .* in [0-9]+ binades: ' whole)" -eq 2 ]
    [ "$(grep -Eoc '^  (loss|grad): A in [0-9]+ binades, B in [0-9]+, as good in [0-9]+' whole)" -eq 2 ]
}

@test "beside SLEEF's: one command, one screen" {
    make -s -C "$root" build/release/peers/sleef.so >/dev/null
    screen nonsaturating.g/stable/f32 nonsaturating.g/sleef-u10/f32 --plugin "$root/build/release/peers/sleef.so"
    grep -q '^B nonsaturating.g/sleef-u10/f32 (SLEEF 3.*): [0-9]* inputs, sampled; bound none$' whole
    grep -q ' B  >= 1\.[45][0-9]* ulp at .*vanished >= [0-9]*, first at 0x1.9b' whole
}

@test "beside PyTorch's: one command, one screen" {
    screen nonsaturating.g/stable/f32 nonsaturating.g/torch.bce_with_logits/f32 --exec "$torch --formats f32"
    grep -q '^B nonsaturating.g/torch.bce_with_logits/f32 (PyTorch .*): [0-9]* inputs, sampled; bound none$' whole
    grep -q ' B  >= 8.389e+06 ulp at 0x1.*; nan >= .*; vanished >= [0-9]*, first at 0x1.0a2b24p+4' whole
}
