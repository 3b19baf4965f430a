import CEL
import PathwayModel

extension CaseReader {
    /// What an unknown waits for, in a clinician's words.
    func words(for unknowns: UnknownSet) -> [String] {
        unknowns.ids.compactMap { id in Waiting(id).map { words(for: $0) } }
    }

    private func words(for waiting: Waiting) -> String {
        switch (waiting.reason, waiting.subject) {
        case (.missing, .field):
            let field = pathway.fields[waiting.place]
            return "waiting for \(field.shownName) (never recorded)"
        case (.missing, .instrument):
            let title = pathway.instruments[waiting.place].title
            return state.results[waiting.place].isEmpty
                ? "waiting for \(title) (never recorded)"
                : "waiting for \(title) (the last result lacks what is asked)"
        case (.stale, .field):
            let field = pathway.fields[waiting.place]
            let age = state.fields[waiting.place].current.map { days(since: $0.moment.date) } ?? 0
            return stale(field.shownName, age, field.freshFor)
        case (.stale, .instrument):
            let instrument = pathway.instruments[waiting.place]
            let age = state.newestScored(Place(waiting.place)).map { days(since: $0.result.moment.date) } ?? 0
            return stale(instrument.title, age, instrument.freshFor)
        case (.noBaseline, _):
            return "waiting for a baseline of \(pathway.instruments[waiting.place].title)"
        case (.zeroBaseline, _):
            return "the baseline of \(pathway.instruments[waiting.place].title) is 0, so there is no percentage"
        case (.noPrevious, _):
            return "waiting for a second \(pathway.instruments[waiting.place].title)"
        case (.neverEntered, _): return "the case was never in \(pathway.states[waiting.place].path)"
        case (.neverOpened, _): return "the task \(pathway.tasks[waiting.place].name) was never opened"
        case (.missing, .task): return "how the task \(pathway.tasks[waiting.place].name) was done is not on record"
        case (.missing, .doer): return "who sent \(pathway.events[waiting.place].name) is not on record"
        case (.neverDone, _): return "waiting for the task \(pathway.tasks[waiting.place].name) to be done"
        case (.noSessions, _): return "waiting for a session that counts"
        case (.notKept, .event):
            return
                "occurrences of \(pathway.events[waiting.place].name) are not kept: no guard of the pathway asks for them"
        case (.notKept, _):
            return "where the case came from is not kept: no guard of the pathway asks for it"
        case (.omitted, _): return "depends on what the event brings"
        case (.missing, .age): return "waiting for the patient's birth date"
        case (.missing, .language): return "waiting for the patient's language"
        case (.missing, _), (.stale, _): return "waiting for something that was never recorded"
        }
    }

    private func days(since date: CalendarDate) -> Int {
        Int(now.date.daysSinceEpoch) - Int(date.daysSinceEpoch)
    }

    /// `waiting for PHQ-9 (last 23 days ago, good for 7)`
    private func stale(_ name: String, _ age: Int, _ freshFor: Delay?) -> String {
        let ago = age == 1 ? "1 day ago" : "\(age) days ago"
        let good = freshFor.map { delay in
            delay.terms.count == 1 && delay.terms[0].unit == .days ? String(delay.terms[0].amount) : delay.text
        }
        return "waiting for \(name) (last \(ago), good for \(good ?? "ever"))"
    }
}
