#!/usr/bin/env bash
# OCR without Spade, of the file and the pages that Spade gets: ocr.sh plain|ocrmypdf|turned ROW PDF PAGES TRUTH
# plain is what a short script does: each page drawn, then read by a process of its own, one per core at a time. The worker takes full-page
# images out of the PDF instead of drawing them, gives Tesseract TIFF, which it reads in less time than PGM, and keeps it open.
# turned is ocrmypdf with pages that may lie on any side.
set -euo pipefail
mode=$1 row=$2 pdf=$(realpath "$3") pages=$4 truth=$(realpath "$5")
cores=$(nproc)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

plain() {
  local each=$(((pages + cores - 1) / cores)) first last read
  for ((first = 1; first <= pages; first = last + 1)); do
    last=$((first + each - 1 < pages ? first + each - 1 : pages))
    echo "-f $first -l $last"
  done | OMP_THREAD_LIMIT=1 xargs -P "$cores" -L 1 pdftoppm -gray -cropbox -r 300 "$pdf" page &&
    printf '%s\n' page-*.pgm | OMP_THREAD_LIMIT=1 xargs -P "$cores" -I{} tesseract {} {} -l eng --dpi 300 txt tsv &&
    read=$(find . -name '*.txt' -size +0 | wc -l) &&
    ((read == pages)) || { echo "$read of $pages pages have a text"; return 1; }
}

ocrmypdf() { command ocrmypdf --jobs "$cores" --force-ocr --output-type pdf -l eng --pages "1-$pages" "$@" "$pdf" searchable.pdf; }

turned() { ocrmypdf --rotate-pages; }

# A time counts only when the pages were read: nine of ten words of each must be there. A page read upside down has next to none.
words() { tr -cs '[:alpha:]' '\n' | sort -u; }

check() {
  local page
  for ((page = 1; page <= pages; page++)); do
    awk -v page="$page" 'BEGIN { RS = "\f" } NR == page' "$truth" | words >expected
    pdftotext -f "$page" -l "$page" searchable.pdf - | words >found
    (($(comm -12 expected found | wc -l) * 10 >= $(wc -l <expected) * 9)) || { echo "page $page was not read" >&2; return 1; }
  done
}

TIMEFORMAT='%R %U %S' # wall, user and system, ended children included
{ time "$mode" >log 2>&1; } 2>times || { cat log >&2; exit 1; }
[[ $mode == plain ]] || check
awk -v row="$row" -v pages="$pages" '{
  printf "{\"row\": \"%s\", \"figures\": {\"wall_s\": %.3f, \"pages_per_s\": %.3f, \"cpu_s\": %.3f, \"own_cpu_us\": %.0f}}\n",
    row, $1, pages / $1, $2 + $3, ($2 + $3) / pages * 1e6
}' times
