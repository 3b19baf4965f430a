import CEL
package import PathwayDrawing
import PathwayEngine
import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// The pathway that a case runs on, with where it is and the way there.
    ///
    /// No value of the patient's is on it, and no name: a picture is shown around.
    /// - Parameter when: as `look` takes it.
    package func picture(ofCase text: String, at when: When?) throws -> (picture: Picture, pathway: String) {
        let walked = try walked(text, at: when)
        let (pathway, state) = (walked.pathway, walked.state)
        let places = state.leaves(in: pathway).map { pathway.states[$0].path }.joined(separator: " and ")
        let overlay = Overlay(
            caption: ["case \(walked.head.id) on \(walked.head.at.date): \(state.status.words), in \(places)"],
            walk: walked.steps, here: walked.here,
            told: "The way here", in: pathway)
        return (Picture(pathway).under(overlay), pathway.identifier)
    }

    /// The entries of a case that led it on, and where they led.
    func walked(_ text: String, at when: When?) throws -> WalkedCase {
        let (id, looked) = try withCase(text) { id throws(RuntimeError) in (id, try runner.look(at: id, when: when)) }
        let (seen, now) = looked
        let (pathway, state) = (seen.definition.pathway, seen.state)
        let journal = try runner.history(of: id, seen.definition).filter { $0.row.at <= now }
        let here = state.places.map { place in
            (state: place, since: state.stays[place.position].entered?.date.description)
        }
        let head = CaseHead(id, seen, at: now)
        return WalkedCase(
            head: head, pathway: pathway, state: state,
            steps: CaseWalk(seen.definition).steps(journal, then: seen.facts, state, on: head.at.date), here: here)
    }
}

/// A case with the way that it walked.
struct WalkedCase {
    var head: CaseHead
    var pathway: Pathway
    var state: CaseState
    var steps: [WalkedStep]
    /// Where it is, each with since when.
    var here: [(state: StateIndex, since: String?)]
}

/// The entries of a case that led it on.
private struct CaseWalk {
    private let definition: RunningDefinition

    init(_ definition: RunningDefinition) { self.definition = definition }

    /// - Parameters:
    ///   - foreseen: what time has brought since that nobody has kept yet.
    ///   - state: the case after it.
    func steps(
        _ journal: [(row: JournalRow, facts: [Fact])], then foreseen: [Fact], _ state: CaseState, on today: CalendarDate
    ) -> [WalkedStep] {
        let zone = definition.pathway.calendar.zone
        let mendings = HistoryView.Mending.of(journal)
        var steps: [WalkedStep] = []
        var folded: CaseState?
        for (row, facts) in journal {
            let before = folded?.places ?? []
            let moment = Moment(at: row.at, date: zone.date(of: row.at))
            definition.machine.evolve(&folded, with: facts, in: StepHeader(sequence: row.sequence, moment: moment))
            let mended = (mendings[row.sequence] ?? []).filter { $0.kind == .undone }
            steps.append(
                WalkedStep(
                    number: "#\(row.sequence)", date: moment.date.description, said: row.summary ?? "an entry",
                    facts: facts.map { (moment.date.description, $0) },
                    before: before, after: folded?.places ?? [], notes: mended.map { "taken back by #\($0.by)" },
                    stands: mended.isEmpty))
        }
        steps.append(
            WalkedStep(
                number: "–", date: today.description, said: "time, if nobody acts until then",
                facts: foreseen.map { ("by \(today)", $0) }, before: folded?.places ?? [], after: state.places))
        return steps.filter { $0.before != $0.after || $0.facts.contains { $0.1.isWay } }
    }
}

extension Fact {
    fileprivate var isWay: Bool { if case .transitionTaken = self { true } else { false } }
}
