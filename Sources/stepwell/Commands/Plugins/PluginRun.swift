import ArgumentParser
import PathwayModel
import StepwellClinic
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

    @OptionGroup var plugin: PluginTrialOptions

    @Flag(help: "Print JSON: what is printed is JSON already.")
    var json = false

    func run() throws {
        let trial = try plugin.trial()
        try trial.run { host in
            Output.page(try host.handshake().get().text.shownSafelyByLine)
            var number = 1_000_000
            while let line = readLine() {
                guard !line.isEmpty else { continue }
                number += 1
                let answer = try host.exchange(Self.request(line, number)).get()
                Output.page(String(decoding: answer, as: UTF8.self).shownSafelyByLine)
            }
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
