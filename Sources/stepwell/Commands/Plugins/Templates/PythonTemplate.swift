/// A plugin in Python, with nothing but its standard library.
struct PythonTemplate {
    let name: String

    var files: [PluginTemplate.File] {
        [
            PluginTemplate.manifest(name, executable: "\(name).py", build: nil), PluginTemplate.cases,
            PluginTemplate.readme(name, build: nil),
            PluginTemplate.File(path: "\(name).py", text: program, isExecutable: true),
        ]
    }

    private var program: String {
        """
        #!/usr/bin/env python3
        # A Stepwell plugin: JSON-RPC 2.0 over standard input and output, a message a line.
        import datetime
        import json
        import sys

        PLUGIN = {"name": "\(name)", "version": "1.0.0"}
        RULES = {}


        # Keeps a rule with what it reads and the JSON Schema of its parameters.
        def rule(name, reads, parameters):
            def keep(function):
                RULES[name] = (function, reads, parameters)
                return function
            return keep


        # A verdict: met, not_met or unknown, always with reasons, and the facts it rests on.
        def verdict(answer, reason, evidence=()):
            return {"answer": answer, "reasons": [reason], "evidence": list(evidence)}


        @rule("missed", reads=["attendance", "today"], parameters={
            "type": "object",
            "properties": {
                "count": {"type": "integer", "minimum": 1, "maximum": 100},
                "days": {"type": "integer", "minimum": 1, "maximum": 366},
            },
            "required": ["count"],
            "additionalProperties": False,
        })
        def missed(parameters, facts):
            sessions = facts["attendance"]
            if not sessions:
                return verdict("unknown", "waiting for the first session")
            since = datetime.date.fromisoformat(facts["today"]) - datetime.timedelta(days=parameters.get("days", 14))
            dates = [s["date"] for s in sessions if s["status"] == "no_show" and s["date"] >= since.isoformat()]
            answer = "met" if len(dates) >= parameters["count"] else "not_met"
            reason = f"missed {len(dates)} since {since}; {parameters['count']} are asked"
            return verdict(answer, reason, [f"missed on {date}" for date in dates])


        def answer(method, params):
            if method == "initialize":
                if 1 not in params["protocols"]:
                    raise LookupError("this plugin speaks protocol 1")
                rules = [{"name": n, "reads": r, "parameters": p} for n, (_, r, p) in RULES.items()]
                return {"protocol": 1, "plugin": PLUGIN, "rules": rules, "channels": []}
            if method == "rule/evaluate":
                return RULES[params["rule"]][0](params["parameters"], params["facts"])
            if method == "shutdown":
                return None
            raise LookupError("there is no such method here")


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

        """
    }
}
