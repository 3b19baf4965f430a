import PathwayCompiler
import PathwayModel

extension TestFileReader {
    /// - Parameter named: the request ids of the steps before.
    mutating func step(_ form: StepDeclaration, after named: Set<String>) -> ScenarioStep {
        let kinds = form.place.kinds(StepKind.self)
        if kinds.count > 1 {
            let (first, second) = (kinds[0].kind.rawValue, kinds[1].kind.rawValue)
            read.report(
                .keysClash, "a step does one thing: '\(first)' and '\(second)' exclude each other", at: kinds[1].span)
        }
        let kind = kinds.first?.kind
        checkCompany(of: kind, in: form)
        return ScenarioStep(
            at: form.at.value, input: kind.flatMap { input($0, form, after: named) }, by: form.by.value,
            person: form.person.value, occurred: form.occurred.value, requestID: form.requestID.value,
            standIns: Self.standIns(form.rules),
            expect: form.expect.value.map { expectation($0) } ?? Expectation(), span: form.place.span)
    }

    /// Reports keys that say more of something the step does not do.
    private mutating func checkCompany(of kind: StepKind?, in form: StepDeclaration) {
        if let key = form.with.key, kind != .send { read.report(.keysClash, "'with' belongs to 'send'", at: key) }
        if let key = form.outcome.key, kind != .complete {
            read.report(.keysClash, "'outcome' belongs to 'complete'", at: key)
        }
        if let key = form.corrects.key, kind != .record, kind != .attend {
            read.report(.keysClash, "'corrects' belongs to 'record' or 'attend'", at: key)
        }
        if let key = form.movedTo.key, kind != .withdraw {
            read.report(.keysClash, "'moved_to' belongs to 'withdraw'", at: key)
        }
        if let key = form.withLater.key, kind != .undo {
            read.report(.keysClash, "'with_later' belongs to 'undo'", at: key)
        }
        if let key = form.reason.key, !form.corrects.isPresent, kind != .withdraw, kind != .undo {
            read.report(
                .keysClash, "'reason' belongs to 'corrects', 'withdraw' or 'undo'", at: key,
                hint: kind == .decide ? "a decision's reason stands with it: decide: {id: …, reason: …}" : nil)
        }
    }

    // MARK: Inputs

    private mutating func input(
        _ kind: StepKind, _ form: StepDeclaration, after named: Set<String>
    ) -> ScenarioInput? {
        switch kind {
        case .enroll: form.enroll.value.map { .given(Self.enroll($0)) }
        case .send: form.send.value.map { .given(.send(event: $0, with: Self.texts(form.with.value ?? []))) }
        case .record, .attend: recording(kind, form, after: named)
        case .complete: form.complete.value.map { .given(.complete(task: $0, outcome: form.outcome.value)) }
        case .decide: form.decide.value.flatMap { decide($0) }.map { .given($0) }
        case .consent: form.consent.value.map { .given(Self.consent($0)) }
        case .extend:
            form.extend.value.flatMap { extend in
                extend.until.value.map { until in
                    let reason = extend.reason.value ?? Self.unsaidReason
                    return .given(.extend(state: extend.state.value, until: until, reason: reason))
                }
            }
        case .withdraw:
            entry(form.withdraw, "withdraw", after: named).map {
                .withdraw($0, reason: Self.reason(form), movedTo: form.movedTo.value)
            }
        case .undo:
            entry(form.undo, "undo", after: named).map {
                .undo($0, reason: Self.reason(form), withLater: form.withLater.value ?? false)
            }
        case .advance: form.advance.value.map { _ in .given(.wake) }
        }
    }

    /// What is recorded, or takes an earlier record's place.
    private mutating func recording(
        _ kind: StepKind, _ form: StepDeclaration, after named: Set<String>
    ) -> ScenarioInput? {
        let session = form.attend.value.flatMap { attend in
            attend.status.value.map { (status: $0, type: attend.type.value) }
        }
        guard form.corrects.isPresent else {
            guard kind == .attend else { return form.record.value.map { .given(.record(Self.recordings($0))) } }
            return session.map { .given(.attend($0.status, type: $0.type)) }
        }
        let recordings =
            kind == .attend
            ? session.map { [.session($0.status, type: $0.type)] } : form.record.value.map { Self.recordings($0) }
        guard let entry = entry(form.corrects, "corrects", after: named), let recordings else { return nil }
        return .correct(entry, recordings, reason: Self.reason(form))
    }

    private static func reason(_ form: StepDeclaration) -> String { form.reason.value ?? unsaidReason }

    private static let unsaidReason = "in a test"

    /// The entry that a step names.
    private mutating func entry(
        _ written: Written<String>, _ key: String, after named: Set<String>
    ) -> EntryName? {
        guard let (text, node) = written.entry else { return nil }
        if let number = Int(text) {
            if number >= 1 { return .number(number) }
            read.report(.noEarlierEntry, "'\(key)': entries are counted from 1, not \(number)", at: node.span)
        } else {
            if named.contains(text) { return .request(text) }
            read.report(
                .noEarlierEntry, "'\(key)': no earlier step has the request_id '\(text)'", at: node.span,
                hint: "give the step that is meant a request_id, or write its entry's number")
        }
        return nil
    }

    private static func enroll(_ form: EnrollDeclaration) -> Input {
        let patient = form.patient.value
        return .enroll(
            .init(
                with: texts(form.with.value ?? []), birthDate: patient?.birthDate.value,
                language: patient?.language.value))
    }

    private static func recordings(_ entries: [Named<RecordDeclaration>]) -> [Input.Recording] {
        entries.compactMap { entry in
            switch entry.value {
            case .field(let text): .field(entry.name, text: text)
            case .instrument(let answers): .instrument(entry.name, answers: texts(answers))
            case nil: nil
            }
        }
    }

    private mutating func decide(_ form: DecisionDeclaration) -> Input? {
        if let id = form.id.value { return .decide(.transition(id: id), reason: form.reason.value) }
        if let to = form.to.value { return .decide(.target(to), reason: form.reason.value) }
        read.report(.missingKey, "'decide' needs the key 'id' or 'to'", at: form.place.span)
        return nil
    }

    private static func consent(_ entries: [Named<Bool>]) -> Input {
        .consent(entries.compactMap { entry in entry.value.map { .init(kind: entry.name, granted: $0) } })
    }
}
