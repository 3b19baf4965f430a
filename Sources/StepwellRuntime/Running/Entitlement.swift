package import PathwayModel
import StepwellStore

/// Whether somebody has a right, as the clinic says.
package enum Entitlement: Hashable, Sendable {
    case granted
    /// For entries of their own; otherwise it is refused.
    case ofOwnEntries(Refusal)
    case refused(Refusal)
}

extension CaseRunner {
    /// Why somebody may not give an input; nil where they may.
    ///
    /// - Parameter id: nil where it begins the case.
    func missingRight(for command: Command, on id: CaseID?) throws(RuntimeError) -> Refusal? {
        guard let right = command.input.right else { return nil }
        if let id {
            let far = try RuntimeError.storing { () throws(StoreError) in try farCase(id, command.actor) }
            if let far { return far }
        }
        switch entitlement(right, command.actor) {
        case .granted: return nil
        case .refused(let refusal): return refusal
        case .ofOwnEntries(let refusal):
            guard let id, let entries = command.input.entries else { return refusal }
            let rows = try journal(of: id, after: entries.first - 1)
            // Where there is no such entry, that is why nothing is done.
            guard let first = rows.first, first.sequence == entries.first else { return nil }
            // What comes with it is known only when it is done, and may be anything that people entered since.
            let others = entries.withLater ? rows.dropFirst().filter { $0.actor != nil } : []
            return ([first] + others).allSatisfy { $0.isOf(command.actor) } ? nil : refusal
        }
    }
}

extension CaseRunner {
    /// A refusal for want of a role, with those who have one.
    func naming(_ refusal: Refusal) -> Refusal {
        guard !refusal.roles.isEmpty, let holders = holders(refusal.roles) else { return refusal }
        var refusal = refusal
        refusal.message += "; who may: \(holders)"
        return refusal
    }
}

extension JournalRow {
    /// Whether somebody gave it, or spoke when it was given.
    fileprivate func isOf(_ person: Actor) -> Bool {
        guard let name = person.name else { return false }
        return actor == name || speaker == name
    }
}
