import CEL

/// Conditions of a clinic's rows, with their parameters in order.
struct FilteredQuery {
    private(set) var values: [SQLValue]
    private var conditions = ["clinic = $1"]

    init(of clinic: SQLValue) { values = [clinic] }

    /// The place of the parameter that comes next.
    var place: String { "$\(values.count + 1)" }
    var condition: String { conditions.joined(separator: " AND ") }

    /// A condition, with the parameters that it names.
    mutating func add(_ condition: String, _ given: SQLValue...) { add(condition, of: given) }

    mutating func add(_ condition: String, of given: [SQLValue]) {
        conditions.append(condition)
        values += given
    }

    /// A comparison of two columns with an instant.
    mutating func compare(_ comparison: String, _ instant: Timestamp) {
        let first = values.count + 1
        add("\(comparison) ($\(first), $\(first + 1))", .init(instant.seconds), .init(instant.nanoseconds))
    }

    /// A comparison with a word, where there is one.
    mutating func compare(_ comparison: String, _ word: String?) {
        guard let word else { return }
        add("\(comparison) \(place)", .text(word))
    }
}
