import CEL
import PathwayModel

/// What guards and decision tables cost and how deep they go, with all that they use.
extension Draft {
    private enum User: Hashable {
        case namedGuard(String)
        case decision(String)
    }

    private static let largestDepth = 160
    /// What a use costs beside the expression's own nesting.
    private static let depthOfUse = 4

    /// Guards and decision tables may use each other; none may need itself, and each takes a part of the stack of the one
    /// that uses it, and of its steps.
    mutating func checkUses() {
        var needs: [User: [User]] = [:]
        for entry in guards.elements { needs[.namedGuard(entry.name)] = uses(of: entry.program) }
        for table in decisions.elements { needs[.decision(table.name)] = uses(of: table.program) }
        guard let order = order(of: needs) else { return }
        checkDepths(order, needs)
        countCosts(order, needs)
    }

    /// All of them, each after what it needs; nil where one needs itself, which is reported.
    private mutating func order(of needs: [User: [User]]) -> [User]? {
        var order: [User] = []
        var isDone: Set<User> = []
        let roots =
            guardEntries.map { (User.namedGuard($0.name), $0) }
            + (sources.named["decisions"] ?? []).map { (User.decision($0.name), $0) }
        for (root, entry) in roots {
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
                    read.report(
                        .definitionCycle, "the guard '\(entry.name)' needs itself, through what it uses",
                        at: entry.key.span)
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
            guard let program = program(of: user) else { continue }
            let deepest = needs[user, default: []].map { depths[$0, default: 0] }.max() ?? 0
            depths[user] = program.depth + Self.depthOfUse + deepest
        }
        if let entry = guardEntries.first(where: { depths[.namedGuard($0.name), default: 0] > Self.largestDepth }) {
            let depth = depths[.namedGuard(entry.name), default: 0]
            read.report(
                .expressionTooDeep,
                "the guard '\(entry.name)' and what it uses nest \(depth) levels deep; \(Self.largestDepth) are allowed",
                at: entry.key.span, hint: "let guards use fewer others")
        }
    }

    /// Counts again what was compiled before the cost of all that it uses was known.
    private mutating func countCosts(_ order: [User], _ needs: [User: [User]]) {
        let tables = Dictionary((sources.named["decisions"] ?? []).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        let places = Dictionary(
            guardEntries.enumerated().map { (User.namedGuard($1.name), $0) }, uniquingKeysWith: { $1 })
        var isCounted: Set<User> = []
        for user in order {
            // Decision tables stand before all guards, and before them only tables that stand further up.
            let place = places[user] ?? -1
            let isLate = needs[user, default: []].contains { isCounted.contains($0) || places[$0, default: -1] > place }
            guard isLate else { continue }
            isCounted.insert(user)
            switch user {
            case .namedGuard(let name):
                guard let index = guards[name], let place = places[user],
                    let program = guardProgram(guardEntries[place])
                else { continue }
                guards[index].program = program
                know(program.estimatedCost, of: name)
            case .decision(let name):
                guard let index = decisions[name], let node = tables[name]?.key else { continue }
                let source = decisions[index].program.source
                guard let program = program(source, node, at: .pathway, expected: nil) else { continue }
                decisions[index].program = program
            }
        }
    }

    /// What uses the guard from here on costs as much more.
    mutating func know(_ cost: Int, of name: String) {
        guard let known = environment.variables[name] else { return }
        environment.variables[name] = Variable(id: known.id, type: known.type, domain: known.domain, cost: cost)
    }

    private func program(of user: User) -> Program? {
        switch user {
        case .namedGuard(let name): guards[name].map { guards[$0].program }
        case .decision(let name): decisions[name].map { decisions[$0].program }
        }
    }

    private func uses(of program: Program) -> [User] {
        let used = program.variables.compactMap { id -> User? in
            guard case .namedGuard(let place) = variables[id] else { return nil }
            return .namedGuard(guardEntries[place.position].name)
        }
        let tables = program.calls.compactMap { call -> User? in
            guard call.id == HostFunction.decision.rawValue, let place = call.constants.first ?? nil else { return nil }
            return .decision(decisions[Place(Int(place))].name)
        }
        return used + tables
    }
}
