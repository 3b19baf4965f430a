import CEL
import PathwayModel

extension Chart {
    /// The conditions of transitions and reactions in one table. Most are a single expression, which is asked without
    /// walking the definition's tree of criteria.
    struct Conditions: Sendable {
        private(set) var expressions: [Expression] = []
        private(set) var trees: [PathwayModel.Condition] = []

        mutating func add(_ condition: PathwayModel.Condition?) -> Condition {
            guard let condition else { return .none }
            if case .criterion(let criterion) = condition, case .expression(let program) = criterion.body {
                expressions.append(Expression(program: program, criterion: criterion.place, id: criterion.id))
                return .expression(expressions.count - 1)
            }
            trees.append(condition)
            return .tree(trees.count - 1)
        }
    }

    enum Condition: Sendable {
        /// There is no condition.
        case none
        /// An expression by itself, at its place in the table.
        case expression(Int)
        /// A tree of criteria, or a rule, at its place in the table.
        case tree(Int)
    }

    struct Expression: Sendable {
        let program: Program
        let criterion: Place<Criterion>
        let id: String
    }
}
