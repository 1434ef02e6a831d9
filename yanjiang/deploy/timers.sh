#!/bin/sh
# The jobs of the timer units, for the container `timers`: one each minute, the others once a day.
day=
while :; do
    python manage.py roll_up_hits
    if [ "$day" != "$(date +%F)" ]; then
        day=$(date +%F)
        python manage.py clearsessions
    fi
    sleep 60
done
