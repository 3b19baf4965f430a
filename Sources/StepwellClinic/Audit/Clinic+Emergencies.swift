import CEL
package import PathwayModel
package import StepwellRuntime

/// What somebody saw in an emergency, and nobody has looked into.
package struct EmergencyAccess: Hashable, Sendable {
    /// Its number in the audit: what `audit review` takes.
    package var number: Int
    package var access: Access

    package var patients: [String] { access.subjects.map(\.patient) }
    /// Whether somebody did it, or spoke when it was done.
    func isOf(_ person: Actor) -> Bool { person.isAny(of: [access.actor, access.speaker]) }

    package var json: JSON {
        .compact([
            "number": JSON(number), "at": .string(access.at.rfc3339()), "by": JSON(access.actor),
            "speaker": JSON(access.speaker), "door": .string(access.door),
            "patients": .array(access.subjects.map(\.json)), "reason": JSON(access.emergency),
        ])
    }
}

/// What came of looking into an access.
package struct ReviewView: Sendable, ShowsPatients {
    package var emergency: EmergencyAccess
    package var finding: String

    package var shown: ShownPatients {
        var shown = ShownPatients()
        shown.add(emergency.access.subjects)
        return shown
    }
    package var json: JSON { emergency.json.adding("finding", .string(finding)) }
}

extension Clinic {
    /// Keeps what somebody found who looked into an access in an emergency. Nobody looks into their own.
    package func review(_ number: Int, finding: String, as named: String?) throws -> ReviewView {
        let person = try require(.privacy, as: named)
        let emergencies = try store.accesses(AccessFilter(emergencies: .only))
        guard let access = emergencies.first(where: { $0.number == number })?.access else {
            throw Failure(
                .missing, "no_such_emergency", "nothing was seen in an emergency under the number \(number)",
                hint: "'stepwell audit --emergency' has the numbers")
        }
        let emergency = EmergencyAccess(number: number, access: access)
        guard !emergency.isOf(person) else {
            let failure = Failure(
                .notPermitted, Refusal.Code.notPermitted, "nobody looks into what they saw themselves",
                hint: "somebody else who may do it: \(reviewers)")
            throw refused(failure, of: Door.review.rawValue, as: named, about: .clinic)
        }
        let open = try store.accesses(AccessFilter(emergencies: .unreviewed))
        guard open.contains(where: { $0.number == number }) else {
            throw Failure(
                .refused, "reviewed", "somebody has looked into number \(number) already",
                hint: "'stepwell audit' says who, and what they found")
        }
        let view = ReviewView(emergency: emergency, finding: finding)
        _ = try store.keep(
            Access(
                at: try now(), actor: person.name, speaker: person.speaker, door: Door.review.rawValue,
                subjects: view.shown.subjects, review: Access.Review(of: number, finding: finding)))
        return view
    }

    /// Who looks into what was seen in an emergency, in words.
    var reviewers: String {
        let holders = settings.holders(of: .privacy)
        if holders.contains(.anyone) { return "any other user" }
        return settings.shownUsers(in: holders.compactMap(\.role)) ?? "nobody"
    }

    /// What was seen in an emergency and nobody has looked into, where a worklist is asked for that: by who may do it, or
    /// for a role that does.
    func emergencies(_ request: WorklistRequest) throws -> [EmergencyAccess] {
        guard let reader = request.reader, settings.entitlement(to: .privacy, of: reader) == .granted,
            request.state == nil
        else { return [] }
        let holders = settings.holders(of: .privacy)
        func isFor(_ roles: Set<String>) -> Bool {
            holders.contains(.anyone) || !roles.isDisjoint(with: holders.compactMap(\.role))
        }
        guard request.role.map({ isFor([$0]) }) ?? true, request.whose.map({ isFor($0.roles) }) ?? true else {
            return []
        }
        return try store.accesses(AccessFilter(emergencies: .unreviewed)).compactMap { kept in
            kept.access.map { EmergencyAccess(number: kept.number, access: $0) }
        }.filter { emergency in
            (request.when.map { emergency.access.at <= $0.latest } ?? true)
                && (request.due.map { ZoneOffsets.utc.date(of: emergency.access.at) <= $0 } ?? true)
                && !(request.isOwn && emergency.isOf(reader))
        }
    }
}

extension RightHolder {
    /// The role that it is; nil for all others.
    var role: String? {
        switch self {
        case .role(let role): role
        case .anyone, .own, .everyAccount: nil
        }
    }
}
