#!/bin/sh
# Serve on ADDRESS with the background worker beside the web server; both stop together.
set -eu
trap 'trap - EXIT INT TERM; kill 0' EXIT INT TERM

$MANAGE run_worker --queue-name '*' --interval 1 &
echo
$MANAGE load_demo --logins
echo "Mở trình duyệt tại http://$ADDRESS  (dừng bằng Ctrl+C)"
# A question of 2,000 characters stands in the address, and again in the Referer of each request from its page.
"$BIN/gunicorn" legaldocs.wsgi:application --bind "$ADDRESS" --worker-class gthread --workers 2 --threads 4 --timeout 120 --log-level warning --limit-request-line 8190 --limit-request-field_size 16380
