import CEL
import PathwayModel

/// Compiles what has a name and is used in other expressions: decision tables, then guards. They may use each other;
/// none may need itself, and each takes a part of the stack of the one that uses it, and of its steps.
struct NamedExpressions {
    let declared: Declarations
    var compiler: ExpressionCompiler

    private enum User: Hashable {
        case namedGuard(String)
        case decision(String)
    }

    private static let largestDepth = 160
    /// What a use costs beside the expression's own nesting.
    private static let depthOfUse = 4

    init(_ declared: Declarations, _ compiler: ExpressionCompiler) {
        self.declared = declared
        self.compiler = compiler
    }

    mutating func run() {
        for entry in declared.decisions {
            if let table = DecisionTableCompiler.table(entry, &compiler) {
                compiler.decisions.append(entry.name, table)
            } else {
                compiler.decisions.fail(entry.name)
            }
        }
        for entry in compiler.symbols.guards {
            if let program = program(of: entry) {
                compiler.guards.append(entry.name, NamedGuard(name: entry.name, program: program))
                // What uses it before is counted below.
                compiler.know(program.estimatedCost, of: entry.name)
            } else {
                compiler.guards.fail(entry.name)
            }
        }
        let needs = needs()
        guard let order = order(of: needs) else { return }
        checkDepths(order, needs)
        countCosts(order, needs)
    }

    private mutating func program(of entry: Named<YAMLNode>) -> Program? {
        compiler.program(entry.node, "the guard '\(entry.name)'", at: .pathway, expected: .bool)
    }

    // MARK: Uses

    private func needs() -> [User: [User]] {
        var needs: [User: [User]] = [:]
        for entry in compiler.guards.elements { needs[.namedGuard(entry.name)] = uses(of: entry.program) }
        for table in compiler.decisions.elements { needs[.decision(table.name)] = uses(of: table.program) }
        return needs
    }

    private func uses(of program: Program) -> [User] {
        let used = program.variables.compactMap { id -> User? in
            guard case .namedGuard(let place) = compiler.variables[id] else { return nil }
            return .namedGuard(compiler.symbols.guards[place.position].name)
        }
        let tables = program.calls.compactMap { call -> User? in
            guard call.id == HostFunction.decision.rawValue, let place = call.constants.first ?? nil else { return nil }
            return .decision(compiler.decisions[Place(Int(place))].name)
        }
        return used + tables
    }

    /// All of them, each after what it needs; nil where one needs itself, which is reported.
    private mutating func order(of needs: [User: [User]]) -> [User]? {
        var order: [User] = []
        var isDone: Set<User> = []
        let roots =
            compiler.symbols.guards.map { (User.namedGuard($0.name), $0.name, $0.key.span) }
            + declared.decisions.map { (User.decision($0.name), $0.name, $0.key.span) }
        for (root, name, span) in roots {
            // By hand and not by calls: a chain of guards may be longer than the stack is deep.
            var way = [(user: root, next: 0)]
            var onWay: Set<User> = [root]
            while let (user, next) = way.last {
                let needed = needs[user] ?? []
                if isDone.contains(user) || next == needed.count {
                    if isDone.insert(user).inserted { order.append(user) }
                    onWay.remove(user)
                    way.removeLast()
                    continue
                }
                way[way.count - 1].next += 1
                guard onWay.insert(needed[next]).inserted else {
                    compiler.read.report(
                        .definitionCycle, "the guard '\(name)' needs itself, through what it uses", at: span)
                    return nil
                }
                way.append((needed[next], 0))
            }
        }
        return order
    }

    private mutating func checkDepths(_ order: [User], _ needs: [User: [User]]) {
        var depths: [User: Int] = [:]
        for user in order {
            guard let program = compiled(user) else { continue }
            let deepest = needs[user, default: []].map { depths[$0, default: 0] }.max() ?? 0
            depths[user] = program.depth + Self.depthOfUse + deepest
        }
        let tooDeep = compiler.symbols.guards.first { depths[.namedGuard($0.name), default: 0] > Self.largestDepth }
        guard let entry = tooDeep else { return }
        let depth = depths[.namedGuard(entry.name), default: 0]
        compiler.read.report(
            .expressionTooDeep,
            "the guard '\(entry.name)' and what it uses nest \(depth) levels deep; \(Self.largestDepth) are allowed",
            at: entry.key.span, hint: "let guards use fewer others")
    }

    private func compiled(_ user: User) -> Program? {
        switch user {
        case .namedGuard(let name): compiler.guards[name].map { compiler.guards[$0].program }
        case .decision(let name): compiler.decisions[name].map { compiler.decisions[$0].program }
        }
    }

    /// Counts again what was compiled before the cost of all that it uses was known.
    private mutating func countCosts(_ order: [User], _ needs: [User: [User]]) {
        let tables = Dictionary(declared.decisions.map { ($0.name, $0.key) }, uniquingKeysWith: { $1 })
        let places = Dictionary(
            compiler.symbols.guards.enumerated().map { (User.namedGuard($1.name), $0) }, uniquingKeysWith: { $1 })
        var isCounted: Set<User> = []
        for user in order {
            // Decision tables stand before all guards, and before them only tables that stand further up.
            let place = places[user] ?? -1
            let isLate = needs[user, default: []].contains { isCounted.contains($0) || places[$0, default: -1] > place }
            guard isLate else { continue }
            isCounted.insert(user)
            switch user {
            case .namedGuard(let name):
                guard let index = compiler.guards[name], let place = places[user],
                    let program = program(of: compiler.symbols.guards[place])
                else { continue }
                compiler.guards[index].program = program
                compiler.know(program.estimatedCost, of: name)
            case .decision(let name):
                guard let index = compiler.decisions[name], let node = tables[name] else { continue }
                let source = compiler.decisions[index].program.source
                guard let program = compiler.program(source, node, at: .pathway, expected: nil) else { continue }
                compiler.decisions[index].program = program
            }
        }
    }
}
