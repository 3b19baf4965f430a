import PathwayEngine
package import PathwayModel

/// A state, by its path and as people call it.
package struct StateName: Hashable, Sendable {
    /// Unique in the pathway.
    package var path: String
    package var title: String?
    /// The title with the name behind it; the name alone where there is no title.
    package var label: String

    package init(_ index: StateIndex, in pathway: Pathway) {
        path = pathway.states[index].path
        title = pathway.states[index].title
        label = pathway.title(of: index)
    }
}

/// An event, by its name and as people call it.
package struct EventName: Hashable, Sendable {
    package var name: String
    /// `a missed session`, `'Call the patient' is done`; the name itself of what the pathway declares.
    package var title: String

    package init(_ index: EventIndex, in pathway: Pathway) {
        let event = pathway.events[index]
        name = event.name
        title =
            switch event.kind {
            case .declared: event.name
            case .recordedField(let field): "a new \(pathway.fields[field].shownName)"
            case .recordedInstrument(let instrument): "a new \(pathway.instruments[instrument].title)"
            case .session(.attended): "an attended session"
            case .session(.noShow): "a missed session"
            case .session(.excused): "an excused session"
            case .taskDone(let task): "'\(pathway.tasks[task].title)' is done"
            case .taskOverdue(let task): "'\(pathway.tasks[task].title)' is overdue"
            case .consented(let kind): kind.map { "consent to \($0)" } ?? "a consent"
            case .stateDone(let state): "\(pathway.title(of: state)) completes"
            }
    }
}

extension Pathway {
    /// A state's title with its name behind it; its name alone where it has no title.
    func title(of index: StateIndex) -> String {
        let state = states[index]
        let isAlone = states.count { $0.name == state.name } == 1
        let name = isAlone ? state.name : state.path
        return state.title.map { "\($0) [\(name)]" } ?? name
    }
}
