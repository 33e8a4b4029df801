# gappa.awk -- a function of losses/fused/f64_steps.h as definitions of a Gappa script: every operation rounded, and once more,
# with X before each name, without a rounding.
#
# awk -v called=NAME -f gappa.awk losses/fused/polynomials_f64.h losses/fused/f64_steps.h
#
# It takes nothing else than it knows: a line between the function's braces is a `const double NAME = EXPRESSION;`, or the last, a
# return. Constants come from the header, c[3] of an array as c_3.

/^static const double [a-z0-9_]*\[/ { array = $4; sub(/\[.*/, "", array); index_of = 0; next }
array != "" && /^ *-?0x[0-9a-fp.x+-]*,$/ { sub(/,/, ""); print array "_" index_of++ " = " $1 ";"; next }
/^};/ { array = "" }
/^static const double/ { scalars = 1 }
scalars {
    line = $0
    sub(/^static const double/, "", line)
    gsub(/[ ;]/, "", line)
    count = split(line, parts, ",")
    for (i = 1; i <= count; i++)
        if (parts[i] != "") { sub(/=/, " = ", parts[i]); print parts[i] ";" }
    if (/;$/) scalars = 0
    next
}

$0 ~ "^static inline .* " called "\\(" { inside = 1; found = 1; next }
inside && /^\{$/ { next }
inside && /^}$/ { inside = 0; next }
inside && /^    return / { next }
inside && /^    const double [^;]*$/ { begun = $0; next } # it goes on in the next line
inside && begun != "" { sub(/^ */, ""); $0 = begun " " $0; if (!/;$/) { begun = $0; next } begun = "" }
inside && /^    const double [a-z_A-Z0-9]* = *[^ ].*;$/ {
    line = $0
    sub(/^ *const double /, "", line)
    sub(/;$/, "", line)
    name = line
    sub(/ =.*/, "", name)
    sub(/^[^=]*= */, "", line)
    while (match(line, /\[[0-9]+\]/))
        line = substr(line, 1, RSTART - 1) "_" substr(line, RSTART + 1, RLENGTH - 2) substr(line, RSTART + RLENGTH)
    once = sub(/^rest_of\(/, "", line)
    if (once) {
        sub(/\)$/, "", line)
        split(line, parts, ", ")
        line = parts[1] " - " parts[2] " * " parts[3]
        print name " = rnd(" line ");"
    } else if (line ~ /^0x[0-9a-fp.x+-]*$/) print name " = " line ";"
    else print name " rnd= " line ";"
    exact = exact "X" name " = " exact_of(line) ";\n"
    known[name] = 1
    next
}
inside { print "gappa.awk: " called ": what is this? " $0 >"/dev/stderr"; failed = 1; exit }
END {
    if (!found) print "gappa.awk: there is no " called >"/dev/stderr"
    if (failed || !found) exit 1
    printf "%s", exact
}

# The expression with X before each name that the function has defined.
function exact_of(expression, result) {
    while (match(expression, /[A-Za-z_][A-Za-z_0-9]*|[0-9][0-9a-fpx.+]*/)) {
        word = substr(expression, RSTART, RLENGTH)
        result = result substr(expression, 1, RSTART - 1) (word in known ? "X" word : word)
        expression = substr(expression, RSTART + RLENGTH)
    }
    return result expression
}
