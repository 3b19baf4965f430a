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
    /// Who acts, if they may do this.
    @discardableResult
    package func require(_ right: Right, as named: String? = nil) throws(Failure) -> Actor {
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
    /// Who acts, if they may do this. Where they may not, the audit of what it is about keeps that.
    @discardableResult
    package func require(
        _ right: Right, as named: String? = nil, about subject: RightSubject = .clinic
    ) throws -> Actor {
        do { return try folder.require(right, as: named) } catch {
            try keep(error, of: right.rawValue, as: named, about: subject)
            throw error
        }
    }

    /// Who gives an input to a case. The right to it is asked for when it is carried out.
    package func actor(as named: String?, giving input: Input, to text: String) throws -> Actor {
        do { return try folder.actor(as: named) } catch {
            try keep(error, of: input.summary, as: named, about: .case(text))
            throw error
        }
    }

    private func keep(
        _ failure: Failure, of what: String, as named: String?, about subject: RightSubject
    ) throws {
        let account = folder.parts.account()
        let speaker = settings.user(of: account)?.key ?? account
        for id in try cases(of: subject) {
            let refused = RefusedInput(
                id: id, at: try now(), actor: named ?? speaker,
                speaker: named == nil || named == speaker ? nil : speaker, input: what,
                refusal: StoredRefusal(failure.code, failure.message), request: nil)
            _ = try store.refuse(refused)
        }
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
