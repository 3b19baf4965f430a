import CEL
import PathwayModel

extension Chart {
    /// All actions of a pathway in one table: what transitions, reactions, entries and exits do are ranges of it.
    struct Actions: Sendable {
        private var actions: [Action] = []
        private var fields: [FieldIndex] = []
        private var programs: [Program] = []
        private var others: [PathwayModel.Action] = []

        mutating func add(_ added: [PathwayModel.Action]) -> Range<Int> {
            let start = actions.count
            for action in added {
                if case .set(let assignments) = action {
                    actions.append(.set(fields.count..<fields.count + assignments.count))
                    fields += assignments.map(\.field)
                    programs += assignments.map(\.program)
                } else {
                    actions.append(.other(others.count))
                    others.append(action)
                }
            }
            return start..<actions.count
        }

        subscript(place: Int) -> Action { actions[place] }

        func other(_ place: Int) -> PathwayModel.Action { others[place] }

        /// The field that an assignment sets.
        func field(_ assignment: Int) -> FieldIndex { fields[assignment] }

        /// The right side of an assignment.
        func program(_ assignment: Int) -> Program { programs[assignment] }
    }

    enum Action: Sendable {
        /// These assignments, all right sides first.
        case set(Range<Int>)
        /// Its place among the other actions.
        case other(Int)
    }
}
