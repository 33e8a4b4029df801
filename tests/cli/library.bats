# The library as others find it: what it exports, and programs in C and C++ that use an installed copy.

load common

# They look at the files of the release build, and make copies of it.
setup() {
    case $ganloss in */release/*) ;; *) skip 'once, in the release build' ;; esac
    scratch=$(mktemp -d)
    cd "$scratch" || return
}

# What losses/ganloss.h declares: functions and tables. A plugin, not a library, defines ganloss_plugin and ganloss_plugin_library.
declared() {
    sed -n 's/^[a-z].*[ *]\(ganloss_[a-z0-9_]*\)[([].*/\1/p' "$root/losses/ganloss.h" | grep -v '^ganloss_plugin\(_library\)\?$\|^ganloss_f[0-9]*$' | sort
}

# needed FILE: the shared libraries that it asks for.
needed() {
    readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort | xargs
}

@test "the libraries export what their header declares, and no other name, and need no more than they say" {
    build=${ganloss%/ganloss}
    for name in ganloss ganloss_omp; do
        declared | if [ $name = ganloss ]; then grep -v '^ganloss_omp_'; else grep '^ganloss_omp_'; fi >declared
        [ "$(wc -l <declared)" -ge $([ $name = ganloss ] && echo 20 || echo 2) ]
        nm -D --defined-only "$build/lib$name.so" | awk '{ print $NF }' | sort >shared
        nm -g --defined-only "$build/lib$name.a" | awk 'NF == 3 { print $NF }' | sort >static
        diff declared shared
        diff declared static
    done
    [ "$(needed "$build/libganloss.so")" = 'libc.so.6 libm.so.6' ]
    [ "$(needed "$build/libganloss_omp.so" | sed 's/ libc.so.6\| libm.so.6//g; s/^libc.so.6 //')" = 'libganloss.so.0 libgomp.so.1' ]
}

# Hashes of mean and gradients of 50 batches, in place and unaligned, by one thread and by as many as there are to be.
# bats test_tags=slow
@test "what training calls gives the same bits on every instruction set and any number of threads" {
    build=${ganloss%/ganloss}
    cat >bits.c <<'EOF'
#include "losses/ganloss.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 1000000 };
static float x[MOST], grad[MOST + 8];

static unsigned long hash_of(unsigned long hash, const void *data, size_t bytes)
{
    const unsigned char *byte = data;
    while (bytes--)
        hash = (hash ^ *byte++) * 0x100000001b3;
    return hash;
}

int main(void)
{
    static const char *const terms[] = {"nonsaturating.g", "bce.d_fake", "minimax.g"};
    unsigned state = 1;
    for (int i = 0; i < MOST; i++) {
        state = state * 1664525U + 1013904223U;
        x[i] = ((float)(state >> 8) / 0x1p23F - 1) * (i % 64 ? 12.0F : 300.0F);
    }
    for (int k = 0; k < 50; k++) {
        size_t n = k < 20 ? k + 1 : (size_t)(20 * pow(1.45, k - 20));
        float *at = grad + k % 8, mean;
        unsigned long hash;
        if (n > MOST)
            n = MOST - k;
        for (int threads = 0; threads < 2; threads++) {
            memcpy(at, x, n * sizeof *x);
            mean = (threads ? ganloss_omp_loss_f32 : ganloss_loss_f32)(ganloss_loss_find(terms[k % 3]), n, at, NULL, k % 2 ? 1 : 3, at);
            hash = hash_of(hash_of(0xcbf29ce484222325, &mean, sizeof mean), at, n * sizeof *at);
            printf("%zu %lx\n", n, hash);
        }
    }
    return 0;
}
EOF
    cc -O1 -I"$root" bits.c -o bits -L"$build" -lganloss_omp -lganloss -lm
    export LD_LIBRARY_PATH=$build
    GANLOSS_ISA=any OMP_NUM_THREADS=1 ./bits >want
    [ "$(wc -l <want)" -eq 100 ]
    [ "$(cut -d' ' -f2 want | sort -u | wc -l)" -eq 50 ] # one hash for each, whatever does it
    for isa in any avx2 avx512; do
        for threads in 1 2 3 7; do
            GANLOSS_ISA=$isa OMP_NUM_THREADS=$threads ./bits >got
            diff want got || { echo "$isa, $threads threads"; return 1; }
        done
    done
}

@test "the example in C is built as it says, and learns" {
    copy_tree
    make -C tree install DESTDIR="$scratch/dest" PREFIX=/opt/gan LIBDIR=/opt/gan/lib >log
    export PKG_CONFIG_SYSROOT_DIR=$scratch/dest PKG_CONFIG_PATH=$scratch/dest/opt/gan/lib/pkgconfig
    command=$(sed -n 's/^ *\(cc train.c .*\) && .*/\1/p' "$root/losses/examples/train.c")
    [ -n "$command" ]
    cp "$root/losses/examples/train.c" .
    eval "$command -Wall -Wextra -Werror"
    LD_LIBRARY_PATH=$scratch/dest/opt/gan/lib ./a.out >out
    [ "$(head -1 out)" = 'step   0  loss 1.3863' ]
    [ "$(tail -1 out)" = 'step 200  loss 0.3981' ]
}

@test "one version: of the header, the library, its name and the program; git's description beside it" {
    build=${ganloss%/ganloss}
    cat >version.c <<'EOF'
#include "losses/ganloss.h"
#include <stdio.h>
int main(void)
{
    printf("%d.%d.%d\n", GANLOSS_VERSION_MAJOR, GANLOSS_VERSION_MINOR, GANLOSS_VERSION_PATCH);
    puts(ganloss_version());
}
EOF
    cc -I"$root" version.c -o version "$build/libganloss.so"
    LD_LIBRARY_PATH=$build ./version >says
    version=$(head -1 says)
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]
    [ "$(sed -n 2p says)" = "$version" ]
    [[ "$("$ganloss" --version)" =~ ^"ganloss $version ("[^\ ]+\)$ ]]
    [ "$("$ganloss" list --version)" = "$("$ganloss" --version)" ]
    readelf -d "$build/libganloss.so" | grep -qF "soname: [libganloss.so.${version%%.*}]"
    [ "$(readlink "$build/libganloss.so")" = "libganloss.so.$version" ]
    [ "$(readlink "$build/libganloss.so.${version%%.*}")" = "libganloss.so.$version" ]
    grep -q "^${version//./\\.} " <(sed -n '/^## Changes$/,$p' "$root/README.md")
}

@test "programs in C and C++ use an installed copy, shared and static, with names of their own" {
    copy_tree
    make -C tree install DESTDIR="$scratch/dest" PREFIX=/opt/gan LIBDIR=/opt/gan/lib64 >log
    export PKG_CONFIG_SYSROOT_DIR=$scratch/dest PKG_CONFIG_PATH=$scratch/dest/opt/gan/lib64/pkgconfig
    cat >gan.c <<'EOF'
#include <ganloss.h>
#include <stdio.h>

double losses = 1, terms = 2, isa_names = 4; /* names that the library has, for itself */

int main(void)
{
    const float logits[] = {-50, 17, 0};
    float grad[3];
    const struct ganloss_kernel *k = ganloss_find("nonsaturating.g", "stable", "f32");
    double mean = (double)ganloss_mean_f32(k->f32, GANLOSS_WIDE, 3, logits, NULL, grad);
    printf("%s %.4f %.4f %s %g\n", ganloss_version(), mean, (double)grad[0], ganloss_reduction_names[GANLOSS_WIDE],
           losses + terms + isa_names);
#ifdef THREADS
    return ganloss_omp_loss_f32(ganloss_loss_find("nonsaturating.g"), 3, logits, NULL, 1, grad) != (float)mean;
#endif
    return 0;
}
EOF
    version=$(pkg-config --modversion ganloss)
    for compiler in 'cc -std=c99' 'cc -std=c17' 'c++ -x c++ -std=c++11' 'c++ -x c++ -std=c++20'; do
        for kind in '' -static; do
            $compiler -Wall -Wextra -Wpedantic -Werror gan.c -x none $kind $(pkg-config ${kind:+-$kind} --cflags --libs ganloss) -o gan
            [ "$(LD_LIBRARY_PATH=$scratch/dest/opt/gan/lib64 ./gan)" = "$version 16.8977 -0.3333 wide 7" ]
            [ "$(readelf -d gan | grep -cF 'Shared library: [libganloss.so.0]')" -eq $([ "$kind" ] && echo 0 || echo 1) ]
            $compiler -DTHREADS gan.c -x none $kind $(pkg-config ${kind:+-$kind} --cflags --libs ganloss_omp) -o gan
            LD_LIBRARY_PATH=$scratch/dest/opt/gan/lib64 ./gan
        done
    done
    [ "$version" = "$("$ganloss" --version | cut -d' ' -f2)" ]
}

# Rows of a plugin as its author writes them, without a warning; a reader goes by the size that they say.
@test "a plugin is written in C and C++ from the one header, and its rows are read by their size" {
    cat >plugin.c <<'EOF'
#include "losses/ganloss.h"
#include <math.h>

static void ours_f32(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++)
        loss[i] = x[i], grad[i] = 1;
}

static void ours_f64(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)y;
    for (size_t i = 0; i < n; i++)
        loss[i] = x[i], grad[i] = 1;
}

static struct ganloss_kernel rows[2];

const struct ganloss_kernel *ganloss_plugin(uint32_t abi, size_t *count)
{
    int i;
    if (abi != GANLOSS_ABI)
        return NULL;
    for (i = 0; i < 2; i++) {
        rows[i].size = sizeof rows[i];
        rows[i].kind = "element";
        rows[i].term = "wasserstein.d_fake";
        rows[i].variant = "ours";
        rows[i].loss_ulp = 0;
        rows[i].grad_ulp = HUGE_VAL; /* none */
    }
    rows[0].format = "f32";
    rows[0].f32 = ours_f32;
    rows[1].format = "f64";
    rows[1].f64 = ours_f64;
    *count = 2;
    return rows;
}

const char *ganloss_plugin_library(void)
{
    return "Ours 1.0";
}
EOF
    cat >reader.c <<'EOF'
#include "losses/ganloss.h"
#include <stdio.h>

int main(void)
{
    const float x[] = {3, 4};
    float loss[2], grad[2];
    size_t count = 7;
    const struct ganloss_kernel *first, *second;
    if (ganloss_plugin(GANLOSS_ABI - 1, &count) || count != 7)
        return 1;
    first = ganloss_plugin(GANLOSS_ABI, &count);
    second = (const struct ganloss_kernel *)(const void *)((const char *)first + first->size);
    first->f32(2, x, NULL, loss, grad);
    printf("%s %d: %u %s/%s/%s %g %g, %s %d\n", ganloss_plugin_library(), GANLOSS_ABI, (unsigned)count, first->term, first->variant, first->format,
           (double)loss[1], (double)grad[1], second->format, second->first_class);
    return 0;
}
EOF
    for compiler in 'cc -std=c99' 'cc -std=c17' 'c++ -x c++ -std=c++11' 'c++ -x c++ -std=c++20'; do
        $compiler -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -I"$root" plugin.c reader.c -o reader
        [ "$(./reader)" = 'Ours 1.0 2: 2 wasserstein.d_fake/ours/f32 4 1, f64 0' ]
    done

    # a row as one expression
    cat >row.c <<'EOF'
#include "losses/ganloss.h"
static void ours(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    (void)n, (void)x, (void)y, (void)loss, (void)grad;
}
static const struct ganloss_kernel row = {
    .size = sizeof(struct ganloss_kernel), .kind = "element", .format = "f64", .term = "a.g", .variant = "ours",
    .f64 = ours, .loss_ulp = 1.5, .grad_ulp = 2.5, .first_class = 1};
int main(void)
{
    return row.f64 == ours && row.grad_ulp > row.loss_ulp ? 0 : 1;
}
EOF
    for compiler in 'cc -std=c99' 'cc -std=c17' 'c++ -x c++ -std=c++20'; do
        $compiler -Wall -Wextra -Wpedantic -Werror -I"$root" row.c -o row
        ./row
    done
}

# The names of the manual pages: the program's, and one for each command.
page_names() {
    { echo ganloss.1; "$ganloss" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/ganloss-\1.1/p'; } | LC_ALL=C sort
}

# bats test_tags=slow
@test "uninstall removes what install put there, and nothing of others" {
    copy_tree
    mkdir -p "dest/opt/a b/lib"
    echo >"dest/opt/a b/lib/libother.so.0"
    for prefix in /opt/gan '/opt/a b'; do
        make -C tree install DESTDIR="$scratch/dest" PREFIX="$prefix" >log
        [ "$(find "dest$prefix" -name '*ganloss*' ! -type d ! -path '*/man1/*' | wc -l)" -eq 21 ]
        [ "$(cd "dest$prefix/share/man/man1" && ls)" = "$(page_names)" ]
        [ -f "dest$prefix/libexec/ganloss/terms.json" ]
        [ -x "dest$prefix/bin/ganloss-numpy" ]
        [ -f "dest$prefix/share/ganloss/reports/page.html" ]
        diff -r "dest$prefix/share/ganloss/worst" "$root/tests/worst"
        diff -r "dest$prefix/share/ganloss/schemas" "$root/reports/schemas"
        make -C tree uninstall DESTDIR="$scratch/dest" PREFIX="$prefix" >log
    done
    [ "$(find dest ! -type d)" = "dest/opt/a b/lib/libother.so.0" ]
    [ -z "$(find dest -name ganloss)" ]

    make -C tree install DESTDIR="$scratch/dest" PREFIX=/opt/gan >log
    echo >dest/opt/gan/share/ganloss/reports/mine
    make -C tree uninstall DESTDIR="$scratch/dest" PREFIX=/opt/gan >log
    [ "$(find dest/opt/gan ! -type d)" = dest/opt/gan/share/ganloss/reports/mine ]
    make -C tree uninstall DESTDIR="$scratch/dest" PREFIX=/opt/gan LIBDIR=/nowhere >log
}

@test "an installed program finds its files where it was installed to, though it was built for elsewhere" {
    copy_tree
    make -C tree PREFIX=/elsewhere >log
    make -C tree install PREFIX="$scratch/there" >log
    ! grep -q 'CC\|LD' log || false
    ! grep -qF /elsewhere there/bin/ganloss || false
    ! grep -qF "$scratch/there" there/bin/ganloss || false
    # of the tree that it was built in, nothing but symlinks of its own knows a path
    ! grep -rqF -e "$root" -e "$scratch/tree" there || false
    cmp there/bin/ganloss tree/build/release/ganloss
    [ -z "$(find there -lname '/*')" ]
    # its own files, not those of the sources it was built from
    echo 'exit status 3' >tree/reports/draw.gp
    there/bin/ganloss verify minimax.g/stable/f32 --level quick --save v.json -q >out
    there/bin/ganloss report v.json --out first >out
    mv tree moved
    mv there other
    other/bin/ganloss report v.json --out second >out
    diff -r first second
    "$ganloss" report v.json --out built >out
    diff -r first built
    mv other there
    there/bin/ganloss verify minimax.g/stable/f32 --level quick --save v.json -q >out
    # the same inputs as the built one judges, which has its worst cases from the tree
    "$ganloss" verify minimax.g/stable/f32 --level quick --worst "$root/tests/worst" --save built.json -q >out
    [ "$(grep -o '"worst": [1-9][0-9]*' v.json)" = "$(grep -o '"worst": [1-9][0-9]*' built.json)" ]
    cmp <(sed -n '/"kernels"/,$p' v.json) <(sed -n '/"kernels"/,$p' built.json)
    there/bin/ganloss report v.json --out page >out
    [ -s page/index.html ]
    mv there/share away
    run there/bin/ganloss report v.json --out again
    [ "$status" -ne 0 ]
    [[ "$output" == *"$scratch/there/share/ganloss/reports"* ]]
}
