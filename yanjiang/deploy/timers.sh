#!/bin/sh
# The jobs of the timer units, for the container `timers`: one each minute, the others once a day.
run() {
    python manage.py "$@" || python manage.py tell_failure "$1"
}

day=
while :; do
    run roll_up_hits
    if [ "$day" != "$(date +%F)" ]; then
        day=$(date +%F)
        run clearsessions
        mkdir -p -m 700 /srv/yanjiang/var/backups
        run backup /srv/yanjiang/var/backups --rotate --to /srv/yanjiang/var/backups/uploads
    fi
    sleep 60
done
