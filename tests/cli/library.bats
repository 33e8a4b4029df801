# The library as others find it: what it exports, and programs in C and C++ that use an installed copy.

load common

# They look at the files of the release build, and make copies of it.
setup() {
    case $ganloss in */release/*) ;; *) skip 'once, in the release build' ;; esac
    scratch=$(mktemp -d)
    cd "$scratch" || return
}

# What losses/ganloss.h declares: functions and tables. A plugin, not the library, defines ganloss_plugin and ganloss_plugin_library.
declared() {
    sed -n 's/^[a-z].*[ *]\(ganloss_[a-z0-9_]*\)[([].*/\1/p' "$root/losses/ganloss.h" | grep -v '^ganloss_plugin\(_library\)\?$\|^ganloss_f[0-9]*$' | sort
}

@test "the library exports what its header declares, and no other name" {
    build=${ganloss%/ganloss}
    declared >declared
    [ "$(wc -l <declared)" -ge 11 ]
    nm -D --defined-only "$build/libganloss.so" | awk '{ print $NF }' | sort >shared
    nm -g --defined-only "$build/libganloss.a" | awk 'NF == 3 { print $NF }' | sort >static
    diff declared shared
    diff declared static
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
    return 0;
}
EOF
    version=$(pkg-config --modversion ganloss)
    for compiler in 'cc -std=c99' 'cc -std=c17' 'c++ -x c++ -std=c++11' 'c++ -x c++ -std=c++20'; do
        for kind in '' -static; do
            $compiler -Wall -Wextra -Wpedantic -Werror gan.c -x none $kind $(pkg-config ${kind:+-$kind} --cflags --libs ganloss) -o gan
            [ "$(LD_LIBRARY_PATH=$scratch/dest/opt/gan/lib64 ./gan)" = "$version 16.8977 -0.3333 wide 7" ]
            [ "$(readelf -d gan | grep -cF 'Shared library: [libganloss.so.0]')" -eq $([ "$kind" ] && echo 0 || echo 1) ]
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

@test "uninstall removes what install put there, and nothing of others" {
    copy_tree
    mkdir -p "dest/opt/a b/lib"
    echo >"dest/opt/a b/lib/libother.so.0"
    for prefix in /opt/gan '/opt/a b'; do
        make -C tree install DESTDIR="$scratch/dest" PREFIX="$prefix" >log
        [ "$(find "dest$prefix" -name '*ganloss*' ! -type d | wc -l)" -eq 13 ]
        [ -f "dest$prefix/libexec/ganloss/terms.json" ] && [ -x "dest$prefix/bin/ganloss-numpy" ]
        [ -f "dest$prefix/share/ganloss/reports/page.html" ]
        diff -r "dest$prefix/share/ganloss/worst" "$root/tests/worst"
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
    # its own files, not those of the sources it was built from
    echo 'exit status 3' >tree/reports/draw.gp
    there/bin/ganloss verify minimax.g/stable/f32 --level quick --save v.json -q >out
    there/bin/ganloss report v.json --out first >out
    mv tree moved
    mv there other
    other/bin/ganloss report v.json --out second >out
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
