"""Asks one question with the requests library: start the run, read the events to the end, fetch the result."""

import json
import os

import requests

host = os.environ["NX1_HOST"]
question = {"question": "How many orders shipped late?"}
with requests.Session() as session:
    session.headers["Authorization-PSK"] = os.environ["NX1_API_KEY"]
    started = session.post(f"{host}/api/crews/run", json={"crew_type": "ask", "task_input": question}, timeout=30)
    started.raise_for_status()
    run_id = started.json()["correlation_id"]
    with session.get(f"{host}/api/events/{run_id}", stream=True, timeout=30) as events:
        for line in events.iter_lines():
            if line.startswith(b"data:"):
                json.loads(line[5:])
    print(session.get(f"{host}/api/crews/results/{run_id}", timeout=30).json()["result"])
