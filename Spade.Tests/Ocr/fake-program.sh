#!/bin/sh
# Stands in for one of the worker's programs: records its arguments, then does what the script beside it says. In the place of a Tesseract
# that is kept open it does so for each page, whose image is its first argument then.
folder=${0%/*}

# row LEVEL CONFIDENCE TEXT: a row of the table of the page.
row() { printf '%s\t%s\t1\t1\t1\t1\t0\t0\t9\t9\t%s\t%s\n' "$1" "$number" "$2" "$3"; }

# page CONFIDENCE WORD...: writes what Tesseract writes for a page.
page() {
    confidence=$1
    shift
    row 1 -1 ""
    for word; do row 5 "$confidence" "$word"; done
}

case " $* " in
*" stream_filelist=true "*) ;;
*)
    output=$2
    echo "$$ $*" >> "$0.runs"
    . "$0.script"
    exit
    ;;
esac

number=0
echo "level	page_num"
while read -r image && read -r blank; do
    number=$((number + 1))
    set -- "$image" "$@"
    echo "$$ $*" >> "$0.runs"
    . "$0.script"
    shift
    number=$((number + 1))
    echo "Page $number : $blank" >&2
    row 1 -1 ""
done
