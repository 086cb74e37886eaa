#!/bin/sh
# Asks one question with three curl calls: start the run, read the events to the end, fetch the result.
set -eu
read -r id </proc/sys/kernel/random/uuid
curl -sS -H "Authorization-PSK: $NX1_API_KEY" -H "x-correlation-id: $id" -H 'content-type: application/json' \
    -d '{"crew_type": "ask", "task_input": {"question": "How many orders shipped late?"}}' "$NX1_HOST/api/crews/run"
curl -sSN -H "Authorization-PSK: $NX1_API_KEY" "$NX1_HOST/api/events/$id"
curl -sS -H "Authorization-PSK: $NX1_API_KEY" "$NX1_HOST/api/crews/results/$id"
