import CEL
import Crypto
package import PathwayModel
import StepwellKit

/// The questions that have ended a plugin's process, by fingerprints that tell nothing of a patient: with a salt that
/// stands nowhere else, and without it they are the same for nobody.
///
/// One that has ended two fresh processes is not asked any more, until the plugin is another one or somebody says
/// `plugin retry`. Kept beside the plugin's record, for the next command.
package struct EndingQuestions: Sendable {
    /// A question, and whom it is about.
    package struct Asked: Sendable {
        package var question: RuleQuestion
        package var reads: RuleReads
        /// Nil where nobody says: then it stands for itself.
        package var patient: String?
    }

    struct Ended: Hashable, Sendable {
        var fingerprint: String
        var times: Int
    }

    /// How often a question may end a process before it is not asked any more.
    static let mostTimes = 2
    /// How many questions are remembered; the oldest goes.
    static let mostKept = 256

    private let file: String?
    private let digest: String
    private(set) var salt: String
    /// Grows when what is kept is forgotten.
    package private(set) var generation: Int
    private var ended: [Ended]
    /// Whose questions have ended it since its last good answer.
    private var inARow: [String]

    /// Of a plugin that nothing is kept of.
    init() { self.init(file: nil, digest: "", generation: 0) }

    private init(file: String?, digest: String, generation: Int) {
        self.file = file
        self.digest = digest
        self.generation = generation
        salt = String(UInt64.random(in: 0 ... .max), radix: 16) + String(UInt64.random(in: 0 ... .max), radix: 16)
        ended = []
        inARow = []
    }

    // MARK: Asking

    /// Why a question is not asked any more; nil where it may be.
    func refusal(of asked: Asked, _ plugin: String) -> PluginFailure? {
        guard !ended.isEmpty else { return nil }
        let fingerprint = fingerprint(of: asked)
        guard let known = ended.first(where: { $0.fingerprint == fingerprint }), known.times >= Self.mostTimes else {
            return nil
        }
        return PluginFailure(
            "this question ended the plugin's process \(known.times) times and is not asked any more",
            hint: "mend the plugin, then 'stepwell plugin retry \(plugin)'")
    }

    /// Counts that a question has ended a process; whether it is the first of its patient's since a good answer.
    mutating func blame(_ asked: Asked) -> Bool {
        let fingerprint = fingerprint(of: asked)
        let known = ended.first { $0.fingerprint == fingerprint }
        ended.removeAll { $0.fingerprint == fingerprint }
        ended.append(Ended(fingerprint: fingerprint, times: (known?.times ?? 0) + 1))
        ended.removeFirst(max(0, ended.count - Self.mostKept))
        let whose = asked.patient.map { hash("patient \($0)".utf8) } ?? fingerprint
        guard !inARow.contains(whose) else { return false }
        inARow.append(whose)
        inARow.removeFirst(max(0, inARow.count - Self.mostKept))
        return true
    }

    /// There was a good answer.
    mutating func begin() { inARow = [] }

    /// As the plugin is asked, and what it reads is all that counts.
    private func fingerprint(of asked: Asked) -> String {
        let question = asked.question
        return hash(
            PluginProtocol.evaluate(
                0, rule: question.rule, parameters: question.parameters, facts: question.facts, reads: asked.reads
            ).bytes)
    }

    private func hash(_ bytes: some Sequence<UInt8>) -> String {
        SHA256.hash(data: Array(salt.utf8) + bytes).hexadecimal
    }

    // MARK: Keeping

    /// What is kept of a plugin; of another content of it only that it was forgotten before.
    init(file: String, digest: String) {
        self.init(file: file, digest: digest, generation: 0)
        guard let json = KeptJSON.read(file) else { return }
        generation = json["generation"]?.int ?? 0
        guard json["digest"]?.string == digest, let salt = json["salt"]?.string else { return }
        self.salt = salt
        ended = (json["ended"]?.array ?? []).prefix(Self.mostKept).compactMap { one in
            guard let fingerprint = one["question"]?.string, let times = one["times"]?.int else { return nil }
            return Ended(fingerprint: fingerprint, times: times)
        }
        inARow = (json["in_a_row"]?.array ?? []).prefix(Self.mostKept).compactMap(\.string)
    }

    private var json: JSON {
        [
            "digest": .string(digest), "generation": .int(Int64(generation)), "salt": .string(salt),
            "ended": .array(
                ended.map { ["question": .string($0.fingerprint), "times": .int(Int64($0.times))] }),
            "in_a_row": JSON(inARow),
        ]
    }

    func save() throws(PluginFailure) {
        guard let file else { return }
        guard KeptJSON.write(json, to: file) else {
            throw PluginFailure("what is kept of questions, '\(file)', cannot be written")
        }
    }

    /// Lets every question be asked again.
    fileprivate func forgotten() -> EndingQuestions {
        EndingQuestions(file: file, digest: digest, generation: generation + 1)
    }
}

extension PluginRecords {
    /// The questions that have ended a plugin.
    ///
    /// - Parameter name: judged by `PluginNames` before it comes here.
    package func questions(of name: String, _ record: PluginRecord) -> EndingQuestions {
        guard PluginNames.isName(name) else { return EndingQuestions() }
        return EndingQuestions(file: "\(folder)/questions/\(name).json", digest: record.digest)
    }

    /// Lets a plugin be asked every question again; cases that wait for one of its rules are looked at by the next
    /// `advance --all`.
    package func forgetQuestions(of name: String, _ record: PluginRecord) throws(PluginFailure) {
        try questions(of: name, record).forgotten().save()
    }
}
