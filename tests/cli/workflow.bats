# The workflows that harness/gate/README.md has for pasting, step by step: what stands behind `run:`, in an empty folder, as
# a runner does it.

load common
load walk

setup() {
    case $ganloss in */release/*) ;; *) skip 'once, in the release build' ;; esac
    scratch=$(mktemp -d)
    cd "$scratch" || return
    mkdir work
    export GITHUB_PATH=$scratch/path GITHUB_ENV=$scratch/env GITHUB_STEP_SUMMARY=$scratch/summary
    export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a GIT_CONFIG_GLOBAL=/dev/null
}

# extract N: the commands of the N-th workflow, a file for each step, step1, step2, ..., and their names in the file names.
# What compares times has half a second, so that this test is short.
extract() {
    awk -v n="$1" '$0 == "```yaml" { here++; on = here == n; next } /^```$/ { on = 0 } on' "$root/harness/gate/README.md" >yaml
    sed 's/ganloss compare .*/& --time-budget 0.5/' yaml |
        awk '
        /^ *- / { name = "" }
        /^ *- name: / { name = $0; sub(/^ *- name: /, "", name) }
        /^ *run: / {
            file = "step" ++count; print name >"names"
            command = $0; sub(/^ *run: /, "", command)
            if (command != "|") { print command >file; close(file); next }
            depth = match($0, /[^ ]/); on = 1; next
        }
        on && match($0, /[^ ]/) > depth { print substr($0, depth + 2) >file; next }
        on { on = 0 }'
    [ "$(grep -c '^ *run:' yaml)" -eq "$(wc -l <names)" ] && [ -s "step$(wc -l <names)" ]
}

# step NAME: runs it as a runner does, with what the steps before have left in GITHUB_PATH and GITHUB_ENV.
step() {
    local i
    i=$(grep -nxF "$1" names | cut -d: -f1)
    [ -n "$i" ] || { echo "no step $1"; return 99; }
    : >"$GITHUB_STEP_SUMMARY"
    (
        while read -r line; do PATH=$line:$PATH; done <"$GITHUB_PATH"
        while read -r line; do export "${line?}"; done <"$GITHUB_ENV"
        cd work && bash -e "../step$i" </dev/null
    )
}

# committed FILE: the folder's repository has one more commit, with that as mine.c.
committed() {
    cp "$1" work/mine.c
    git -C work add mine.c && git -C work commit -qm mine
}

@test "a plugin: no worse than before, within its bounds, no slower; and a fault fails the step" {
    extract 1
    fenced c 1 | sed '/loss\[i\] =/d; /grad\[i\] =/d' | sed "/for (size_t i = 0/r /dev/fd/3" 3< <(fenced c 2) >mine.c
    sed 's/fmaxf(-x\[i\], 0) +/1e-7F + fmaxf(-x[i], 0) +/' mine.c >worse.c
    ! cmp -s mine.c worse.c
    : >path && : >env
    git init -q work
    echo '/ganloss' >work/.gitignore
    committed mine.c
    copy_tree && mv tree work/ganloss
    export BASE
    BASE=$(git -C work rev-parse HEAD)
    # the packages are there, or nothing of this would have been built
    grep -qx 'packages' names
    grep -qx 'make -C ganloss deps' step1
    step ganloss >log 2>&1 || { cat log; false; }
    [ -x work/tools/bin/ganloss ]
    step 'plugins, of this change and of what it is based on'
    step 'no worse than before, and within its bounds' >out
    grep -q 'against base.json: 0 better, 0 worse, 1 unchanged' out
    ! grep -q '^::' out || false
    grep -q '^### ganloss verify: passed$' summary
    step 'means over batches' >out
    status=0
    step 'no slower than before' >out || status=$?
    case $status in 0 | 2 | 75) ;; *) cat out && false ;; esac # by the clock: the machine may be loaded
    grep -q '^### ganloss compare: ' summary
    [ -s work/verify.xml ]
    [ -s work/verify.sarif ]
    [ -s work/batch.xml ]
    [ -s work/compare.xml ]

    committed worse.c
    git -C work worktree remove --force base
    step 'plugins, of this change and of what it is based on'
    status=0
    step 'no worse than before, and within its bounds' >out 2>err || status=$?
    [ "$status" -eq 1 ]
    grep -q '^::error title=nonsaturating.g/mine/f32 loss%3A bound::' out
    grep -q '^::error title=nonsaturating.g/mine/f32 loss%3A against::' out
    grep -q '^### ganloss verify: FAILED$' summary
}

@test "ganloss itself: the base that is built in the same job" {
    extract 2
    : >path && : >env
    mkdir -p work/base/build/release work/build/release
    ln -s "$ganloss" work/base/build/release/ganloss
    ln -s "$ganloss" work/build/release/ganloss
    [ "$(head -1 names)" = build ] # which is what `make` is for
    step 'no worse than before' | grep -q 'against base.json: 0 better, 0 worse'
    step 'not more instructions than before' >out
    grep -q 'against bench.json: 0 worse, 0 better' out
    grep -q '<testcase classname="nonsaturating.g/fused/f32" name="speed">' work/bench.xml
    status=0
    step 'no slower than before' >out || status=$?
    case $status in 0 | 2 | 75) ;; *) cat out && false ;; esac # by the clock
    [ -s work/compare.xml ]
}
