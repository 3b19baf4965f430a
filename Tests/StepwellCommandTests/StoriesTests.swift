import Foundation
import PathwayCompiler
import PathwayModel
import TestSupport
import Testing

/// The adult program's stories once more, each input as a command on a real store: what `stepwell test` says of them
/// must hold there too.
@Suite("Stories through the command")
struct StoriesTests {
    struct Story: CustomTestStringConvertible, Sendable {
        let name: String
        let steps: [YAMLNode]
        var testDescription: String { name }
    }

    /// The twelve stories that come from the program's rules stand first in its file.
    static let stories: [Story] = {
        let url = Shell.project.appendingPathComponent("Pathways/adult_iop.test.yaml")
        guard let data = try? Data(contentsOf: url),
            let document = YAML.compose([UInt8](data), file: "adult_iop.test.yaml").document
        else { return [] }
        return (document["scenarios"]?.items ?? []).prefix(12).compactMap { node in
            node["name"]?.text.map { Story(name: $0, steps: node["steps"]?.items ?? []) }
        }
    }()

    @Test("there are twelve, and they are those of the rules")
    func twelve() {
        #expect(Self.stories.count == 12)
        #expect(Self.stories.allSatisfy { $0.name.hasPrefix("A") || $0.name.hasPrefix("E") })
    }

    @Test("a story ends on a store as it does in memory", arguments: stories)
    func story(_ story: Story) throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo && cp -r \(Shell.project.path)/Pathways/. Pathways/")
        var player = StoryPlayer(shell: shell)
        for (number, step) in story.steps.enumerated() { try player.play(step, "\(story.name), step \(number + 1)") }
        #expect(try shell.stepwell("doctor").status == 0)
    }
}

/// Turns a story's steps into commands, and what is expected into questions to `show`.
private struct StoryPlayer {
    let shell: Shell
    private var date = ""

    init(shell: Shell) { self.shell = shell }

    mutating func play(_ step: YAMLNode, _ place: String) throws {
        if let at = step["at"]?.text { date = at }
        var arguments = self.arguments(of: step)
        let isSend = arguments.first == "send"
        arguments += ["--at", date]
        if let occurred = step["occurred"]?.text { arguments += ["--occurred", occurred] }
        if let request = step["request_id"]?.text { arguments += ["--request-id", request] }
        let result = try shell.stepwell(arguments + ["--json"])
        let expect = step["expect"]
        let answer = try JSON.parse(result.output)
        let refused = answer["refused"]?.string
        if let code = expect?["refused"]?.text {
            #expect(refused == code, "\(place)")
            #expect(result.status == 2, "\(place)")
        } else if !(isSend && ["not_accepted", "case_closed"].contains(refused)) {
            #expect(refused == nil, "\(place): \(result.errors)")
        }
        if expect?["duplicate"]?.text == "true" { #expect(answer["duplicate"]?.bool == true, "\(place)") }
        // Who was not enrolled has no case to look at.
        if let expect, refused == nil || arguments.first != "enroll" { try check(expect, place) }
    }

    private func arguments(of step: YAMLNode) -> [String] {
        if let node = step["enroll"] {
            let birth = node["patient"]?["birth_date"]?.text.map { ["--birth-date", $0] } ?? []
            return ["enroll", "adult_iop", "--patient", "P-1"] + birth
                + pairs(node["with"]).flatMap { ["--with", $0] }
        }
        if let event = step["send"]?.text {
            return ["send", "P-1", event] + pairs(step["with"]).flatMap { ["--with", $0] }
        }
        if let node = step["record"] {
            let values = (node.entries ?? []).flatMap { entry -> [String] in
                let name = entry.key.text ?? ""
                guard entry.value.entries != nil else { return ["\(name)=\(entry.value.text ?? "")"] }
                return pairs(entry.value).map { "\(name).\($0)" }
            }
            return ["record", "P-1"] + values
        }
        if let node = step["attend"] { return ["attend", "P-1", node["status"]?.text ?? node.text ?? ""] }
        if let task = step["complete"]?.text { return ["complete", "P-1", task] }
        if let node = step["decide"] {
            let choice = node["id"]?.text.map { [$0] } ?? node["to"]?.text.map { ["--to", $0] } ?? []
            return ["decide", "P-1"] + choice + (node["reason"]?.text.map { ["--reason", $0] } ?? [])
        }
        if let consent = step["consent"]?.entries?.first {
            return ["consent", "P-1", consent.key.text ?? ""] + (consent.value.text == "false" ? ["--revoke"] : [])
        }
        return ["advance", "P-1"]
    }

    private func pairs(_ node: YAMLNode?) -> [String] {
        (node?.entries ?? []).map { "\($0.key.text ?? "")=\($0.value.text ?? "")" }
    }

    // MARK: Expectations

    private func check(_ expect: YAMLNode, _ place: String) throws {
        let output = try shell.stepwell("show", "P-1", "--at", date, "--json").output
        let view = try JSON.parse(output)
        let leaves = view["configuration"]?.array?.compactMap(\.string) ?? []
        for state in texts(expect["state"]) + texts(expect["active"]) {
            #expect(leaves.contains { Self.isActive(state, at: $0) }, "\(place): \(state), is \(leaves)")
        }
        let tasks = (view["tasks"]?.array ?? []).map { ($0["id"]?.string ?? "", $0["due"]?.string) }
        for entry in expect["tasks"]?.entries ?? [] {
            let task = tasks.first { $0.0 == entry.key.text }
            #expect(task != nil && task?.1 == entry.value.text, "\(place): task \(entry.key.text ?? "") in \(tasks)")
        }
        for task in texts(expect["no_tasks"]) {
            #expect(!tasks.contains { $0.0 == task }, "\(place): task \(task) is open")
        }
        for entry in expect["data"]?.entries ?? [] {
            let actual = view["data"]?[entry.key.text ?? ""]
            #expect(Self.shown(actual) == entry.value.text, "\(place): data \(entry.key.text ?? "")")
        }
        if let node = expect["proposed"] {
            let proposed = (view["proposed"]?.array ?? []).compactMap { $0["id"]?.string }
            #expect(Set(proposed) == Set(texts(node)), "\(place): proposed")
        }
        for entry in expect["unmet"]?.entries ?? [] {
            let unmet = view["unmet"]?[entry.key.text ?? ""]?.array?.compactMap(\.string)
            #expect(unmet.map { Set($0) } == Set(texts(entry.value)), "\(place): unmet \(entry.key.text ?? "")")
        }
        if let outcome = expect["outcome"]?.text { #expect(view["outcome"]?.string == outcome, "\(place)") }
    }

    private func texts(_ node: YAMLNode?) -> [String] {
        guard let node else { return [] }
        return (node.items ?? [node]).compactMap(\.text)
    }

    /// Whether a state is the active one at a path, or around it.
    private static func isActive(_ state: String, at leaf: String) -> Bool {
        let parts = leaf.split(separator: ".")
        return (1...parts.count).contains { count in
            let path = parts.prefix(count).joined(separator: ".")
            return path == state || path.hasSuffix(".\(state)")
        }
    }

    private static func shown(_ value: JSON?) -> String? {
        switch value {
        case .string(let text): text
        case .null, nil: nil
        case let other?: other.text
        }
    }
}
