import CEL
import PathwayModel

/// What a guard demands and reads.
struct GuardDemands {
    /// Each has to be met for the guard to be true; nil where that cannot be told, or moving about may change it.
    private(set) var demands: [Demand]? = []
    private(set) var fields: Set<FieldIndex> = []
    private(set) var readsAttendance = false

    private let pathway: CompiledPathway
    private var visited: Set<Int> = []

    /// Functions whose answer may be another in another state.
    private static let moving: Set<Int> = Set(
        [HostFunction.attendanceSince, .openTasks, .task, .active, .enteredAt, .daysIn, .visits, .cameFrom, .decision]
            .map(\.rawValue))

    init(_ condition: Condition?, in pathway: CompiledPathway) {
        self.pathway = pathway
        if let condition { add(condition) }
    }

    private mutating func add(_ condition: Condition) {
        switch condition {
        case .all(let parts): for part in parts { add(part) }
        case .any, .not: demands = nil
        case .criterion(let criterion):
            switch criterion.body {
            case .expression(let program): add(program)
            case .namedGuard(let index): add(index)
            case .rule(let use):
                readsAttendance = true
                demands?.append(.other("rule \(use.position)", names: ["rule"]))
            }
        }
    }

    private mutating func add(_ index: GuardIndex) {
        let guards = pathway.expressions.guards.elements
        guard guards.indices.contains(index.position) else {
            demands = nil
            return
        }
        if visited.insert(index.position).inserted { add(guards[index.position].program) }
    }

    private mutating func add(_ program: Program) {
        guard demands != nil, !program.calls.contains(where: { Self.isMoving($0.id) }),
            let parts = Demand.all(of: program.source)
        else {
            demands = nil
            return
        }
        var guards: [String: GuardIndex] = [:]
        for id in program.variables {
            switch pathway.variables[id] {
            case .field(let field): fields.insert(field)
            case .attendance: readsAttendance = true
            case .namedGuard(let index): guards[pathway.symbols.guards[index.position].name] = index
            case .score, .item, .baseline, .previous, .change, .percentChange, .band, .count, .results, .payload, .now,
                .today, .patientAge, .patientLanguage:
                break
            }
        }
        for part in parts {
            if case .truth(let name, true) = part, let index = guards.removeValue(forKey: name) {
                add(index)
            } else {
                demands?.append(part)
            }
        }
        // One that stands inside another expression is not taken apart.
        if !guards.isEmpty { demands = nil }
    }

    private static func isMoving(_ call: Int) -> Bool {
        moving.contains(call) || call >= HostFunction.resultsSinceBase
    }
}
