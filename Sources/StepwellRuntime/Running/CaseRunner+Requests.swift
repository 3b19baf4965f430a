import Crypto
import PathwayEngine
import PathwayModel
import StepwellStore

/// What a request's id is bound to: one case and one input.
///
/// An id that comes again with the same is answered as before. With anything else it is refused, and nothing is said of
/// the case that it was used for.
extension CaseRunner {
    /// What a request is made of.
    enum RequestTarget {
        case known(CaseID)
        case new(pathway: String, patient: String)
    }

    /// What the same request was answered before.
    func answered(_ command: Command, _ target: RequestTarget) throws(RuntimeError) -> Answer? {
        guard let request = command.request else { return nil }
        let stored = try RuntimeError.storing { () throws(StoreError) in try store.answer(to: request) }
        guard let stored else { return nil }
        return try answer(stored, to: command, target)
    }

    /// The answer that a request has already, or the refusal where it was another one.
    func answer(
        _ stored: StoredAnswer, to command: Command, _ target: RequestTarget
    ) throws(RuntimeError) -> Answer {
        guard try isSame(stored, command, target) else {
            switch target {
            case .known(let id): return try object(Objection(.requestReused), to: command, on: load(id))
            case .new: return Answer(id: newID(), refusal: .requestReused)
            }
        }
        return Answer(stored)
    }

    private func isSame(
        _ stored: StoredAnswer, _ command: Command, _ target: RequestTarget
    ) throws(RuntimeError) -> Bool {
        if let asked = stored.asked { return asked == command.asked(of: target) }
        return try RuntimeError.storing { () throws(StoreError) in try isLikely(stored, command, target) }
    }

    /// The same of an answer that was kept without a hash: by its case, and by what the journal or the audit has of it.
    private func isLikely(
        _ stored: StoredAnswer, _ command: Command, _ target: RequestTarget
    ) throws(StoreError) -> Bool {
        switch target {
        case .known(let id): guard stored.id == id else { return false }
        case .new(let pathway, let patient):
            let filter = CaseFilter(pathway: pathway, patient: patient)
            let isKnown = try store.cases(filter).contains { $0.id == stored.id }
            guard isKnown || stored.refusal != nil else { return false }
        }
        guard let sequence = stored.sequence else {
            let refused = try store.refusals(of: stored.id).first { $0.request == command.request }
            return refused.map { $0.input == command.input.summary && $0.actor == command.actor.name } ?? true
        }
        let row = try store.journal(of: stored.id, after: sequence - 1).first
        return row.map { $0.input == command.input.json.bytes && $0.actor == command.actor.name } ?? false
    }
}

extension Command {
    /// A hash of what is asked, and of whom: all of it but when it is given.
    func asked(of target: CaseRunner.RequestTarget) -> [UInt8] {
        let whose: JSON =
            switch target {
            case .known(let id): ["case": .string(id.text)]
            case .new(let pathway, let patient): ["pathway": .string(pathway), "patient": .string(patient)]
            }
        let occurrence: JSON? = occurred.map { occurred in
            switch occurred.occurrence {
            case .instant(let instant): .string(instant.rfc3339())
            case .date(let date): .string(date.description)
            }
        }
        var whole: JSON = [
            "of": whose, "input": input.json, "occurred": occurrence ?? .null, "by": JSON(actor.name),
        ]
        if let speaker = actor.speaker { whole = whole.adding("speaker", .string(speaker)) }
        return whole.bytes.withUnsafeBytes { Array(SHA256.hash(data: $0)) }
    }

    func asked(of open: OpenCase) -> [UInt8] { asked(of: target(open)) }

    /// What it asks something of: a case at hand, or one that it begins.
    func target(_ open: OpenCase) -> CaseRunner.RequestTarget {
        switch input {
        case .enroll: .new(pathway: open.definition.pathway.identifier, patient: open.patient)
        case .send, .record, .correct, .withdraw, .undo, .mendClock, .attend, .complete, .decide, .consent, .extend,
            .tend,
            .heard, .delivery, .page, .wake:
            .known(open.id)
        }
    }
}
