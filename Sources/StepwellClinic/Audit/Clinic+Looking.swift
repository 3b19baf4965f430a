import PathwayModel
import StepwellRuntime

/// Who looks, as they say.
package struct Onlooker: Sendable {
    /// With `--as`.
    package var named: String?
    /// Why it is an emergency, where they say so.
    package var emergency: String?

    package init(named: String? = nil, emergency: String? = nil) {
        self.named = named
        self.emergency = emergency
    }
}

/// A screen that may be shown now: that it is seen is kept.
package struct Looked<Screen> {
    package var screen: Screen
    /// The clinic as who looks sees it.
    package var clinic: Clinic
    /// What whoever looks should know.
    package var notes: [String]
}

/// The one way to what is about patients. That somebody sees it is kept before it is shown.
extension Clinic {
    /// Looks at something, if who asks may. Cases of other sites are not there for it.
    ///
    /// Where it cannot be kept that they looked, care goes on and they are told so; what only an emergency lets them see
    /// is not shown then.
    /// - Parameters:
    ///   - subject: whose audit keeps that it was refused.
    ///   - make: makes the screen, of what the clinic that it is given holds.
    package func see<Screen: ShowsPatients>(
        _ door: Door, _ onlooker: Onlooker = Onlooker(), about subject: RightSubject = .clinic,
        _ make: (Clinic) throws -> Screen
    ) throws -> Looked<Screen> {
        let entry = try enter(door, onlooker, about: subject)
        let seen = entry.sight.map { SeenStore(store, $0) }
        let clinic = seen.map { over($0) } ?? self
        let screen: Screen
        do { screen = try make(clinic) } catch let failure as Failure where failure.code == Failure.ambiguousCase {
            // It names the patient's cases.
            _ = try keep(entry, at: door, try clinic.shown(of: subject))
            throw failure
        }
        let note = try keep(entry, at: door, screen.shown)
        let hidden = seen.map(\.hiddenCount) ?? 0
        let cases = hidden == 1 ? "1 case of another site is" : "\(hidden) cases of other sites are"
        let left = hidden == 0 ? nil : "note: \(cases) not shown"
        return Looked(screen: screen, clinic: clinic, notes: entry.notes + [note, left].compactMap { $0 })
    }

    /// Keeps what is shown to whoever comes to it, when nobody has asked: by the account that does it. What should be known
    /// of that, where it cannot be kept.
    func keepUnattended(_ door: Door, _ shown: ShownPatients) throws -> String? {
        try keep(Entry(actor: Actor(name: folder.parts.account(), roles: nil)), at: door, shown)
    }

    /// Who looks, and how they were let in.
    private struct Entry {
        var actor: Actor
        /// What they see of the cases; nil for all of them.
        var sight: Sight?
        var emergency: String?
        var notes: [String] = []
    }

    private func enter(_ door: Door, _ onlooker: Onlooker, about subject: RightSubject) throws -> Entry {
        do {
            let actor = try folder.actor(as: onlooker.named)
            let sight = door.isOfAllSites ? nil : sight(of: actor)
            guard let refusal = try missing(door, actor) ?? missing(sight, subject, for: actor) else {
                // Of lists, who sees less than all sees more in an emergency.
                if let reason = onlooker.emergency, sight != nil, case .clinic = subject {
                    return Entry(actor: actor, emergency: reason)
                }
                let note = "note: you may see this without --emergency: it is kept as usual"
                return Entry(actor: actor, sight: sight, notes: onlooker.emergency == nil ? [] : [note])
            }
            guard door.opensInEmergency else { throw Failure(refusal) }
            guard let reason = onlooker.emergency else {
                var failure = Failure(refusal)
                failure.hint = "in an emergency: --emergency --reason TEXT; it is kept, and somebody looks into it"
                throw failure
            }
            return Entry(actor: actor, emergency: reason)
        } catch let failure as Failure {
            throw refused(failure, of: door.rawValue, as: onlooker.named, about: subject)
        }
    }

    private func missing(_ door: Door, _ actor: Actor) -> Refusal? {
        for right in door.rights {
            switch settings.entitlement(to: right, of: actor) {
            case .granted: continue
            case .ofOwnEntries(let refusal), .refused(let refusal): return refusal
            }
        }
        return nil
    }

    private func shown(of subject: RightSubject) throws -> ShownPatients {
        switch subject {
        case .clinic: ShownPatients()
        case .case(let patient), .patient(let patient): ShownPatients(try kept(CaseFilter(patient: patient)))
        }
    }

    /// Keeps that somebody is shown something: what they should know of that.
    private func keep(_ entry: Entry, at door: Door, _ shown: ShownPatients) throws -> String? {
        let access = Access(
            at: try now(), actor: entry.actor.name, speaker: entry.actor.speaker, door: door.rawValue,
            subjects: shown.subjects, emergency: entry.emergency)
        do throws(StoreError) {
            let number = try store.keep(access)
            guard entry.emergency != nil else { return nil }
            return "warning: seen in an emergency, as number \(number) of the audit; who looks into it: \(reviewers)"
        } catch {
            let why = Failure(error, path: folder.storePath).message
            guard entry.emergency != nil else { return "warning: it could not be kept that you saw this: \(why)" }
            throw Failure(
                .unavailable, "not_kept", "what is seen in an emergency has to be kept, and that cannot be: \(why)",
                hint: "ask somebody who may see it without --emergency")
        }
    }
}
