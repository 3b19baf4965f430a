import ArgumentParser
import Foundation
import PathwayModel
import StepwellKit
import StepwellRuntime

/// `plugin run`: talks to a plugin by hand.
struct PluginRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Talk to a plugin by hand: requests in, answers out.",
        discussion: """
            echo '{"rule": "at_risk", "parameters": {"at_least": 2}, "facts": {}}' | stepwell plugin run Plugins/lace

            Each line is a JSON-RPC request, or only the params of rule/evaluate. The handshake is made already; its \
            answer is printed first.
            """)

    @Argument(help: "The plugin's folder.")
    var folder: String

    @Flag(help: "Run it without the sandbox.")
    var withoutSandbox = false

    @Option(help: ArgumentHelp("A further folder that it may read.", valueName: "dir"))
    var readable: [String] = []

    @Flag(help: "Print JSON: what is printed is JSON already.")
    var json = false

    func run() throws {
        let place = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in try PluginFolder(folder) }
        try BuiltExecutable.take(place)
        let manifest = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in try place.manifest() }
        var setting = Settings.PluginSetting()
        setting.isUnwalled = withoutSandbox
        setting.readable = readable
        let host = PluginHost(ClinicPlugins.setup(manifest, place, setting))
        defer { host.shutDown() }
        let description = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in
            try host.handshake().get()
        }
        Output.line(description.text)
        var number = 1_000_000
        while let line = readLine() {
            guard !line.isEmpty else { continue }
            number += 1
            let answer = try Failure.tellingPlugin(folder) { () throws(PluginFailure) in
                try host.exchange(Self.request(line, number)).get()
            }
            Output.line(String(decoding: answer, as: UTF8.self).shownSafely)
        }
    }

    /// A line as a request: what has no method is taken for the params of `rule/evaluate`.
    private static func request(_ line: String, _ number: Int) -> [UInt8] {
        do throws(JSONError) {
            let json = try JSON.parse(line)
            guard json.members != nil, json["method"] == nil else { return Array(line.utf8) }
            return PluginProtocol.request(number, .evaluate, json).bytes
        } catch {
            // By hand a plugin may be told what is no JSON, too.
            return Array(line.utf8)
        }
    }
}
