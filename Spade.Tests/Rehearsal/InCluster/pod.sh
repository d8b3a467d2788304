# Becomes a program of a pod with a service account: the account's files are where a pod has them, and the rest is confine.sh's.
#   unshare --mount sh pod.sh <folder with the account's files> <arguments of confine.sh>
set -eu
account=$1
shift
place=/run/secrets/kubernetes.io/serviceaccount
mount -t tmpfs tmpfs /run
mkdir -p "$place"
cp "$account"/* "$place"
chmod -R a+rX /run
exec sh "$(dirname "$0")/../../Confinement/confine.sh" "$@"
