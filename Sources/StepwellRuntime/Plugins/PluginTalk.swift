import CEL
import Foundation
import PathwayModel
import StepwellKit

/// The talk with one plugin: its process while one runs, its deaths, and what is waited for.
struct PluginTalk: ~Copyable {
    let setup: PluginHost.Setup
    private(set) var process: ChildProcess?
    private var description: JSON = .null
    var nextID = 1
    /// Answers that the process has given.
    var answered = 0
    /// Deaths in a row: one for each patient whose questions ended it, and one for each start that failed.
    private var deaths: Int
    private var quarantine: String?
    /// The questions that have ended it, for good.
    var questions: EndingQuestions
    /// How many questions it is asked together; fewer once that alone has ended it.
    var width = Int.max
    /// No process is started before this.
    private var restartAt: ChildProcess.Instant = .min

    init(_ setup: PluginHost.Setup) {
        self.setup = setup
        deaths = setup.admitted?.record.deaths ?? 0
        quarantine = setup.admitted?.record.quarantine
        questions = setup.admitted.map { $0.records.questions(of: setup.manifest.name, $0.record) } ?? EndingQuestions()
    }

    var limits: PluginLimits { setup.limits }

    // MARK: By hand

    mutating func exchange(_ line: [UInt8]) -> Result<[UInt8], PluginFailure> {
        do throws(PluginFailure) {
            _ = try begin()
            guard let process else { throw PluginFailure("it does not run") }
            process.send(line + [UInt8(ascii: "\n")])
            return .success(try process.line(until: ChildProcess.now + limits.delivery))
        } catch {
            die(error, blaming: nil)
            return .failure(error)
        }
    }

    // MARK: Beginning

    /// Starts a process and shakes hands, unless one runs. Answers with what it says of itself.
    ///
    /// After deaths it waits until one may be started again: that is less than a question has to be answered.
    mutating func begin() throws(PluginFailure) -> JSON {
        if let process {
            if process.isQuiet() { return description }
            lose(PluginFailure("it spoke or ended without being asked"))
        }
        if let quarantine {
            throw PluginFailure(
                "it is no longer started after \(deaths) deaths in a row; the last: \(quarantine)",
                hint: "mend it, then 'stepwell plugin retry \(setup.manifest.name)'")
        }
        let now = ChildProcess.now
        if restartAt > now { usleep(UInt32(clamping: (restartAt - now) * 1_000)) }
        // What is refused here never ran, and is no death.
        try judge()
        let command = try PluginCommand.make(
            setup.manifest, in: setup.folder, setup.sandbox, readable: setup.readable,
            variables: ProcessInfo.processInfo.environment, limits, setup.circumstances)
        let started = try ChildProcess(command, in: setup.folder.path, limits, log: setup.log)
        process = started
        answered = 0
        do throws(PluginFailure) {
            description = try greet(started)
            return description
        } catch {
            var error = error
            if let complaint = started.lastComplaint, complaint.hasPrefix("bwrap: ") {
                error = .noSandbox(complaint.dropFirst(7))
            }
            die(error, blaming: nil)
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
        // The folder of a program of ours is the system's, full of others.
        guard setup.sandbox != .ours else { return }
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

    mutating func survive() {
        guard deaths > 0 else { return }
        deaths = 0
        questions.begin()
        keep()
    }

    /// Ends the process, if one ran: what ended it is not known yet.
    mutating func lose(_ failure: PluginFailure) {
        guard let dead = process else { return }
        dead.kill()
        process = nil
        setup.log("(Stepwell) \(failure.reason)")
    }

    /// Ends the process, if one ran, and counts it: once for each patient whose question it was that ended it, so that
    /// one alone never keeps the plugin from all others.
    mutating func die(_ failure: PluginFailure, blaming question: EndingQuestions.Asked?) {
        guard process != nil else { return }
        lose(failure)
        if question.map({ questions.blame($0) }) ?? true { deaths += 1 }
        restartAt = ChildProcess.now + limits.backoff(afterDeaths: deaths)
        if deaths >= limits.deaths {
            quarantine = failure.reason
            setup.log("(Stepwell) it is not started any more")
        }
        keep()
    }

    private func keep() {
        guard let admitted = setup.admitted else { return }
        // The newest record there is: another process may have written it.
        guard var record = admitted.records.record(of: setup.manifest.name), record.digest == admitted.record.digest
        else { return }
        record.deaths = deaths
        record.quarantine = quarantine
        do throws(PluginFailure) {
            try admitted.records.save(record, of: setup.manifest.name)
            try questions.save()
        } catch {
            setup.log(error.reason)
        }
    }

    mutating func shutDown() {
        process?.end(PluginProtocol.request(nextID, .shutdown, [:]).bytes + [UInt8(ascii: "\n")])
        nextID += 1
        process = nil
    }
}
