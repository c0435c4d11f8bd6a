#!/usr/bin/env bash
# Everything that CI does, for anyone: on Debian 12 with Rust (rustup) and a C compiler, run
#
#     packaging/check.sh
#
# It installs the Debian packages that are missing (as root, or with sudo), checks and tests the whole project, and
# proves the programs in a real window, and the server alone, against the official SDKs. It may be run again at any
# time. It says how long each step took; it ends with a status other than 0 if any step failed. Pictures of the windows
# are kept in target/acceptance.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
exec </dev/null
export LC_ALL=C.UTF-8 CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}

# What the window opens at run time (it links none of it), the fonts of the system, and the tools of the tests.
packages=(
    libegl1 libgl1 libgl1-mesa-dri libvulkan1 mesa-vulkan-drivers
    libx11-6 libx11-xcb1 libxcb1 libxcursor1 libxi6 libxrender1 libxkbcommon0 libxkbcommon-x11-0 libfontconfig1
    fonts-noto-cjk fonts-noto-color-emoji
    xvfb openbox dbus at-spi2-core gir1.2-atspi-2.0 python3 python3-gi python3-venv xdotool xclip x11-utils imagemagick
    ca-certificates procps
)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

# No crate of a window may be in the tree of the server or of the client library.
window_crates='eframe|egui[a-z_-]*|epaint|emath|winit|wgpu[a-z_-]*|glow|glutin|accesskit[a-z_-]*|arboard|rfd|notify-rust|image|softbuffer'

target=${CARGO_TARGET_DIR:-target}
summary=()
failures=0

step() {
    local title=$1 start=$SECONDS status=0
    shift
    printf '\n=== %s\n' "$title"
    "$@" || status=$?
    local took=$((SECONDS - start)) outcome=ok
    if ((status != 0)); then
        outcome=FAILED
        failures=$((failures + 1))
    fi
    summary+=("$(printf '%-6s %3d min %02d s  %s' "$outcome" $((took / 60)) $((took % 60)) "$title")")
    printf '=== %s: %s, %d s\n' "$title" "$outcome" "$took"
    return "$status"
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

install_packages() {
    local missing=() package
    for package in "${packages[@]}"; do
        [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        echo "nothing is missing"
        return
    fi
    echo "installing ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 -qq)
    as_root "${apt[@]}" update || return 1
    if ! as_root "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; then
        tail -n 40 "$log"
        return 1
    fi
}

no_window_in() {
    local feature=$1 tree found
    tree=$(cargo tree --locked --no-default-features --features "$feature" --edges normal,build --prefix none \
        --format '{p}') || return 1
    found=$(awk '{print $1}' <<<"$tree" | sort -u | grep -xE "$window_crates")
    if [[ -n $found ]]; then
        echo "the feature $feature brings crates of a window: ${found//$'\n'/ }"
        return 1
    fi
    echo "$(awk '{print $1}' <<<"$tree" | sort -u | wc -l) crates with the feature $feature, none of a window"
}

# Debian's own Python, because only that one has the bindings of the accessibility bus.
accept() {
    /usr/bin/python3 tests/acceptance/run.py --bin-dir "$target/debug" --shots "$target/acceptance"
}

# The same Python, so that the official Python SDK is installed into an environment of what Debian has.
conform() {
    /usr/bin/python3 tests/conformance/run.py --server "$target/debug/bellbird-server"
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT

if step "Debian packages" install_packages; then
    step "Format" cargo fmt --check
    step "No crate of a window in the server" no_window_in server
    step "No crate of a window in the client library" no_window_in client
    step "Clippy" cargo clippy --locked --all-targets -- -D warnings
    step "Tests" cargo test --locked
    # The tests have built the programs: integration tests need them. There is no build with other flags.
    step "Acceptance: the programs, a window, the official SDK" accept
    step "Conformance: the official SDKs against the server" conform
fi

printf '\n'
printf '%s\n' "${summary[@]}"
printf 'in all %d min %02d s\n' $((SECONDS / 60)) $((SECONDS % 60))
if ((failures > 0)); then
    echo "$failures of the steps failed"
    exit 1
fi
