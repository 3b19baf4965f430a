import PathwayModel

/// A case as its journal tells it: the facts that `history --json` prints, folded by names, as the reference says what
/// they mean. The program's own folding is not used.
struct PlainFold {
    struct Value: Equatable {
        var json: JSON
        var date: String
        var entry: Int
    }

    struct Task: Equatable {
        var due: String?
        var isOverdue = false
        var opened: String
        var isOpen = true
        /// Leaving this state ended it.
        var endedWith: String?
    }

    struct Session: Equatable {
        var status: String
        var date: String
        var entry: Int
    }

    var status = "open"
    var outcome: String?
    var active: Set<String> = []
    var entered: [String: String] = [:]
    var values: [String: Value] = [:]
    /// By instrument, the newest first.
    var results: [String: [Value]] = [:]
    var sessions: [Session] = []
    var tasks: [String: Task] = [:]
    var consents: [String: Bool] = [:]
    var history: [String: [String]] = [:]
    var sequence = 0

    /// - Parameter outcomes: the states that close a case: leaving one opens it again.
    init(_ history: JSON, outcomes: Set<String>) {
        for step in history["history"]?.array ?? [] {
            sequence = step["sequence"]?.integer ?? 0
            let at = step["at"]?.string ?? ""
            for fact in step["facts"]?.array ?? [] { fold(fact, at, outcomes) }
        }
    }

    /// The active states that have no active state inside.
    var leaves: [String] {
        active.filter { state in state != "" && !active.contains { $0.hasPrefix("\(state).") } }.sorted()
    }

    private mutating func fold(_ fact: JSON, _ at: String, _ outcomes: Set<String>) {
        let state = fact["state"]?.string ?? ""
        let date = fact["date"]?.string ?? ""
        switch fact["fact"]?.string {
        case "value_set":
            let field = fact["field"]?.string ?? ""
            // A later day's value stays.
            if let known = values[field], known.date > date { return }
            let value = fact["value"] ?? .null
            values[field] = value == .null ? nil : Value(json: value, date: date, entry: sequence)
        case "value_corrected":
            let field = fact["field"]?.string ?? ""
            if values[field]?.entry == fact["entry"]?.integer { values[field]?.json = fact["value"] ?? .null }
        case "result_recorded":
            let result = Value(json: fact["scores"] ?? .null, date: date, entry: sequence)
            results[fact["instrument"]?.string ?? "", default: []].append(result)
        case "result_corrected":
            let instrument = fact["instrument"]?.string ?? ""
            for place in results[instrument, default: []].indices
            where results[instrument]?[place].entry == fact["entry"]?.integer {
                results[instrument]?[place].json = fact["scores"] ?? .null
            }
        case "entry_withdrawn":
            let entry = fact["entry"]?.integer
            values = values.filter { $0.value.entry != entry }
            results = results.mapValues { $0.filter { $0.entry != entry } }
            sessions.removeAll { $0.entry == entry }
        case "session_recorded":
            sessions.append(Session(status: fact["status"]?.string ?? "", date: date, entry: sequence))
        case "consent_recorded": consents[fact["kind"]?.string ?? ""] = fact["granted"] == .bool(true)
        case "state_exited":
            active.remove(state)
            if outcomes.contains(state) { (status, outcome) = ("open", nil) }
        case "state_entered":
            active.insert(state)
            if fact["continued"] != .bool(true) { entered[state] = at }
        case "history_kept": history[state] = fact["states"]?.array?.compactMap(\.string)
        case "closed": (status, outcome) = ("closed", fact["outcome"]?.string)
        case "ended": status = "ended"
        default: fold(task: fact, at)
        }
    }

    private mutating func fold(task fact: JSON, _ at: String) {
        guard let task = fact["task"]?.string else { return }
        switch fact["fact"]?.string {
        case "task_opened": tasks[task] = Task(due: fact["due"]?.string, opened: String(at.prefix(10)))
        case "task_completed": tasks[task]?.isOpen = false
        case "task_ended":
            tasks[task]?.isOpen = false
            tasks[task]?.endedWith = fact["leaving"]?.string
        case "task_reopened": tasks[task]?.isOpen = true
        case "task_overdue": tasks[task]?.isOverdue = true
        default: break
        }
    }

    /// The newest result by its day; of one day's, the one that was entered last.
    func newest(_ instrument: String) -> Value? {
        (results[instrument] ?? []).max { ($0.date, $0.entry) < ($1.date, $1.entry) }
    }
}

extension JSON {
    var integer: Int? { int.map { Int($0) } }
}
