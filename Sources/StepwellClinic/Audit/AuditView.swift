package import CEL
package import PathwayModel
package import StepwellRuntime

/// What `audit` shows: who saw what when and what was refused, the earliest first.
package struct AuditView: Sendable, ShowsPatients {
    package struct Row: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            case seen
            case refused
            /// Somebody looked into what was seen in an emergency.
            case review
            /// It is not as it was kept.
            case damaged
        }

        package var kind: Kind
        /// Its number among what was seen or not let; nil for a refused input to a case.
        package var number: Int?
        package var at: Timestamp
        package var by: String?
        /// Who spoke for them, where that was somebody else.
        package var speaker: String?
        /// The screen, or what was refused.
        package var door: String
        package var subjects: [Access.Subject]
        /// Why it was an emergency.
        package var emergency: String?
        package var refusal: StoredRefusal?
        package var review: Access.Review?
        let place: AuditPlace
    }

    package var page: Page<Row>

    package var rows: [Row] { page.rows }
    package var shown: ShownPatients { rows.reduce(into: ShownPatients()) { $0.add($1.subjects) } }
    package var json: JSON { .object([.init("audit", .array(rows.map(\.json)))] + page.members) }
}

/// What an audit is asked for.
package struct AuditRequest: Sendable {
    /// Whoever saw this patient, under any number.
    package var patient: String?
    /// What this user did, or spoke for.
    package var user: String?
    /// From this instant on.
    package var since: Timestamp?
    /// Before this instant.
    package var until: Timestamp?
    /// Only what was seen in an emergency.
    package var onlyEmergencies = false

    package init(patient: String? = nil) { self.patient = patient }

    fileprivate func isMet(by refused: RefusedInput) -> Bool {
        (user.map { $0 == refused.actor || $0 == refused.speaker } ?? true)
            && (since.map { $0 <= refused.at } ?? true) && (until.map { refused.at < $0 } ?? true)
    }
}

extension Clinic {
    /// Who saw what when, and what was refused.
    package func audit(_ request: AuditRequest, _ part: PageRequest = .all) throws -> AuditView {
        let last = try part.after.map { after in
            guard let place = AuditPlace(after) else { throw part.badCursor() }
            return place
        }
        let person = try request.patient.map { try store.person(try patientNumber($0)) }
        let numbers = person.map { Set($0.numbers) }
        let kept = try store.accesses(
            AccessFilter(
                patients: person?.numbers, person: request.user, since: request.since, until: request.until,
                emergencies: request.onlyEmergencies ? .only : .among))
        // Of a damaged one nobody can say when it was: it stands behind the one before.
        var latest = Timestamp(seconds: 0)
        let seen = kept.map { one in
            latest = one.access?.at ?? latest
            return AuditView.Row(one, at: latest, only: numbers)
        }
        let refused = request.onlyEmergencies ? [] : try refusals(request, of: person)
        let all = (seen + refused).filter { row in last.map { $0 < row.place } ?? true }
        return AuditView(page: part.page(of: all.sorted { $0.place < $1.place }, cursor: \.place.text))
    }

    private func refusals(_ request: AuditRequest, of person: Person?) throws -> [AuditView.Row] {
        let all = try store.refusals().filter { request.isMet(by: $0.refused) }
        guard !all.isEmpty else { return [] }
        let cases = try person?.cases() ?? store.cases(CaseFilter())
        let patients = Dictionary(uniqueKeysWithValues: cases.map { ($0.id, $0.patient) })
        return all.compactMap { one in
            let patient = patients[one.refused.id]
            // An enrollment that was refused came to no case.
            guard person == nil || patient != nil else { return nil }
            return AuditView.Row(one, of: patient)
        }
    }
}

extension AuditView.Row {
    /// - Parameter numbers: only these patients of all who were seen.
    fileprivate init(_ kept: KeptAccess, at: Timestamp, only numbers: Set<String>?) {
        let access = kept.access
        number = kept.number
        place = AuditPlace(at: at, isInput: false, number: kept.number)
        self.at = at
        (by, speaker) = (access?.actor, access?.speaker)
        door = access?.door ?? "?"
        subjects = (access?.subjects ?? []).filter { numbers?.contains($0.patient) ?? true }
        (emergency, refusal, review) = (access?.emergency, access?.refusal, access?.review)
        kind = access == nil ? .damaged : refusal != nil ? .refused : review != nil ? .review : .seen
    }

    fileprivate init(_ kept: KeptRefusal, of patient: String?) {
        let refused = kept.refused
        kind = .refused
        place = AuditPlace(at: refused.at, isInput: true, number: kept.number)
        at = refused.at
        (by, speaker) = (refused.actor, refused.speaker)
        door = refused.input
        subjects = patient.map { [Access.Subject(patient: $0, cases: [refused.id])] } ?? []
        refusal = refused.refusal
    }

    package var json: JSON {
        .compact([
            "kind": .string(kind.rawValue), "number": JSON(number), "at": .string(at.rfc3339()), "by": JSON(by),
            "speaker": JSON(speaker), "door": .string(door), "patients": .array(subjects.map(\.json)),
            "emergency": JSON(emergency), "code": JSON(refusal?.code), "message": JSON(refusal?.message),
            "review_of": JSON(review?.of), "finding": JSON(review?.finding),
        ])
    }
}

extension Access.Subject {
    var json: JSON { ["patient": .string(patient), "cases": JSON(cases.map(\.text))] }
}
