#!/bin/sh
# Manual pages and completion, made by the program itself of the tables that it parses with.
# Usage: sh pages.sh PROGRAM HEADER FOLDER: FOLDER/man1, man3, bash/ganloss and zsh/_ganloss. The pages' date is that of
# SOURCE_DATE_EPOCH or, without it, of the last commit.
set -eu
program=$1 header=$2 to=$3
if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
    date=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)
else
    date=$(git log -1 --format=%cs 2>/dev/null || echo unknown)
fi
version=$("$program" --version | sed 's/^ganloss \([^ ]*\).*/\1/')
rm -rf "$to"
mkdir -p "$to/man1" "$to/man3" "$to/bash" "$to/zsh"
"$program" help --man "$date" >"$to/man1/ganloss.1"
for command in $("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p'); do
    "$program" help "$command" --man "$date" >"$to/man1/ganloss-$command.1"
done
"$program" help --completion bash >"$to/bash/ganloss"
"$program" help --completion zsh >"$to/zsh/_ganloss"
{
    echo ".TH GANLOSS 3 \"$date\" \"ganloss $version\" \"libganloss\""
    cat <<'END'
.nh
.SH NAME
ganloss \- GAN loss functions with their gradients, and reductions of a batch
.SH SYNOPSIS
.B #include <ganloss.h>
.PP
.nf
cc program.c $(pkg\-config \-\-cflags \-\-libs ganloss)
cc program.c $(pkg\-config \-\-cflags \-\-libs ganloss_omp)
.fi
.SH DESCRIPTION
This is the header, which says of each function what it does, shapes and units.
.PP
.nf
END
    # What roff takes for its own or prints as something else; lines that are longer than a page is wide stay so.
    sed -e 's/\\/\\e/g' -e "s/'/\\\\(aq/g" -e 's/`/\\(ga/g' -e 's/\^/\\(ha/g' -e 's/~/\\(ti/g' -e 's/-/\\-/g' -e 's/^\./\\\&./' "$header"
    printf '.fi\n.SH SEE ALSO\n.BR ganloss (1)\n'
} >"$to/man3/ganloss.3"
