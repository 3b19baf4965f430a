/// All that is so about a case at one moment, by names.
struct PlainCase: Equatable {
    enum Value: Equatable {
        case number(Int)
        case bool(Bool)
    }

    enum Status: Equatable {
        case open
        case closed(String)
        case ended
    }

    struct Task: Equatable {
        var isOpen = false
        /// Days since 1970.
        var due: Int?
        var isOverdue = false
        /// The day it was opened, and the field its due date follows from there.
        var opened = 0
        var follows: String?
        /// Leaving this state ends it.
        var until: String?
        /// Leaving this state ended it.
        var endedWith: String?
    }

    /// How far a task of a state has come in the current stay.
    struct Progress: Equatable {
        var times = 0
        var holdsSince: Int?
    }

    var status = Status.open
    var active: Set<String> = []
    /// Seconds since 1970.
    var entered: [String: Int] = [:]
    var values: [String: (value: Value, day: Int)] = ["x": (.number(0), .max / 2)]
    var tasks: [String: Task] = [:]
    var history: [String: [String]] = [:]
    var attended = 0
    var happened: [String: Int] = [:]
    /// By state and the place of the task there.
    var progress: [String: [Int: Progress]] = [:]
    /// Transitions that are taken once a stay, and were.
    var taken: Set<String> = []

    static func == (left: Self, right: Self) -> Bool {
        left.status == right.status && left.active == right.active && left.tasks == right.tasks
            && left.values.mapValues(\.value) == right.values.mapValues(\.value)
    }

    func number(_ field: String, on day: Int) -> Int? {
        guard case .number(let number)? = value(field, on: day) else { return nil }
        return number
    }

    /// A field's value, while it counts: `y` for three days.
    func value(_ field: String, on day: Int) -> Value? {
        guard let known = values[field] else { return nil }
        return field == "y" && day > known.day + 3 ? nil : known.value
    }

    /// Whether a guard is true; nil where that is unknown.
    func truth(of condition: PlainGuard, on day: Int) -> Bool? {
        switch condition {
        case .always: return true
        case .isMore(let field, let bound): return number(field, on: day).map { $0 > bound }
        case .isTrue(let field): return value(field, on: day).map { $0 == .bool(true) }
        case .isKnown(let field): return values[field] != nil
        case .all(let left, let right):
            let both = [truth(of: left, on: day), truth(of: right, on: day)]
            return both.contains(false) ? false : both.contains(nil) ? nil : true
        case .any(let left, let right):
            let both = [truth(of: left, on: day), truth(of: right, on: day)]
            return both.contains(true) ? true : both.contains(nil) ? nil : false
        case .not(let inner): return truth(of: inner, on: day).map { !$0 }
        case .noOpenTasks: return !tasks.contains { $0.key.hasPrefix("t") && $0.value.isOpen }
        case .attended(let count): return attended >= count
        case .happened(let event, let count): return (happened[event] ?? 0) >= count
        case .isActive(let state): return active.contains(state)
        }
    }
}
