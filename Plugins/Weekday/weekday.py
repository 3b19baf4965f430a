#!/usr/bin/env python3
"""A Stepwell plugin in Python, with nothing but its standard library.

A patient who misses only Tuesdays may need another bus, not another plan. The rule `weekday.misses` is met when so
many of the missed sessions fell on one day of the week.

The protocol is JSON-RPC 2.0 over standard input and output, a message a line.
"""

import collections
import datetime
import json
import sys

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SCHEMA = {
    "type": "object",
    "properties": {
        "count": {"type": "integer", "minimum": 2, "maximum": 100},
        "share": {"type": "number", "minimum": 0, "maximum": 1, "default": 0.5},
    },
    "required": ["count"],
    "additionalProperties": False,
}


def misses(parameters, facts):
    dates = [session["date"] for session in facts["attendance"] if session["status"] == "no_show"]
    if not facts["attendance"]:
        return {"answer": "unknown", "reasons": ["waiting for the first session"]}
    days = collections.Counter(datetime.date.fromisoformat(date).weekday() for date in dates)
    if not days:
        return {"answer": "not_met", "reasons": ["no session was missed"]}
    # Of two days that were missed as often, the earlier in the week: the answer depends on nothing but the facts.
    day, count = min(days.items(), key=lambda item: (-item[1], item[0]))
    is_met = count >= parameters["count"] and count >= parameters.get("share", 0.5) * len(dates)
    return {
        "answer": "met" if is_met else "not_met",
        "reasons": [f"{count} of {len(dates)} missed sessions were on a {DAYS[day]}"],
        "evidence": [f"missed on {date}" for date in dates],
    }


def answer(method, params):
    if method == "initialize":
        if 1 not in params["protocols"]:
            raise LookupError("this plugin speaks protocol 1 only")
        rules = [{"name": "misses", "reads": ["attendance"], "parameters": SCHEMA}]
        return {"protocol": 1, "plugin": {"name": "weekday", "version": "1.0.0"}, "rules": rules, "channels": []}
    if method == "rule/evaluate" and params["rule"] == "misses":
        return misses(params["parameters"], params["facts"])
    if method == "shutdown":
        return None
    raise LookupError("there is no such method or rule here")


def main():
    for line in sys.stdin:
        request = json.loads(line)
        response = {"jsonrpc": "2.0", "id": request["id"]}
        try:
            response["result"] = answer(request["method"], request["params"])
        except Exception as error:
            response["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
        print(json.dumps(response), flush=True)
        if request["method"] == "shutdown":
            break


if __name__ == "__main__":
    main()
