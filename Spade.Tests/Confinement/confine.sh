# Becomes a program as a hardened container would run it: a read-only root file system, only /tmp writable, an ordinary user, no
# capabilities. The container's own mount namespace comes from `unshare`; this is what follows in it.
#   sh confine.sh <new root, an empty folder> <folder that the program is in; seen at /mnt> <program> <arguments>
set -eu
root=$1 folder=$2
shift 2

mount --rbind / "$root"
# Every mount has a switch of its own. Fields as in proc(5): 5 is the mount point, with blanks written \040.
while read -r _ _ _ _ point _; do
    case $point in "$root" | "$root"/*) mount -o remount,bind,ro "$(printf '%b' "$point")" ;; esac
done </proc/self/mountinfo
mount --bind "$folder" "$root/mnt"
mount -o remount,bind,ro "$root/mnt"
mount -t tmpfs -o mode=1777,size=512m tmpfs "$root/tmp"

for place in / /var/tmp /dev/shm /mnt; do
    if touch "$root$place/confined" 2>/dev/null; then
        echo "confine: $place can be written" >&2
        exit 1
    fi
done
exec chroot "$root" setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
