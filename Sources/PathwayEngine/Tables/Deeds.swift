import CEL
import PathwayModel

/// All actions of a pathway in one table: what transitions, reactions, entries and exits do are ranges of it.
struct Deeds: Sendable {
    enum Deed: Sendable {
        /// These assignments, all right sides first.
        case set(Range<Int>)
        /// Its place among the other actions.
        case other(Int)
    }

    private var deeds: [Deed] = []
    private var fields: [FieldIndex] = []
    private var programs: [Program] = []
    private var others: [Action] = []

    mutating func add(_ actions: [Action]) -> Range<Int> {
        let start = deeds.count
        for action in actions {
            if case .set(let assignments) = action {
                deeds.append(.set(fields.count..<fields.count + assignments.count))
                fields += assignments.map(\.field)
                programs += assignments.map(\.program)
            } else {
                deeds.append(.other(others.count))
                others.append(action)
            }
        }
        return start..<deeds.count
    }

    subscript(place: Int) -> Deed { deeds[place] }

    func other(_ place: Int) -> Action { others[place] }

    /// The field that an assignment sets.
    func field(_ assignment: Int) -> FieldIndex { fields[assignment] }

    /// The right side of an assignment.
    func program(_ assignment: Int) -> Program { programs[assignment] }
}
