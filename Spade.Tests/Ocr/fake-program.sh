#!/bin/sh
# Stands in for one of the worker's programs: records its arguments, then does what the script beside it says.
folder=${0%/*}
output=$2

# page CONFIDENCE WORD...: writes what Tesseract writes for a page.
page() {
    confidence=$1
    shift
    printf '%s\n' "$*" > "$output.txt"
    printf '1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n' > "$output.tsv"
    for word; do printf '5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t%s\t%s\n' "$confidence" "$word" >> "$output.tsv"; done
}

echo "$$ $*" >> "$0.runs"
. "$0.script"
