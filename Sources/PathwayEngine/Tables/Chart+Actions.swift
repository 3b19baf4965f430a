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
                switch action {
                case .set(let assignments): actions.append(.set(add(assignments)))
                case .add(let assignments): actions.append(.add(add(assignments)))
                case .notify, .openTask, .closeTasks, .raise, .attend, .enroll:
                    actions.append(.other(others.count))
                    others.append(action)
                }
            }
            return start..<actions.count
        }

        private mutating func add(_ assignments: [PathwayModel.Action.Assignment]) -> Range<Int> {
            fields += assignments.map(\.field)
            programs += assignments.map(\.program)
            return fields.count - assignments.count..<fields.count
        }

        subscript(place: Int) -> Action { actions[place] }

        func other(_ place: Int) -> PathwayModel.Action { others[place] }

        /// The same; nil where there is none of that number.
        func other(ifThere place: Int) -> PathwayModel.Action? {
            others.indices.contains(place) ? others[place] : nil
        }

        /// The field that an assignment sets.
        func field(_ assignment: Int) -> FieldIndex { fields[assignment] }

        /// The right side of an assignment.
        func program(_ assignment: Int) -> Program { programs[assignment] }
    }

    enum Action: Sendable {
        /// These assignments, all right sides first.
        case set(Range<Int>)
        /// These amounts, all worked out first.
        case add(Range<Int>)
        /// Its place among the other actions.
        case other(Int)
    }
}
