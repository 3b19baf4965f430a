import CEL
import PathwayEngine
import PathwayModel
import StepwellStore

extension CaseRunner {
    /// Keeps what cases share and nothing else; false where somebody has changed it since it was read.
    func keep(_ change: ResourceChange) throws(RuntimeError) -> Bool {
        try RuntimeError.storing { () throws(StoreError) in try store.keep(change) }
    }

    /// Everything that a step does which begins no other case, as one transaction.
    func transaction(
        from before: OpenCase, to after: OpenCase, _ step: Step, _ command: Command
    ) throws(RuntimeError) -> CaseTransaction {
        do throws(LinkFailure) {
            return try linkedTransaction(from: before, to: after, step, command, adding: [])
        } catch {
            throw error.runtimeError
        }
    }

    /// Everything a step does, as one transaction; cases that it enrolls are a part of it.
    func linkedTransaction(
        from before: OpenCase, to after: OpenCase, _ step: Step, _ command: Command, adding stored: [StoredDefinition]
    ) throws(LinkFailure) -> CaseTransaction {
        var transaction = CaseTransaction(changes: [], definitions: stored)
        let taken = try takenBackWith(step, of: before, command)
        for one in taken { transaction.changes.append(try Self.linking { () throws(RuntimeError) in try change(one) }) }
        try add(before, after, step, command, linkedFrom: nil, depth: 0, to: &transaction)
        let moved = taken + [OneStep(before: before, after: after, step: step, command: command)]
        for one in try newsForOthers(of: moved, beside: transaction.changes) {
            transaction.changes.append(try Self.linking { () throws(RuntimeError) in try change(one) })
        }
        transaction.request = command.request.map { request in
            RequestedAnswer(
                request: request,
                answer: StoredAnswer(
                    id: after.id, sequence: step.header.sequence, refusal: nil, asked: command.asked(of: after)))
        }
        return transaction
    }

    private func add(
        _ before: OpenCase, _ after: OpenCase, _ step: Step, _ command: Command, linkedFrom: CaseID?, depth: Int,
        to transaction: inout CaseTransaction
    ) throws(LinkFailure) {
        let other: CaseID?
        do { other = try otherOpenCase(before, step, beside: transaction.changes) } catch { throw .other(error) }
        if let other {
            throw .openAlready(other, pathway: before.definition.pathway.identifier, isLinked: depth > 0)
        }
        let change = try Self.linking { () throws(RuntimeError) -> CaseChange in
            try self.change(before, after, step, command, linkedFrom: linkedFrom)
        }
        transaction.changes.append(change)
        for effect in step.effects {
            guard case .enroll(let pathway, let values) = effect else { continue }
            guard depth < StepLimits.standard.linkedDepth,
                transaction.changes.count <= StepLimits.standard.linkedCases
            else { throw .endless(pathway: pathway) }
            let (definition, stored) = try Self.linking { () throws(RuntimeError) in
                try self.currentDefinition(pathway)
            }
            if !transaction.definitions.contains(where: { $0.digest == stored.digest }) {
                transaction.definitions.append(stored)
            }
            let linked = OpenCase(id: newID(), patient: before.patient, definition: definition)
            let enrollment = Input.Enrollment(
                with: values, birthDate: step.state.birthDate, language: step.state.language,
                results: step.state.results(sharedBy: before.definition.pathway, with: definition.pathway))
            let begin = Command(.enroll(enrollment), by: command.actor, at: .instant(step.header.moment.at))
            let begun = try Self.linking { () throws(RuntimeError) -> Stepped in
                try self.step(linked, begin, at: step.header.moment.at)
            }
            switch begun {
            case .refused(let refusal):
                throw .other(.linkedEnrollment(pathway: pathway, detail: refusal.message))
            case .stepped(let first):
                var opened = linked
                opened.apply(first)
                try add(linked, opened, first, begin, linkedFrom: before.id, depth: depth + 1, to: &transaction)
            }
        }
    }

    func change(_ one: OneStep) throws(RuntimeError) -> CaseChange {
        try change(one.before, one.after, one.step, one.command, linkedFrom: nil)
    }

    static func linking<Product>(
        _ body: () throws(RuntimeError) -> Product
    ) throws(LinkFailure) -> Product {
        do { return try body() } catch { throw .other(error) }
    }

    private func change(
        _ before: OpenCase, _ after: OpenCase, _ step: Step, _ command: Command, linkedFrom: CaseID?
    ) throws(RuntimeError) -> CaseChange {
        let definition = after.definition
        let pathway = definition.pathway
        let isOpen = step.state.status == .open
        let occurred = command.occurred?.occurrence.moment(
            in: pathway.calendar.zone, now: step.header.moment.at
        ).at
        // Of a case that was entered in error the step itself says what is not sent.
        let closes = !isOpen && before.state?.status == .open && step.state.status != .enteredInError
        let withheld = closes ? try withheld(by: step.state, of: after) : (facts: [], stillWaiting: [])
        let owing = owing(from: before, to: step.state, after, command.input, at: step.header.moment.at)
        return CaseChange(
            id: after.id, patient: after.patient, pathway: pathway.identifier, version: pathway.version,
            digest: pathway.digest, linkedFrom: linkedFrom,
            row: JournalRow(
                sequence: step.header.sequence, at: step.header.moment.at, occurred: occurred,
                actor: command.actor.name, speaker: command.actor.speaker, input: command.input.json.bytes,
                facts: definition.writer.write(step.facts + withheld.facts)),
            status: isOpen ? .open : .closed, outcome: step.state.status.keptOutcome,
            configuration: step.state.leaves(in: pathway).map { pathway.states[$0].path },
            nextWakeUp: after.nextDue,
            snapshot: Snapshot(of: step.state),
            begun: owing.begun, ended: owing.ended,
            effects: entries(of: step, after.id, pathway),
            withholdsWaiting: closes, stillWaiting: withheld.stillWaiting,
            takenBack: takenBack(by: step, of: after.id),
            settlement: linkedFrom == nil ? command.settlement : nil, onlyOpenOf: try onlyOpenOf(before, step))
    }

    private func takenBack(by step: Step, of id: CaseID) -> [EffectID] {
        step.facts.flatMap { fact -> [EffectID] in
            guard case .effectsTakenBack(let effects) = fact else { return [] }
            return effects.map { EffectID(id: id, sequence: $0.place.entry, index: $0.place.place) }
        }
    }

    private func entries(of step: Step, _ id: CaseID, _ pathway: Pathway) -> [OutboxMessage] {
        step.effects.enumerated().compactMap { place, effect in
            let identity = EffectID(id: id, sequence: step.header.sequence, index: place)
            func entry(_ kind: OutboxMessage.Kind, _ recipient: String, _ subject: String, _ via: String?)
                -> OutboxMessage
            {
                OutboxMessage(
                    effect: identity, kind: kind, recipient: recipient, subject: subject, via: via,
                    at: step.header.moment.at)
            }
            switch effect {
            case .message(let message, let recipient, let via):
                return entry(.message, recipient, pathway.messages[message].name, via)
            case .reminder(let task, let role): return entry(.reminder, role, pathway.tasks[task].name, nil)
            case .escalation(let task, let role): return entry(.escalation, role, pathway.tasks[task].name, nil)
            case .decisionReminder(let index, let role):
                return entry(.reminder, role, pathway.name(of: index), nil)
            case .decisionEscalation(let index, let role):
                return entry(.escalation, role, pathway.name(of: index), nil)
            case .page(let task, let recipient, let via):
                return entry(.page, recipient, pathway.tasks[task].name, via)
            case .enroll: return nil
            }
        }
    }

    /// Keeps a transaction; nil where the case has moved on.
    func commit(
        _ transaction: CaseTransaction, _ command: Command, _ after: OpenCase, _ facts: [Fact]
    ) throws(RuntimeError) -> Answer? {
        var answer = Answer(id: after.id, refusal: nil, after: after.stepped(facts))
        answer.others = transaction.changes.compactMap { $0.id == after.id ? nil : OtherCaseChange($0) }
        guard !command.isDryRun else { return answer }
        switch try RuntimeError.storing({ () throws(StoreError) in try store.commit(transaction) }) {
        case .committed:
            inHand.put(after)
            answer.after?.facts += pageAtOnce(transaction.changes, of: after.id)
            return answer
        case .conflict, .openAlready, .resourceConflict: return nil
        case .repeated(let stored): return try self.answer(stored, to: command, command.target(after))
        }
    }

    /// Answers with a refusal, and keeps it for the audit.
    func refuse(
        _ open: OpenCase, _ command: Command, at now: Timestamp, _ refusal: Refusal
    ) throws(RuntimeError) -> Answer {
        let answer = Answer(id: open.id, refusal: refusal, after: open.stepped([]))
        guard !command.isDryRun else { return answer }
        let refused = RefusedInput(
            id: open.id, at: now, actor: command.actor.name, speaker: command.actor.speaker,
            input: command.input.summary, refusal: StoredRefusal(refusal.code, refusal.message),
            request: command.request,
            asked: command.request.map { _ in command.asked(of: open) })
        let kept = try RuntimeError.storing { () throws(StoreError) in try store.refuse(refused) }
        guard case .repeated(let stored) = kept else { return answer }
        return try self.answer(stored, to: command, command.target(open))
    }
}
