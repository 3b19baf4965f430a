import CEL
import PathwayEngine
import PathwayModel

/// How the date of something that time brings was computed.
struct DateSentences {
    private let pathway: Pathway
    private let state: CaseState

    /// - Parameter state: the case before it comes.
    init(_ pathway: Pathway, _ state: CaseState) {
        self.pathway = pathway
        self.state = state
    }

    /// `2 business days after 2026-01-05, Saturdays, Sundays and holidays not counted; in America/New_York`.
    func how(transition index: TransitionIndex) -> String? {
        let transition = pathway.transitions[index]
        return transition.after.map {
            counted($0, "entering \(pathway.states[transition.source].path)", entered(transition.source))
        }
    }

    func how(opening task: TaskIndex) -> String? { opening(of: task) }

    func how(overdue task: TaskIndex) -> String? {
        let isExact = state.tasks[task.position].opening?.dueAt != nil
        return due(task).map { "\(isExact ? "when" : "the day after") it is due; \($0)" }
    }

    func how(reminder task: TaskIndex) -> String? {
        guard let due = state.tasks[task.position].opening?.due else { return nil }
        return self.due(task).map { "before it is due on \(due); \($0)" }
    }

    func how(escalation task: TaskIndex) -> String? { due(task).map { "so long after it was due; \($0)" } }

    /// - Parameter when: `before it is due`.
    func how(decision index: TransitionIndex, _ when: String) -> String? { due(index).map { "\(when); \($0)" } }

    private func entered(_ place: StateIndex) -> CalendarDate? { state.stays[place.position].entered?.date }

    private func opening(of task: TaskIndex) -> String? {
        for place in state.configuration {
            for plan in pathway.states[place].tasks where plan.task == task {
                let what = "entering \(pathway.states[place].path)"
                switch plan.opening {
                case .after(let delay): return counted(delay, what, entered(place))
                case .every(let delay):
                    return "each \(delay.text) from \(what)" + (entered(place).map { " on \($0)" } ?? "")
                case .when(_, let every?): return "each \(every.text) while its condition holds"
                case .onEntry, .when: continue
                }
            }
        }
        return nil
    }

    /// Nil of a task that is not open.
    private func due(_ task: TaskIndex) -> String? {
        let record = state.tasks[task.position]
        guard record.status == .open else { return nil }
        let opened = record.opened?.date
        switch pathway.tasks[task].due {
        case .after(let delay): return counted(delay, "it was opened", opened)
        case .at(let program, isFixed: _): return "due \(record.opening?.due?.description ?? "then"): \(program.source)"
        case .open: return "due as the state that opened it says"
        }
    }

    private func due(_ index: TransitionIndex) -> String? {
        pathway.transitions[index].decision?.within.map {
            counted($0, "it was proposed", state.owed[index.position]?.since.date)
        }
    }

    private func counted(_ delay: Delay, _ what: String, _ date: CalendarDate?) -> String {
        var text = "\(delay.text) after \(what)"
        if let date { text += " on \(date)" }
        if delay.terms.contains(where: { $0.unit == .businessDays }) { text += ", \(uncounted) not counted" }
        return "\(text); in \(pathway.calendar.zone.name)"
    }

    /// The days that business days leave out.
    private var uncounted: String {
        let names = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"]
        let off = (1...7).filter { !pathway.calendar.workdays.contains($0) }.map { names[$0 - 1] }
        let all = off + (pathway.calendar.holidays.isEmpty ? [] : ["holidays"])
        return all.count > 1 ? all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1] : all.joined()
    }
}
