import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// What `plugin check` finds of channels: by the deliveries that an author wrote down, and by what it hands to each.
@Suite("plugin check, of channels")
struct DeliveryTrialTests {
    private static func manifest(_ hosts: String = "") -> String {
        """
        plugin: odd
        version: 1.0.0
        protocol: 1
        executable: run
        channels:
          pager:
            sends_to: [\(hosts)]
            settings:
              type: object
              properties:
                url: {type: string}
                token: {type: string, format: secret}
                tries: {type: integer, minimum: 2}
              required: [url, token]
              additionalProperties: false
        """
    }

    /// One that talks HTTP, and makes of it what a channel should.
    private static let good = """
        import http.client, urllib.parse
        sent = set()
        def hello(id):
            reply(id, {"protocol": 1, "plugin": {"name": "odd", "version": "1.0.0"}, "channels": [{"name": "pager"}]})
        def outcome(outcome, reason, **more):
            return dict(outcome=outcome, reason=reason, **more)
        def attempt(message, settings, key):
            if key in sent: return {"outcome": "sent"}
            if not message.get("address"): return outcome("rejected", "there is no number")
            place = urllib.parse.urlsplit(settings["url"])
            if not place.hostname: return outcome("rejected", "its address is none")
            try:
                talk = http.client.HTTPConnection(place.hostname, place.port, timeout=0.8)
                talk.request("POST", "/", message["body"], {"Authorization": settings["token"]})
                answer = talk.getresponse()
                answer.read()
            except OSError as error: return outcome("retry", "no answer")
            if answer.status == 429: return outcome("retry", "busy", after=int(answer.headers["Retry-After"]))
            if answer.status == 410: return outcome("closed", "the number is gone")
            if answer.status >= 400: return outcome("rejected", "refused with %d" % answer.status)
            sent.add(key)
            return {"outcome": "sent"}
        def handle(id, params): reply(id, attempt(params["message"], params["settings"], params["key"]))
        """

    private static let settings = "settings: {url: \"http://api.example.com:443\", token: s3cret}"
    private static let address = "message: {address: \"555-0100\"}"

    private static let deliveries = """
        deliveries:
          - {name: taken, channel: pager, \(settings), \(address), key: one, answers: [{}], expect: sent}
          - {name: again, channel: pager, \(settings), \(address), key: one, attempt: 2, expect: sent}
          - {name: cut off, channel: pager, \(settings), \(address), expect: retry, because: no answer}
          - name: busy
            channel: pager
            \(settings)
            \(address)
            answers: [{status: 429, headers: {Retry-After: "30"}, body: slow down}]
            expect: retry
            after: 30
          - {name: late, channel: pager, \(settings), \(address), answers: [{delay: 1}], expect: retry}
          - {name: gone, channel: pager, \(settings), \(address), answers: [{status: 410}], expect: closed}
          - {name: refused, channel: pager, \(settings), \(address), answers: [{status: 400}], expect: rejected}
          - {name: nobody, channel: pager, \(settings), expect: rejected, because: there is no number}
        """

    private func examine(
        _ script: String, _ deliveries: String = Self.deliveries, hosts: String = "api.example.com",
        _ change: (inout PluginLimits) -> Void = { _ in }
    ) throws -> PluginExamination {
        try Fixture.examined(script, cases: deliveries, manifest: Self.manifest(hosts), change)
    }

    @Test("a good channel does as its author says with every answer of the other side")
    func good() throws {
        let examination = try examine(Self.good)
        #expect(examination.complaints == [])
        #expect(examination.note(of: "deliveries") == "8 as expected; 1 channels answer whatever they are handed")
    }

    @Test("what comes otherwise than written is named with its line")
    func different() throws {
        let wrong = """
            deliveries:
              - {name: a, channel: pager, \(Self.settings), \(Self.address), answers: [{status: 503}], expect: retry}
              - name: b
                channel: pager
                \(Self.settings)
                \(Self.address)
                answers: [{status: 429, headers: {Retry-After: "5"}}]
                expect: retry
                after: 30
              - {name: c, channel: pager, \(Self.settings), \(Self.address), expect: retry, because: nonsense}
            """
        #expect(
            try examine(Self.good, wrong).complaints == [
                "deliveries: line 2, a: expected retry, is rejected: refused with 503",
                "deliveries: line 3, b: expected to be tried again after 30 s, is 5 s",
                "deliveries: line 10, c: expected a reason with 'nonsense'; the reason is: no answer",
            ])
    }

    @Test("each request gets the next answer, the last again and again, and long bodies arrive")
    func answers() throws {
        let script =
            Self.good + """

                def handle(id, params):
                    seen = []
                    for _ in range(3):
                        talk = http.client.HTTPConnection("api.example.com", 443, timeout=10)
                        try:
                            talk.request("POST", "/", iter([b"x" * 70_000] * 9), {}, encode_chunked=True)
                            seen.append(str(talk.getresponse().status))
                        except OSError: seen.append("broken")
                    reply(id, outcome("rejected", " ".join(seen)))
                """
        let deliveries = """
            deliveries:
              - name: three
                channel: pager
                \(Self.settings)
                answers: [{status: 500}, {status: 201}]
                expect: rejected
                because: 500 201 201
            """
        #expect(try examine(script, deliveries).complaints == [])
    }

    @Test("a channel that encrypts is told how to be driven")
    func encrypted() throws {
        let script =
            Self.good + """

                def handle(id, params):
                    import socket
                    with socket.create_connection(("api.example.com", 443), 5) as one:
                        one.sendall(b"\\x16\\x03\\x01")
                        try: one.recv(1)
                        except OSError: pass
                    reply(id, outcome("retry", "no handshake"))
                """
        let deliveries = """
            deliveries: [{name: a, channel: pager, \(Self.settings), answers: [{}], expect: sent}]
            """
        #expect(try examine(script, deliveries).complaints.contains { $0.contains("it speaks TLS") })
    }

    // MARK: Without deliveries

    private func handling(_ handle: String, hosts: String = "") throws -> [String] {
        let script = Self.good + "\n" + handle
        return try examine(script, "deliveries: []", hosts: hosts) { $0.delivery = 4_000 }.problems(of: "deliveries")
    }

    @Test("a channel without deliveries is handed messages with settings that fit its schema")
    func unwritten() throws {
        #expect(try handling("") == [])
        let settings = "def handle(id, params): reply(id, outcome('rejected', str(params['settings'])))"
        #expect(try handling(settings) == [])
        let picky = """
            def handle(id, params):
                if params["settings"] != {"url": "sample", "token": "sample-secret"}: os._exit(3)
                reply(id, {"outcome": "sent"})
            """
        #expect(try handling(picky) == [])
    }

    @Test(
        "nonsense, silence, an end at the second same key, at a blank or a long message are named",
        arguments: [
            (
                "reply(id, {'outcome': 'perhaps'})",
                "a message gets no outcome: the delivery's 'outcome' is not sent, retry, rejected or closed with a reason"
            ),
            ("say('hm\\n')", "a message gets no outcome: its answer is no JSON: a value is expected"),
            ("time.sleep(60)", "a message gets no outcome: it did not answer in time"),
            ("fail(id, 'not now')", "a message gets no outcome: it refused: not now"),
            (
                """
                if params['key'] in sent: os._exit(4)
                    sent.add(params['key'])
                    reply(id, {'outcome': 'sent'})
                """, "the same message with the same key gets no outcome: it ended with exit status 4"
            ),
            (
                "reply(id, {'outcome': 'sent'}) if params['message']['body'] else os._exit(5)",
                "a blank message without an address gets no outcome: it ended with exit status 5"
            ),
            (
                "reply(id, {'outcome': 'sent'}) if len(params['message']['body']) < 9999 else os._exit(6)",
                "a message of 200000 characters gets no outcome: it ended with exit status 6"
            ),
        ])
    func bad(_ body: String, _ problem: String) throws {
        #expect(try handling("def handle(id, params):\n    \(body)") == ["pager: \(problem)"])
    }

    @Test("a channel that says sent although nothing can be reached is named")
    func pretends() throws {
        let pretend = "def handle(id, params): reply(id, {'outcome': 'sent'})"
        #expect(
            try handling(pretend, hosts: "api.example.com")
                == ["pager: it says that a message is sent, and no host can be reached"])
    }

    @Test("mistakes in deliveries have their places")
    func mistakes() throws {
        let wrong = """
            deliveries:
              - {name: a, channel: paper, expect: sent}
              - {name: b, channel: pager, settings: {url: x, tries: 1}, expect: sent, after: 3}
              - {name: c, channel: pager, settings: {url: x, token: {file: t}}, expect: sent}
              - {name: d, channel: pager, expect: lost, colour: red}
            """
        let messages = try examine(Self.good, wrong).diagnostics.map { "\($0.span.start.line) \($0.message)" }
        for part in [
            "2 the plugin has no channel 'paper'", "3 the channel needs the setting 'token'",
            "3 the channel's settings do not fit: 'tries' must be", "3 only what is tried again",
            "4 the secret 'token' stands here as a text", "5 'expect' cannot be 'lost'",
            "5 the key 'colour' is not known",
        ] { #expect(messages.contains { $0.contains(part) }, "\(part): \(messages)") }
    }
}
