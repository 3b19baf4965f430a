import CEL
import PathwayEngine
package import PathwayModel
package import StepwellRuntime

/// What `lost` shows: open cases to which nobody owes anything, and to which time brings nothing.
package struct LostView: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package var id: CaseID
        package var patient: String
        package var pathway: String
        package var version: String
        package var states: [StateName]
        /// Why nobody sees to it, each a sentence.
        package var why: [String]
        /// What would mend it.
        package var mend: String

        package var json: JSON {
            [
                "case": .string(id.text), "patient": .string(patient), "pathway": .string(pathway),
                "version": .string(version), "states": JSON(states.map(\.path)), "why": JSON(why),
                "mend": .string(mend),
            ]
        }
    }

    /// By patient, of one patient by id.
    package var rows: [Row]
    /// Cases that are left out because they cannot be read.
    package var damaged: [CaseID]

    package var json: JSON {
        .object([.init("cases", .array(rows.map(\.json)))] + .ofList(damaged: damaged))
    }
}

extension Clinic {
    /// Open cases that nobody and nothing keeps from being lost, as they stand at an instant.
    ///
    /// Cases that an obligation keeps are not looked at.
    /// - Parameter when: nil for now.
    package func lost(at when: When?) throws -> LostView {
        let asked = try when ?? .instant(now())
        var view = try lost(at: asked, runner.otherwise(at: asked), among: store.unkept().map(\.id))
        view.damaged = try Set(view.damaged + store.damagedCases(in: .cases)).sorted()
        return view
    }

    /// The same, where those that stand otherwise then have been looked at.
    ///
    /// - Parameter unkept: open cases that, as the store has them, nothing keeps.
    func lost(at asked: When, _ otherwise: CasesOtherwise, among unkept: [CaseID]) throws -> LostView {
        var damaged: Set<CaseID> = []
        var rows: [LostView.Row] = []
        for id in unkept where !otherwise.contains(id) {
            do throws(RuntimeError) {
                rows += row(id, try runner.look(at: id, when: asked).seen, at: asked).map { [$0] } ?? []
            } catch {
                guard !error.endsAll else { throw error }
                damaged.insert(id)
            }
        }
        for (id, seen) in otherwise.seen { rows += row(id, seen, at: asked).map { [$0] } ?? [] }
        return LostView(
            rows: rows.sorted { ($0.patient, $0.id) < ($1.patient, $1.id) }, damaged: damaged.sorted())
    }

    /// Nil for a case that is not lost.
    private func row(_ id: CaseID, _ seen: SteppedCase, at asked: When) -> LostView.Row? {
        let (machine, pathway) = (seen.definition.machine, seen.definition.pathway)
        let now = asked.instant(in: pathway.calendar.zone, after: seen.state.lastInput)
        guard machine.isLost(seen.state, at: now) else { return nil }
        let leaves = seen.state.leaves(in: pathway)
        let reasons = LostReasons(seen.state, machine)
        return LostView.Row(
            id: id, patient: seen.patient, pathway: pathway.identifier, version: pathway.version,
            states: leaves.map { StateName($0, in: pathway) }, why: reasons.sentences, mend: reasons.mend)
    }
}

/// Why nobody sees to a case.
private struct LostReasons {
    let state: CaseState
    let machine: Machine

    init(_ state: CaseState, _ machine: Machine) {
        self.state = state
        self.machine = machine
    }

    private var pathway: Pathway { machine.pathway }

    var sentences: [String] {
        let found = machine.duties(of: state).compactMap(sentence) + unlimited
        return found.isEmpty ? ["no task is open, no decision is owed, and no stay has an owner"] : found
    }

    /// What stands there, and does not count.
    private func sentence(_ duty: Duty) -> String? {
        switch duty.kind {
        case .owed(.task(let index)):
            let name = pathway.tasks[index].name
            if Pathway.isUpkeep(task: name) {
                return "the task '\(name)' is about an entry or a message, not the patient"
            }
            return "the task '\(name)' has \(missing(duty))"
        case .owed(.decision(let index)): return "the decision '\(pathway.transitions[index].id)' has \(missing(duty))"
        case .owed(.stay(let state)): return "'\(pathway.states[state].path)' has a usual length and no owner"
        case .owed(.sessions(let state, _)): return "nobody is told of sessions of '\(pathway.states[state].path)'"
        case .time: return nil
        }
    }

    private func missing(_ duty: Duty) -> String {
        switch (duty.due, duty.roles) {
        case (nil, nil): "no date and no role"
        case (nil, _?): "no date"
        case (_?, _): "no role"
        }
    }

    private var unlimited: [String] {
        state.configuration.compactMap { place in
            guard case .unlimited(let because) = pathway.states[place].expected else { return nil }
            return "'\(pathway.states[place].path)' has no usual length: \(because)"
        }
    }

    var mend: String {
        let places = state.leaves(in: pathway).map { "'\(pathway.states[$0].path)'" }.joined(separator: " or ")
        return "in a new version give \(places) 'expected' and 'owner', or a task or decision with a date and a role; "
            + "until then somebody has to move the case by hand"
    }
}
