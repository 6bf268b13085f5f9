#!/usr/bin/env bash
# Builds a handbook with forty editions, and each of the forty by itself, and compares them.
#
#   benches/editions.sh [PAGES [EDITIONS]]   1000 and 40 unless given
#
# The repository is made as people make one: each edition is written, committed and released. What
# changes from one to the next is written in benches/generate/edition.rs. All builds go into new
# folders of a memory file system where there is one. Stages are measured in memory by
# benches/editions/stages.rs on one thread. Other work on the machine disturbs the times, so trust the
# ratios, and the seconds of CPU more than those on the wall.
set -euo pipefail
cd "$(dirname "$0")/.."

pages=${1:-1000}
editions=${2:-40}
runs=3
folder=${TMPDIR:-/tmp}
[ -w /dev/shm ] && folder=/dev/shm
here=$(mktemp -d "$folder/deskbook-editions-XXXXXX")
trap 'rm -rf "$here"' EXIT
day=2026-12-01

cargo build --release --quiet --bin deskbook --example generate-handbook --example edition-stages
bin="${CARGO_TARGET_DIR:-target}/release"
case $bin in /*) ;; *) bin="$PWD/$bin" ;; esac

# Writes the repository; each edition stands in a folder of its own as well, to be built by itself.
generate() {
    local project="$here/handbook"
    mkdir "$project"
    git -C "$project" init --quiet --initial-branch=main
    git -C "$project" config user.name Somebody
    git -C "$project" config user.email somebody@example.com
    git -C "$project" config gc.auto 0
    for number in $(seq "$editions"); do
        "$bin/examples/generate-handbook" "$pages" "$project" --edition "$number"
        "$bin/examples/generate-handbook" "$pages" "$here/alone-$number" --edition "$number"
        # What changes means nothing, so no note says it.
        printf '\n[rules]\nunnoted-change = "allow"\n' >>"$project/handbook.toml"
        git -C "$project" add --all
        git -C "$project" commit --quiet --message "Edition $number"
        local since
        since=$(date --utc --date "2023-01-01 +$number months" +%F)
        "$bin/deskbook" release "$number" --root "$project" --date "$since" --effective "$since" \
            --note "Edition $number." >"$here/log" 2>&1 || { cat "$here/log" >&2; exit 1; }
        git -C "$project" add --all
        git -C "$project" commit --quiet --message "Record edition $number"
    done
}

# Builds, and prints: seconds on the wall, seconds of CPU, peak memory in kB.
measure() {
    rm -rf "$here/out"
    python3 benches/measure.py "$bin/deskbook" build --quiet --date $day --out "$here/out" "$@"
}

# Prints the sums of two columns of builds, and the largest of the third.
sum() {
    awk '{ wall += $1; cpu += $2; if ($3 > peak) peak = $3 } END { printf "%.2f %.2f %d\n", wall, cpu, peak }'
}

median() {
    cut -d' ' -f"$2" "$here/took-$1" | sort -n | sed -n "$(((runs + 1) / 2))p"
}

row() {
    printf '%-26s  %7s  %7s  %8.0f\n' "$2" "$(median "$1" 1)" "$(median "$1" 2)" \
        "$(median "$1" 3 | awk '{ print $1 / 1024 }')"
}

ratio() {
    paste -d' ' <(for column in 1 2 3; do median "$1" $column; done) \
        <(for column in 1 2 3; do median "$2" $column; done) |
        awk -v what="$3" '{ times[NR] = $2 > 0 ? sprintf("%.2f", $1 / $2) : "-" }
            END { printf "%-26s  %7s  %7s  %8s\n", what, times[1], times[2], times[3] }'
}

nproc | sed 's/$/ processors/'
"$bin/deskbook" --version
generate
for _ in $(seq $runs); do
    measure --root "$here/handbook" --no-editions >>"$here/took-one"
    for number in $(seq "$editions"); do measure --root "$here/alone-$number"; done | sum >>"$here/took-apart"
    measure --root "$here/handbook" >>"$here/took-together"
done
printf '%-26s  %7s  %7s  %8s\n' "$pages pages" 'wall s' 'CPU s' 'peak MB'
row one 'one edition'
row apart "$editions builds of one"
row together "one build of $editions"
ratio together apart 'together / apart'
find "$here/out" -type f -printf '%s\n' |
    awk '{ sum += $1 } END { printf "%d files, %.0f MB are written together\n\n", NR, sum / 1e6 }'
RAYON_NUM_THREADS=1 "$bin/examples/edition-stages" "$here/handbook"
