# Ends what an AppHost leaves behind. Standard input tells what there is; its end tells that the AppHost is gone.
# Needs only a POSIX shell, sleep and grep; in particular no procps.
#   service <session> <start time of its leader>    killed with all its processes
#   postgres <process> <start time>                 shut down last
#   gone <session>                                  has ended
# $1: variable, with value, that marks the services' environments.
trap '' INT TERM HUP QUIT
mark=$1 services= postgres=

# Sets session and started to those of process $1. The program's name may hold anything, so fields are counted after its last parenthesis.
inspect() {
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    set -- ${stat##*) }
    case $1 in Z | X) return 1 ;; esac
    session=$4
    shift 19
    started=$1
}

without() { # list, number: the list's entries but that one
    for entry in $1; do
        [ "${entry%:*}" = "$2" ] || printf '%s ' "$entry"
    done
}

while read -r kind number start; do
    case $kind in
        service) services="$services $number:$start" ;;
        postgres) postgres="$postgres $number:$start" ;;
        gone) services=$(without "$services" "$number") postgres=$(without "$postgres" "$number") ;;
    esac
done

# A number is ours unless a process with another start time has begun a session under it since.
ours() { ! inspect "${1%:*}" || [ "$started" = "${1#*:}" ]; }

sessions=' '
for service in $services; do
    ours "$service" && sessions="$sessions${service%:*} "
done

# Again and again until none is left: a process may be born while the others are killed.
round=0
while [ $round -lt 50 ]; do
    found=
    for folder in /proc/[0-9]*; do
        process=${folder#/proc/}
        inspect "$process" || continue
        case $sessions in *" $session "*) kill -KILL "$process" 2>/dev/null && found=yes ;; esac
    done
    for file in $(grep -lzx "$mark" /proc/[0-9]*/environ 2>/dev/null); do
        process=${file#/proc/}
        process=${process%/environ}
        inspect "$process" && kill -KILL "$process" 2>/dev/null && found=yes
    done
    [ "$found" ] || break
    round=$((round + 1))
    sleep 0.05
done

# Fast shutdown; after 5 s the immediate one; after 5 more a kill, which PostgreSQL's children notice.
for server in $postgres; do
    process=${server%:*}
    tries=0
    while inspect "$process" && [ "$started" = "${server#*:}" ]; do
        case $tries in
            0) kill -INT "$process" ;;
            100) kill -QUIT "$process" ;;
            200) kill -KILL "$process" ;;
            240) break ;;
        esac
        tries=$((tries + 1))
        sleep 0.05
    done
done
