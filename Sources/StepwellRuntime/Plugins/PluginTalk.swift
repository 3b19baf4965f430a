import CEL
import Foundation
package import PathwayModel
import StepwellKit

/// The talk with one plugin: its process while one runs, its deaths, and what is waited for.
struct PluginTalk: ~Copyable {
    private let setup: PluginHost.Setup
    private var process: ChildProcess?
    private var description: JSON = .null
    private var nextID = 1
    private var deaths: Int
    private var quarantine: String?
    /// No process is started before this.
    private var restartAt: ChildProcess.Instant = .min
    private var lastReason = ""

    init(_ setup: PluginHost.Setup) {
        self.setup = setup
        deaths = setup.admitted?.record.deaths ?? 0
        quarantine = setup.admitted?.record.quarantine
    }

    var limits: PluginLimits { setup.limits }

    // MARK: Calling

    /// How many calls are written down before they are sent: the plugin works on these while more are written.
    private static let together = 32

    /// Sends calls, and answers with what came back for each, in their order.
    ///
    /// So many as `PluginLimits.pipeline` are under way at once. What the plugin fails at, all that are under way and
    /// all that were to come are answered with.
    mutating func call(_ messages: [(Int) -> JSON], each: Int) -> [Result<JSON, PluginFailure>] {
        var replies: [Result<JSON, PluginFailure>?] = Array(repeating: nil, count: messages.count)
        do throws(PluginFailure) {
            _ = try begin()
            guard let process else { throw PluginFailure("it does not run") }
            guard process.isQuiet() else { throw PluginFailure("it spoke or ended without being asked") }
            let first = nextID
            nextID += messages.count
            var sent = 0
            var received = 0
            while received < messages.count {
                var line: [UInt8]?
                if sent < messages.count, sent - received < limits.pipeline {
                    let next = min(sent + Self.together, messages.count)
                    process.send(Self.lines(messages, sent..<next, from: first))
                    sent = next
                    line = sent < messages.count ? process.lineAtHand() : nil
                } else {
                    line = try process.line(until: ChildProcess.now + each)
                }
                while let answer = line {
                    let (id, reply) = try PluginReply.read(answer)
                    let place = id - first
                    guard (0..<sent).contains(place), replies[place] == nil else {
                        throw PluginFailure("it answered a question that nobody asked")
                    }
                    replies[place] = reply
                    received += 1
                    line = process.lineAtHand()
                }
            }
            survive()
        } catch {
            die(error)
            return replies.map { $0 ?? .failure(error) }
        }
        return replies.map { $0 ?? .failure(PluginFailure("it gave no answer")) }
    }

    private static func lines(_ messages: [(Int) -> JSON], _ places: Range<Int>, from first: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for place in places {
            messages[place](first + place).write(into: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    mutating func exchange(_ line: [UInt8]) -> Result<[UInt8], PluginFailure> {
        do throws(PluginFailure) {
            _ = try begin()
            guard let process else { throw PluginFailure("it does not run") }
            process.send(line + [UInt8(ascii: "\n")])
            return .success(try process.line(until: ChildProcess.now + limits.delivery))
        } catch {
            die(error)
            return .failure(error)
        }
    }

    // MARK: Beginning

    /// Starts a process and shakes hands, unless one runs. Answers with what it says of itself.
    mutating func begin() throws(PluginFailure) -> JSON {
        if process != nil { return description }
        if let quarantine {
            throw PluginFailure(
                "it is no longer started after \(deaths) deaths in a row; the last: \(quarantine)",
                hint: "mend it, then 'stepwell plugin retry \(setup.manifest.name)'")
        }
        guard ChildProcess.now >= restartAt else {
            throw PluginFailure("it is started again in a moment; before, \(lastReason)")
        }
        // What is refused here never ran, and is no death.
        try judge()
        let command = try PluginCommand.make(
            setup.manifest, in: setup.folder, setup.sandbox, readable: setup.readable,
            variables: ProcessInfo.processInfo.environment, limits)
        let started = try ChildProcess(command, in: setup.folder.path, limits, log: setup.log)
        process = started
        do throws(PluginFailure) {
            description = try greet(started)
            return description
        } catch {
            var error = error
            if let complaint = started.lastComplaint, complaint.hasPrefix("bwrap: ") {
                error = .noSandbox(complaint.dropFirst(7))
            }
            die(error)
            throw error
        }
    }

    /// Whether what is about to run is what was let in.
    private func judge() throws(PluginFailure) {
        let executable = "\(setup.folder.path)/\(setup.manifest.executable)"
        guard FileFacts.isFile(executable) else {
            throw PluginFailure("there is no executable '\(setup.manifest.executable)' in its folder")
        }
        guard access(executable, X_OK) == 0 else {
            throw PluginFailure(
                "'\(setup.manifest.executable)' may not be executed", hint: "chmod +x '\(executable)'")
        }
        guard let admitted = setup.admitted else {
            _ = try setup.folder.files()
            return
        }
        guard try setup.folder.digest() == admitted.record.digest else {
            throw PluginFailure(
                "its files are not those that were installed",
                hint: "if that is meant, 'stepwell plugin install' it again")
        }
    }

    private mutating func greet(_ process: ChildProcess) throws(PluginFailure) -> JSON {
        let id = nextID
        nextID += 1
        process.send(PluginProtocol.initialize(id, hostVersion: setup.hostVersion).bytes + [UInt8(ascii: "\n")])
        let (answered, reply) = try PluginReply.read(try process.line(until: ChildProcess.now + limits.start))
        guard answered == id else { throw PluginFailure("it answered a question that nobody asked") }
        let said = try reply.get()
        guard said["protocol"]?.int == PluginProtocol.version else {
            throw PluginFailure("it does not speak protocol \(PluginProtocol.version)")
        }
        guard said["plugin"]?["name"]?.string == setup.manifest.name,
            said["plugin"]?["version"]?.string == setup.manifest.version
        else {
            throw PluginFailure("it says it is another plugin than its manifest's \(setup.manifest.label)")
        }
        let names = (said["rules"]?.array ?? []).compactMap { $0["name"]?.string }
        if let missing = setup.manifest.rules.first(where: { !names.contains($0.name) }) {
            throw PluginFailure("it does not have the rule '\(missing.name)' of its manifest")
        }
        return said
    }

    // MARK: Living and dying

    private mutating func survive() {
        guard deaths > 0 else { return }
        deaths = 0
        keep()
    }

    /// Ends the process, if one ran, and counts it.
    private mutating func die(_ failure: PluginFailure) {
        guard let dead = process else { return }
        dead.kill()
        process = nil
        deaths += 1
        lastReason = failure.reason
        restartAt = ChildProcess.now + limits.backoff(afterDeaths: deaths)
        if deaths >= limits.deaths { quarantine = failure.reason }
        setup.log("(Stepwell) \(failure.reason)\(quarantine == nil ? "" : "; it is not started any more")")
        keep()
    }

    private func keep() {
        guard let admitted = setup.admitted else { return }
        // The newest record there is: another process may have written it.
        guard var record = admitted.records.record(of: setup.manifest.name), record.digest == admitted.record.digest
        else { return }
        record.deaths = deaths
        record.quarantine = quarantine
        do { try admitted.records.save(record, of: setup.manifest.name) } catch { setup.log(error.reason) }
    }

    mutating func shutDown() {
        process?.end(PluginProtocol.request(nextID, .shutdown, [:]).bytes + [UInt8(ascii: "\n")])
        nextID += 1
        process = nil
    }
}

/// An answer as it stands on a line.
package enum PluginReply {
    package static func read(_ line: [UInt8]) throws(PluginFailure) -> (id: Int, reply: Result<JSON, PluginFailure>) {
        let json: JSON
        do throws(JSONError) { json = try JSON.parse(line) } catch {
            throw PluginFailure("its answer is no JSON: \(error.message)")
        }
        guard json["jsonrpc"]?.string == "2.0" else { throw PluginFailure("its answer is no JSON-RPC 2.0") }
        guard let id = json["id"]?.int else {
            let detail = json["error"]?["message"]?.string.map { ": \(LogText.safe($0))" } ?? ""
            throw PluginFailure("it answered without saying what\(detail)")
        }
        if let error = json["error"] {
            guard json["result"] == nil else { throw PluginFailure("its answer is both a result and an error") }
            let message = error["message"]?.string.map { LogText.safe(String($0.prefix(300))) } ?? "no message"
            return (id, .failure(PluginFailure("it refused: \(message)")))
        }
        guard let result = json["result"] else { throw PluginFailure("its answer is neither a result nor an error") }
        return (id, .success(result))
    }
}
