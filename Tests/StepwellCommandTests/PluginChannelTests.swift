import Foundation
import PathwayModel
import TestSupport
import Testing

/// A plugin's channel leads out of the clinic: it carries nothing until the clinic says so.
@Suite("A plugin's channel")
struct PluginChannelTests {
    private static let pathway = """
        stepwell: 1
        pathway: drinking
        version: "1"
        title: Visits
        expected: 4 weeks
        owner: nurse
        roles: [nurse]
        data:
          drinks: {type: integer, sensitivity: sud}
        events: {tell: {}, greet: {}}
        messages:
          week: {subject: Your week, body: "You said {{data.drinks}} drinks."}
          hello: {subject: Hello, body: Please call us.}
        states:
          open:
            transitions:
              - {event: tell, do: [{notify: patient, message: week, via: matrix}]}
              - {event: greet, do: [{notify: patient, message: hello, via: matrix}]}

        """

    /// Says back what it was told: nothing that a test could not know.
    private static let program = """
        #!/usr/bin/env python3
        import json
        import sys

        SETTINGS = {"type": "object", "properties": {
            "room": {"type": "string"}, "token": {"type": "string", "format": "secret"},
            "tries": {"type": "integer", "minimum": 1}}, "required": ["room", "token"], "additionalProperties": False}

        for line in sys.stdin:
            request = json.loads(line)
            result = None
            if request["method"] == "initialize":
                result = {"protocol": 1, "plugin": {"name": "matrix", "version": "1.0.0"}, "rules": [],
                          "channels": [{"name": "matrix", "settings": SETTINGS}]}
            elif request["method"] == "channel/deliver":
                given = request["params"].get("settings", {})
                told = f"room {given.get('room')}, token of {len(given.get('token', ''))}, tries {given.get('tries')}"
                result = {"outcome": "retry", "reason": told}
            print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
            if request["method"] == "shutdown":
                break

        """

    private static let manifest = """
        plugin: matrix
        version: 1.0.0
        protocol: 1
        executable: matrix.py
        channels:
          matrix:
            sends_to: []
            settings:
              type: object
              properties:
                room: {type: string}
                token: {type: string, format: secret}
                tries: {type: integer, minimum: 1}
              required: [room, token]
              additionalProperties: false

        """

    private static let plain = pathway.replacing("You said {{data.drinks}} drinks.", with: "Please call.")

    private func clinic(
        _ folder: TemporaryFolder, _ pathway: String = pathway, channels: String? = nil
    ) throws -> Shell {
        let shell = try Shell.clinic(in: folder, ["drinking": pathway])
        try shell.write(Self.manifest, to: "Plugins/matrix/plugin.yaml")
        try shell.write(Self.program, to: "Plugins/matrix/matrix.py")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.path("Plugins/matrix/matrix.py"))
        let installed = try shell.run("plugin install Plugins/matrix")
        #expect(installed.status == 0, "\(installed.output)\(installed.errors)")
        if let channels {
            try shell.write("s3cret\n", to: "token")
            let settings = try String(contentsOfFile: folder.path("stepwell.yaml"), encoding: .utf8)
            try shell.write("\(settings)\nchannels: {\(channels)}\n", to: "stepwell.yaml")
        }
        return shell
    }

    /// What became of a message about a number of drinks, sent at an hour.
    private func send(_ event: String, _ shell: Shell, at hour: String = "15:00") throws -> JSON? {
        for command in [
            "enroll drinking --patient P-1 --at 2026-01-05T09:00:00Z", "record P-1 drinks=14 --at 2026-01-05T09:01:00Z",
            "patient P-1 --set email=ana@home.example",
            "send P-1 \(event) --at 2026-01-05T\(hour):00Z",
            "advance --all --at 2026-01-05T\(hour):30Z",
        ] {
            let result = try shell.run(command)
            #expect(result.status == 0, "\(command): \(result.errors)")
        }
        return try shell.json("outbox list")["messages"]?.array?.first
    }

    @Test("that the clinic has said nothing of carries nothing that is protected, and check says so")
    func unsaid() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        let checked = try shell.run("check Pathways/drinking.yaml")
        #expect(checked.status == 1)
        #expect(checked.errors.contains("SW605"), "\(checked.errors)")
        // A pathway that would be held back has no cases: one that says nothing protected waits for consent.
        try shell.write(Self.plain, to: "Pathways/drinking.yaml")
        #expect(try shell.run("check Pathways/drinking.yaml").status == 0)
        let message = try send("greet", shell)
        #expect(message?["status"] == "withheld")
        #expect(message?["reason"] == "no_consent", "\(message?.text ?? "")")
    }

    @Test("is set up like every other: what it carries, whether consent is needed, its own settings and secrets")
    func configured() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(
            folder,
            channels:
                "matrix: {plugin: matrix, carries: [sud], consent: implied, room: '007', token: {file: token}, tries: 3}"
        )
        #expect(try shell.bash("chmod 600 token").status == 0)
        let checked = try shell.run("check")
        #expect(checked.status == 0, "\(checked.errors)")
        #expect(try shell.run("doctor").status == 0)
        let message = try send("tell", shell)
        #expect(message?["status"] == "waiting")
        #expect(message?["reason"] == "room 007, token of 6, tries 3", "\(message?.text ?? "")")
    }

    @Test("gets a variable, a host or a secret only where somebody agrees, and what it gets is listed")
    func grants() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder)
        let more = Self.manifest.replacing("version: 1.0.0", with: "version: 1.1.0")
            .replacing("sends_to: []", with: "sends_to: [api.example.com]")
        try shell.write("\(more)environment: [AWS_SECRET_ACCESS_KEY]\n", to: "Plugins/matrix/plugin.yaml")
        let program = Self.program.replacing("1.0.0", with: "1.1.0")
        try shell.write(program, to: "Plugins/matrix/matrix.py")
        #expect(try shell.bash("chmod +x Plugins/matrix/matrix.py").status == 0)
        let refused = try install("", shell)
        #expect(refused.status == 2)
        #expect(refused.errors.contains("error[needs_accept]"))
        let gets = [
            "gets from the environment: AWS_SECRET_ACCESS_KEY", "may reach: api.example.com",
            "is handed where the settings say so, the secrets: matrix.token", "may write: /tmp",
        ]
        for line in gets { #expect(refused.output.contains(line), "\(refused.output)") }
        #expect(try shell.json("plugin show matrix")["version"] == "1.0.0")
        let installed = try install("--accept", shell)
        #expect(installed.status == 0, "\(installed.output)\(installed.errors)")
        let shown = try shell.run("plugin show matrix").output
        for line in gets { #expect(shown.contains(line), "\(shown)") }
        // What was agreed to once is not asked again.
        let again = try install("", shell)
        #expect(again.status == 0, "\(again.output)\(again.errors)")
        #expect(again.output.contains("matrix 1.1.0 runs already"))
    }

    /// Installs the plugin, a second time where it did not answer: with its relay it may take longer to begin than it has
    /// while all other tests run.
    private func install(_ words: String, _ shell: Shell) throws -> Shell.Result {
        let first = try shell.run("plugin install Plugins/matrix \(words)")
        guard (first.output + first.errors).contains("did not answer in time") else { return first }
        return try shell.run("plugin install Plugins/matrix \(words)")
    }

    @Test("keeps quiet hours and the address it needs unless the clinic widens them")
    func outside() throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(
            folder, Self.plain,
            channels: "matrix: {plugin: matrix, consent: implied, room: r, token: {file: token}}")
        let message = try send("greet", shell, at: "22:11")
        #expect(message?["status"] == "waiting")
        #expect(message?["reason"] == "quiet_hours", "\(message?.text ?? "")")
    }

    @Test(
        "has its settings checked by its plugin's schema, and the clinic opens all the same",
        arguments: [
            ("plugin: matrix, token: {file: token}", "the channel 'matrix': it needs the setting 'room'"),
            (
                "plugin: matrix, room: r, token: {file: token}, rooom: x",
                "the channel 'matrix': it has no setting 'rooom'; it has 'room', 'token', 'tries'"
            ),
            (
                "plugin: matrix, room: r, token: s3cret",
                "the channel 'matrix': 'token' is a secret: say where it is, {file: PATH}, {env: NAME} or {credential: NAME}"
            ),
            (
                "plugin: matrix, room: r, token: {file: token}, tries: 0",
                "the channel 'matrix': 'tries' must be as {\"type\":\"integer\",\"minimum\":1} has it"
            ),
            (
                "plugin: matrx, room: r, token: {file: token}",
                "the channel 'matrix': the plugin 'matrx' is not installed"
            ),
        ])
    func settings(_ channel: String, _ mistake: String) throws {
        let folder = try TemporaryFolder()
        let shell = try clinic(folder, channels: "matrix: {\(channel)}")
        let checked = try shell.run("check stepwell.yaml")
        #expect(checked.status == 1)
        #expect(checked.errors.contains(mistake), "\(checked.errors)")
        #expect(!checked.errors.contains("s3cret"))
        let looked = try shell.json("doctor")
        let problems = looked["checks"]?.array?.flatMap { $0["problems"]?.array ?? [] } ?? []
        #expect(problems.contains { $0.string?.contains(mistake) ?? false }, "\(problems)")
        #expect(try shell.run("list").status == 0)
        #expect(try shell.run("enroll iop_basic --patient P-2 --at 2026-01-05").status == 0)
    }
}
