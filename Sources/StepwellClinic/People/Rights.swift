package import PathwayModel
package import StepwellRuntime

/// Who may do what.
extension Settings {
    /// Whose a right is.
    func holders(of right: Right) -> [RightHolder] { rights[right] ?? right.usualHolders }

    /// Whether somebody has a right. Without users everybody has every one.
    package func entitlement(to right: Right, of actor: Actor) -> Entitlement {
        guard users != nil else { return .granted }
        let holders = holders(of: right)
        let roles = actor.roles ?? []
        let isGranted = holders.contains { holder in
            switch holder {
            case .anyone, .everyAccount: true
            case .own: false
            case .role(let role): roles.contains(role)
            }
        }
        if isGranted { return .granted }
        let refusal = Refusal(Refusal.Code.notPermitted, sentence(of: right, holders))
        return holders.contains(.own) ? .ofOwnEntries(refusal) : .refused(refusal)
    }

    private func sentence(of right: Right, _ holders: [RightHolder]) -> String {
        let roles = holders.compactMap { if case .role(let role) = $0 { role } else { nil } }
        guard !holders.isEmpty else { return "the clinic's settings let nobody '\(right.rawValue)'" }
        let own = holders.contains(.own) ? right == .absence ? "who is away" : "who made the entry" : nil
        let needed = roles.isEmpty ? nil : "one of the roles \(roles.joined(separator: ", "))"
        let theirs = [own, needed].compactMap(\.self).joined(separator: " and ")
        let those = [own, shownUsers(in: roles)].compactMap(\.self).joined(separator: "; ")
        return "'\(right.rawValue)' is for \(theirs); who may: \(those.isEmpty ? "nobody" : those)"
    }
}

/// Whose audit keeps that something was refused: that of the cases it is about.
package enum RightSubject: Sendable {
    case clinic
    /// By the case's id, or the patient who has just one.
    case `case`(String)
    /// All cases of a patient, by any of the patient's numbers.
    case patient(String)
}

extension ClinicFolder {
    /// Who acts, if they may do this, where no store is asked. Where they may not, the audit keeps that if there is one.
    @discardableResult
    package func require(_ right: Right, as named: String? = nil) throws(Failure) -> Actor {
        do { return try permitted(right, as: named) } catch {
            let clinic: Clinic
            // Without a store there is no audit.
            do { clinic = try Clinic(self) } catch _ { throw error }
            throw clinic.refused(error, of: right.rawValue, as: named, about: .clinic)
        }
    }

    fileprivate func permitted(_ right: Right, as named: String?) throws(Failure) -> Actor {
        // A timer's account is no person's.
        if settings.holders(of: right).contains(.everyAccount), named == nil { return .anyone }
        let actor = try actor(as: named)
        switch settings.entitlement(to: right, of: actor) {
        case .granted: return actor
        case .ofOwnEntries(let refusal), .refused(let refusal): throw Failure(refusal)
        }
    }
}

extension Clinic {
    /// Who acts, if they may do this. Where they may not, the audit of what it is about keeps that. What is only looked at
    /// is asked for with `see`.
    @discardableResult
    package func require(
        _ right: Right, as named: String? = nil, about subject: RightSubject = .clinic
    ) throws -> Actor {
        do {
            let actor = try folder.permitted(right, as: named)
            if let refusal = try missing(sight(of: actor), subject, for: actor) { throw Failure(refusal) }
            return actor
        } catch let failure as Failure {
            throw refused(failure, of: right.rawValue, as: named, about: subject)
        }
    }

    /// Who gives an input to a case, or without one begins a case. The right to it is asked for when it is carried out.
    package func actor(as named: String?, giving input: Input, to text: String?) throws(Failure) -> Actor {
        do { return try folder.actor(as: named) } catch {
            throw refused(error, of: input.summary, as: named, about: text.map { .case($0) } ?? .clinic)
        }
    }

    /// A failure that the audit has: of the cases that it is about, else of the clinic.
    func refused(_ failure: Failure, of what: String, as named: String?, about subject: RightSubject) -> Failure {
        do { try keep(failure, of: what, as: named, about: subject) } catch {
            var failure = failure
            let why = Failure(describing: error)?.message ?? "\(type(of: error))"
            failure.hint = [failure.hint, "that it was refused could not be kept: \(why)"].compactMap(\.self)
                .joined(separator: "; ")
            return failure
        }
        return failure
    }

    private func keep(
        _ failure: Failure, of what: String, as named: String?, about subject: RightSubject
    ) throws {
        let account = folder.parts.account()
        let own = settings.user(of: account)?.key ?? account
        let (actor, speaker) = (named ?? own, named == nil || named == own ? nil : own)
        let refusal = StoredRefusal(failure.code, failure.message)
        let ids = try cases(of: subject)
        for id in ids {
            let refused = RefusedInput(
                id: id, at: try now(), actor: actor, speaker: speaker, input: what, refusal: refusal, request: nil)
            _ = try store.refuse(refused)
        }
        guard ids.isEmpty else { return }
        var patients = ShownPatients()
        // Of a number that nobody has, nothing is kept: it may be anything that somebody typed.
        if case .patient(let number) = subject, try isKnown(number) { patients.add(number) }
        _ = try store.keep(
            Access(
                at: try now(), actor: actor, speaker: speaker, door: what, subjects: patients.subjects,
                refusal: refusal))
    }

    private func cases(of subject: RightSubject) throws -> [CaseID] {
        switch subject {
        case .clinic: return []
        case .case(let text):
            // Where there is no such case, nothing is said of that to who may not ask.
            do { return [try namedCase(text).id] } catch is Failure { return [] }
        case .patient(let number): return try store.casesOfPerson(CaseFilter(patient: number)).map(\.id)
        }
    }
}
