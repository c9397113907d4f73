# A machine of its own for scripts/boot-check: a copy of a root folder of Debian, booted
# by systemd-nspawn without a network, and asked from outside. Ends with the script.
#
# Wants $deb, the package that complaints are about.
# shellcheck shell=bash
# shellcheck disable=SC2154
work=$(mktemp -d)
machine='' leader='' mark='' groups=$(sed -n 's/^0:://p' /proc/self/cgroup)
stop() {
  rm -f "$work/asking"
  # With its first process ends everything in a machine.
  [[ -z $leader ]] || kill -KILL "$leader" 2>/dev/null || true
  [[ -z $machine ]] || kill -KILL "$machine" 2>/dev/null || true
  wait
  # Without a systemd around it nobody else tidies up.
  find /sys/fs/cgroup{,/unified,/systemd}"${groups%/}"/{payload,supervisor} -depth -type d \
    -exec rmdir {} + 2>/dev/null || true
  rm -rf --one-file-system "$work"
}
trap stop EXIT
trap 'exit 1' INT TERM

inside() { nsenter --target "$leader" --all env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C "$@"; }
journal() { inside journalctl --quiet --no-pager --output=cat --unit=saradnja "$@"; }
wrong() {
  echo "${deb##*/}: $1" >&2
  tail -3 "$work/console" >&2
  [[ -z $leader ]] || inside journalctl --no-pager --lines=30 --output=short-precise >&2 || true
  exit 1
}
failed() {
  # Of the functions that were on the way, the line of the script is wanted.
  local line=${BASH_LINENO[${#BASH_LINENO[@]} - 2]}
  wrong "line $line fails: $(sed -n "${line}p" "$0")"
}
trap '((BASH_SUBSHELL)) || failed' ERR
well() { echo "well    $1"; }
is() { [[ $2 == "$3" ]] || wrong "$1 is '$2', not '$3'"; }
# within SECONDS WHAT COMMAND...: asks until it is so.
within() {
  local end=$((SECONDS + $1))
  until "${@:3}"; do ((SECONDS < end)) || wrong "$2: not within $1 seconds"; sleep 0.05; done
}
# What the service manager knows of the service, or of another unit.
of() { inside systemctl show --property="$1" --value "${2:-saradnja.service}" | sort | paste -sd' '; }
socket_is() { [[ $(of ActiveState saradnja.socket) == "$1" ]]; }
is_another() { local pid; pid=$(of MainPID) && [[ $pid != 0 && $pid != "$1" ]]; }
listen() { mark=$(inside journalctl --quiet --lines=0 --show-cursor | sed -n 's/^-- cursor: //p'); }
heard() { [[ $(journal --after-cursor="$mark") == *"$1"* ]]; }
told() { heard "$1" || wrong "the journal does not say: $1"; }
# page_has PORT PATH TEXT: asks as somebody in the machine does.
page_has() {
  # shellcheck disable=SC2016 # expanded inside
  [[ $(nsenter --target "$leader" --net bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" &&
    printf "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" "$1" >&3 &&
    timeout 20 cat <&3' "$1" "$2" 2>&1) == "HTTP/1.1 200 OK"*"$3"* ]]
}
# under_requests COMMAND...: three times, while three ask all the time.
under_requests() {
  local askers=() asker
  touch "$work/asking"
  for asker in 1 2 3; do
    (for ((n = 0; n < 5000; n++)); do
      [[ -e $work/asking ]] || break
      page_has 8080 /en/cite/ '</html>' || { echo "not answered" >&2; exit 1; }
    done; echo "$n" >"$work/asked.$asker") & askers+=($!)
  done
  for _ in 1 2 3; do inside "$@" >/dev/null || wrong "$* fails"; sleep 0.5; done
  rm "$work/asking"
  for asker in "${askers[@]}"; do wait "$asker" || wrong "$*: a visitor was refused"; done
  well "$(($(cat "$work"/asked.* | paste -sd+))) answers during three times \`$*\`, none refused"
}
# Nothing is withheld that the program wanted to do.
unhindered() {
  is "what hinders it" "$(journal --priority=info | grep -iE 'EPERM|not permitted|denied|SIGSYS|read-only' || true)" ""
}
runs() {
  leader=$(pgrep --parent "$machine" | head -1) && [[ $(cat "/proc/$leader/comm") == systemd ]] &&
    [[ $(inside systemctl is-system-running) == running ]]
} 2>/dev/null
boot() {
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --boot --directory="$work/root" --private-network \
    --register=no --keep-unit --machine="boot-check-$$" --console=pipe --link-journal=no </dev/null >"$work/console" 2>&1 &
  machine=$!
  within 90 "the machine runs" runs
  listen
}
halt() {
  inside systemctl poweroff 2>/dev/null
  wait "$machine" || wrong "the machine does not end well"
  leader='' machine=''
}
