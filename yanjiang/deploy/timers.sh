#!/bin/sh
# The jobs of the timer units, for the container `timers`: one each minute, the others once a day.
day=
while :; do
    python manage.py roll_up_hits
    if [ "$day" != "$(date +%F)" ]; then
        day=$(date +%F)
        python manage.py clearsessions
        mkdir -p -m 700 /srv/yanjiang/var/backups
        python manage.py backup /srv/yanjiang/var/backups --rotate --to /srv/yanjiang/var/backups/uploads
    fi
    sleep 60
done
