import CEL
import PathwayModel

/// The conditions of transitions and reactions in one table. Most are a single expression, which is asked without
/// walking the definition's tree of criteria.
struct Guards: Sendable {
    enum Place: Sendable {
        /// There is no condition.
        case none
        /// An expression by itself, at its place here.
        case expression(Int)
        /// A tree of criteria, or a rule, at its place here.
        case tree(Int)
    }

    struct Expression: Sendable {
        let program: Program
        let criterion: PathwayModel.Place<Criterion>
        let id: String
    }

    private(set) var expressions: [Expression] = []
    private(set) var trees: [Condition] = []

    mutating func add(_ condition: Condition?) -> Place {
        guard let condition else { return .none }
        if case .criterion(let criterion) = condition, case .expression(let program) = criterion.body {
            expressions.append(Expression(program: program, criterion: criterion.place, id: criterion.id))
            return .expression(expressions.count - 1)
        }
        trees.append(condition)
        return .tree(trees.count - 1)
    }
}
