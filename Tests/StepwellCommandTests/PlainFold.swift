import PathwayModel

/// A case as its journal tells it: the facts that `history --json` prints, folded by names, as the reference says what
/// they mean. The program's own folding is not used.
struct PlainFold {
    struct Value: Equatable {
        var json: JSON
        /// Where it stands in the order of all that is recorded: a date alone before the instants of that date.
        var place: String
        var entry: Int
        /// Counted up by this much, instead of set.
        var amount: Int?
        /// What it was before each time it was put right, with the entry that did so.
        var before: [(json: JSON, entry: Int)] = []

        mutating func correct(to json: JSON, in entry: Int) {
            before.append((self.json, entry))
            self.json = json
        }

        /// Takes a correction back.
        mutating func restore(_ entry: Int) {
            guard let place = before.firstIndex(where: { $0.entry == entry }) else { return }
            let was = before.remove(at: place).json
            if place == before.endIndex { json = was } else { before[place].json = was }
        }

        static func == (left: Self, right: Self) -> Bool {
            (left.json, left.place, left.entry, left.amount) == (right.json, right.place, right.entry, right.amount)
        }

        var date: String { String(place.prefix(10)) }
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
        var place: String
        var entry: Int
    }

    var status = "open"
    var outcome: String?
    var active: Set<String> = []
    var entered: [String: String] = [:]
    /// All that counts of each field, the newest last.
    private var recorded: [String: [Value]] = [:]
    /// By instrument, the newest last.
    var results: [String: [Value]] = [:]
    var sessions: [Session] = []
    var tasks: [String: Task] = [:]
    private var allConsents: [String: [Value]] = [:]
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

    /// What is in force of a field: the newest value and what was added since. Nil where nothing of it counts.
    func value(_ field: String) -> JSON? {
        guard let all = recorded[field], !all.isEmpty else { return nil }
        let start = all.lastIndex { $0.amount == nil } ?? 0
        let added = all[start...].compactMap(\.amount).reduce(0, +)
        guard added != 0, let number = all[start].json.integer else { return all[start].json }
        return .int(Int64(number + added))
    }

    /// Whether a kind of consent is in force.
    var consents: [String: Bool] {
        allConsents.compactMapValues { $0.last.map { $0.json == .bool(true) } }
    }

    private static func withdraw(_ entry: Int?, from list: [Value]) -> [Value] {
        list.filter { $0.entry != entry }.map { value in
            var value = value
            if let entry { value.restore(entry) }
            return value
        }
    }

    private static func insert(_ value: Value, into list: inout [Value]) {
        let later = list.firstIndex { $0.place > value.place } ?? list.endIndex
        list.insert(value, at: later)
    }

    private mutating func fold(_ fact: JSON, _ at: String, _ outcomes: Set<String>) {
        let state = fact["state"]?.string ?? ""
        let place =
            (fact["date"]?.string ?? "") + (fact["date_only"] == .bool(true) ? "" : " \(fact["at"]?.string ?? "")")
        switch fact["fact"]?.string {
        case "value_set", "value_added":
            let amount = fact["amount"]?.integer
            let value = Value(json: fact["value"] ?? .null, place: place, entry: sequence, amount: amount)
            Self.insert(value, into: &recorded[fact["field"]?.string ?? "", default: []])
        case "value_corrected":
            let (field, entry) = (fact["field"]?.string ?? "", fact["entry"]?.integer)
            for number in recorded[field, default: []].indices where recorded[field]?[number].entry == entry {
                recorded[field]?[number].correct(to: fact["value"] ?? .null, in: sequence)
            }
        case "result_recorded":
            let result = Value(json: fact["scores"] ?? .null, place: place, entry: sequence)
            Self.insert(result, into: &results[fact["instrument"]?.string ?? "", default: []])
        case "result_corrected":
            let instrument = fact["instrument"]?.string ?? ""
            for place in results[instrument, default: []].indices
            where results[instrument]?[place].entry == fact["entry"]?.integer {
                results[instrument]?[place].correct(to: fact["scores"] ?? .null, in: sequence)
            }
        case "entry_withdrawn":
            let entry = fact["entry"]?.integer
            recorded = recorded.mapValues { Self.withdraw(entry, from: $0) }
            allConsents = allConsents.mapValues { $0.filter { $0.entry != entry } }
            results = results.mapValues { Self.withdraw(entry, from: $0) }
            sessions.removeAll { $0.entry == entry }
        case "session_recorded":
            sessions.append(Session(status: fact["status"]?.string ?? "", place: place, entry: sequence))
        case "session_corrected":
            for place in sessions.indices where sessions[place].entry == fact["entry"]?.integer {
                sessions[place].status = fact["status"]?.string ?? ""
            }
        case "consent_recorded":
            let value = Value(json: fact["granted"] ?? .null, place: place, entry: sequence)
            Self.insert(value, into: &allConsents[fact["kind"]?.string ?? "", default: []])
        case "state_exited":
            active.remove(state)
            if outcomes.contains(state) { (status, outcome) = ("open", nil) }
        case "state_entered":
            active.insert(state)
            if fact["continued"] != .bool(true) { entered[state] = fact["at"]?.string ?? at }
        case "history_kept": history[state] = fact["states"]?.array?.compactMap(\.string)
        case "closed": (status, outcome) = ("closed", fact["outcome"]?.string)
        case "ended": status = "ended"
        default: fold(task: fact, at)
        }
    }

    private mutating func fold(task fact: JSON, _ at: String) {
        guard let task = fact["task"]?.string else { return }
        switch fact["fact"]?.string {
        case "task_opened":
            tasks[task] = Task(
                due: fact["due"]?.string, opened: fact["opened"]?["date"]?.string ?? String(at.prefix(10)))
        case "task_rescheduled":
            tasks[task]?.due = fact["due"]?.string
            tasks[task]?.isOverdue = false
        case "task_completed": tasks[task]?.isOpen = false
        case "task_ended":
            tasks[task]?.isOpen = false
            tasks[task]?.endedWith = fact["leaving"]?.string
        case "task_reopened": tasks[task]?.isOpen = true
        case "task_overdue": tasks[task]?.isOverdue = true
        default: break
        }
    }

    /// The newest result of which a score is known.
    func newest(_ instrument: String) -> Value? {
        (results[instrument] ?? []).last { $0.json.members?.isEmpty == false }
    }
}

extension JSON {
    var integer: Int? { int.map { Int($0) } }
}
