#!/bin/sh
# Thi Đua on a bare machine: makes its own environment from the lock file, then runs.
#
#   ./thidua.sh demo [--reset] [--port N]   practice department on http://127.0.0.1:8000
#   ./thidua.sh test                        every check and every test
#   ./thidua.sh <command> ...               any other command: ./thidua.sh law awards
#
# Needs only Python >= 3.11 and the package index. THIDUA_PYTHON names another Python.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
venv="$root/.venv"
uv="$venv/tools/bin/uv"
stamp="$venv/thidua-stamp"

say() { printf '%s\n' "$*" >&2; }
fail() { # Vietnamese sentence, then the same in English
    say "Lỗi: $1"
    say "Error: $2"
    exit 1
}

good_python() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in "${THIDUA_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        if [ -n "$candidate" ] && good_python "$candidate"; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

need_python() {
    if python=$(find_python); then return 0; fi
    if command -v python3 >/dev/null 2>&1; then
        found=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo '?')
        fail "Python trên máy là bản $found, cần từ 3.11 trở lên. Cài bản mới hơn (Debian, Ubuntu: apt-get install python3.11) hoặc đặt THIDUA_PYTHON=/đường/dẫn/python3." \
            "Python $found is too old, 3.11 or later is needed. Install a newer one or set THIDUA_PYTHON=/path/to/python3."
    fi
    fail "Không tìm thấy Python. Cài Python từ 3.11 trở lên (Debian, Ubuntu: apt-get install python3 python3-venv) rồi chạy lại." \
        "No Python found. Install Python 3.11 or later (Debian, Ubuntu: apt-get install python3 python3-venv) and run again."
}

no_network() {
    say ""
    sed -n '$p' "$log" >&2 || :
    fail "Không tải được các gói từ kho gói Python. Kiểm tra mạng, proxy (HTTPS_PROXY) hoặc kho gói nội bộ (PIP_INDEX_URL) rồi chạy lại. Nhật ký: $log" \
        "The package index could not be reached. Check the network, the proxy (HTTPS_PROXY) or a local index (PIP_INDEX_URL) and run again. Log: $log"
}

disk_full() {
    if grep -qi 'no space left' "$log" 2>/dev/null; then
        fail "Hết chỗ trên đĩa. Cần khoảng 1 GB trống trong $root." \
            "The disk is full. About 1 GB must be free in $root."
    fi
}

make_venv() {
    rm -rf "$venv"
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        "$python" -m venv "$venv" >"$log" 2>&1 && return 0
        rm -rf "$venv"
    fi
    # Debian splits ensurepip away: with pip at hand the environment needs none of its own.
    if "$python" -m pip --version >/dev/null 2>&1 &&
        "$python" -m venv --without-pip "$venv" >>"$log" 2>&1; then
        return 0
    fi
    rm -rf "$venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "Cài gói python3-venv của hệ điều hành…"
        { apt-get install -y python3-venv || { apt-get update && apt-get install -y python3-venv; }; } \
            </dev/null >>"$log" 2>&1 || no_network
        "$python" -m venv "$venv" >>"$log" 2>&1 && return 0
        rm -rf "$venv"
    fi
    fail "Python trên máy thiếu phần tạo môi trường (venv). Chạy: sudo apt-get install python3-venv, rồi chạy lại." \
        "This Python cannot make environments. Run: sudo apt-get install python3-venv, then run again."
}

pip() {
    if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        "$venv/bin/python" -m pip "$@"
    else
        "$python" -m pip --python "$venv/bin/python" "$@"
    fi
}

# uv does not read pip's settings; those that name certificates, a proxy or patience are handed on.
export PIP_RETRIES="${PIP_RETRIES:-2}" # without a network: a sentence soon, not in minutes

hand_on_pip_settings() {
    export UV_PROJECT_ENVIRONMENT="$venv" UV_PYTHON="$venv/bin/python" UV_PYTHON_DOWNLOADS=never
    unset VIRTUAL_ENV || :
    if [ -n "${PIP_CERT:-}" ] && [ -z "${SSL_CERT_FILE:-}" ]; then export SSL_CERT_FILE="$PIP_CERT"; fi
    if [ -n "${PIP_PROXY:-}" ] && [ -z "${HTTPS_PROXY:-}" ]; then export HTTPS_PROXY="$PIP_PROXY"; fi
    if [ -n "${PIP_DEFAULT_TIMEOUT:-}" ] && [ -z "${UV_HTTP_TIMEOUT:-}" ]; then
        export UV_HTTP_TIMEOUT="$PIP_DEFAULT_TIMEOUT"
    fi
}

other_index() { # true when the machine's pip takes packages from an index of its own
    case "${PIP_NO_INDEX:-}${PIP_INDEX_URL:-}$(pip config get global.index-url 2>/dev/null || :)" in
        '' | *//pypi.org/*) return 1 ;;
        *) return 0 ;;
    esac
}

sync_with_pip() { # the same locked versions and hashes, by pip, from the machine's own index
    "$uv" export --frozen $1 --no-emit-project --project "$root" --quiet \
        --output-file "$venv/locked.txt" >>"$log" 2>&1 &&
        pip install --require-hashes -r "$venv/locked.txt" >>"$log" 2>&1 &&
        pip install --no-deps --editable "$root" >>"$log" 2>&1
}

prepare() { # $1: demo or test
    case "$1" in test) groups='' ;; *) groups='--no-dev' ;; esac
    wanted=$(cat "$root/uv.lock" "$root/pyproject.toml" | cksum)
    have=$(cat "$stamp" 2>/dev/null || :)
    if [ -x "$venv/bin/thidua" ]; then
        case "$have" in
            "test $wanted $root") return 0 ;;
            "demo $wanted $root") [ "$1" = test ] || return 0 ;;
        esac
    fi
    [ -w "$root" ] || fail "Không có quyền ghi vào $root. Chép dự án vào một thư mục của bạn (ví dụ: cp -r \"$root\" ~/thidua) rồi chạy lại." \
        "No permission to write to $root. Copy the project to a folder of your own and run again."
    need_python
    mkdir -p "$root/var"
    [ -w "$root/var" ] || fail "Không có quyền ghi vào $root/var. Sửa quyền thư mục đó rồi chạy lại." \
        "No permission to write to $root/var. Mend the permissions of that folder and run again."
    log="$root/var/setup.log"
    : >"$log"
    say "Chuẩn bị môi trường (lần đầu mất một, hai phút)…"
    case "$have" in
        *" $root") ;; # scripts in an environment hold its path: a moved folder needs a new one
        *) [ ! -e "$venv" ] || [ -z "$have" ] || rm -rf "$venv" ;;
    esac
    if [ ! -x "$venv/bin/python" ] || ! good_python "$venv/bin/python"; then make_venv; fi
    rm -f "$stamp"
    if [ ! -x "$uv" ]; then
        pip install --quiet --disable-pip-version-check --upgrade --target "$venv/tools" 'uv>=0.8' \
            >>"$log" 2>&1 || { disk_full; no_network; }
    fi
    hand_on_pip_settings
    done=no
    if ! other_index && "$uv" sync --locked --inexact $groups --project "$root" >>"$log" 2>&1; then
        done=yes
    fi
    if [ "$done" = no ]; then
        if grep -q 'lockfile.*needs to be updated' "$log"; then
            fail "Tệp uv.lock không khớp pyproject.toml. Chạy: uv lock, rồi chạy lại." \
                "uv.lock does not match pyproject.toml. Run: uv lock, then run again."
        fi
        sync_with_pip "$groups" || { disk_full; no_network; }
    fi
    if [ "$1" = test ]; then level=test; else level=demo; fi
    printf '%s %s %s\n' "$level" "$wanted" "$root" >"$stamp"
}

usage() {
    cat <<END
Thi Đua: công tác thi đua, khen thưởng của cơ quan nhà nước

  ./thidua.sh demo             chạy với đơn vị thực hành trên http://127.0.0.1:8000
  ./thidua.sh demo --reset     làm lại đơn vị thực hành từ đầu
  ./thidua.sh demo --port N    dùng cổng khác
  ./thidua.sh test             chạy mọi kiểm tra
  ./thidua.sh LỆNH ...         lệnh khác, ví dụ: ./thidua.sh law awards
  ./thidua.sh --help           danh sách lệnh
END
}

if [ $# -eq 0 ]; then
    usage
    exit 2
fi
export THIDUA_VAR_DIR="${THIDUA_VAR_DIR:-$root/var}"
case "$1" in
    test)
        shift
        prepare test
        hand_on_pip_settings
        cd "$root"
        exec "$venv/bin/python" "$root/tests/run_everything.py" "$@"
        ;;
    *)
        prepare demo
        exec "$venv/bin/thidua" "$@"
        ;;
esac
