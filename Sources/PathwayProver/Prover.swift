import Foundation
package import PathwayModel

/// Proves what a pathway does, whatever is recorded and whatever anybody does, in the time it is given.
package struct Prover {
    private let pathway: Pathway
    private let holders: Set<String>?
    private let path: String
    private let watch: @Sendable () -> Watch

    /// How much time has passed since it was begun.
    package typealias Watch = @Sendable () -> Swift.Duration

    /// - Parameters:
    ///   - holders: the roles in which somebody acts; nil where nothing says so.
    ///   - path: the folders in which z3 is looked for, as `PATH` has them.
    ///   - watch: begins to measure the time that it takes.
    package init(
        _ pathway: Pathway, holders: Set<String>? = nil,
        searching path: String = ProcessInfo.processInfo.environment["PATH"] ?? "",
        by watch: @escaping @Sendable () -> Watch = Self.watch
    ) {
        self.pathway = pathway
        self.holders = holders
        self.path = path
        self.watch = watch
    }

    /// Time as it passes.
    package static let watch: @Sendable () -> Watch = {
        let start = ContinuousClock.now
        return { ContinuousClock.now - start }
    }

    /// What was found of each property: proved, owed, violated or not decided.
    ///
    /// - Parameters:
    ///   - limit: how long it may take.
    ///   - tell: called with what is looked at, before it is.
    package func prove(within limit: Swift.Duration, _ tell: (String) -> Void = { _ in }) -> ProverReport {
        let passed = watch()
        let search = PromiseSearch(pathway: pathway)
        let promises = Aside { [watch] in search.run(within: limit * 3 / 4, by: watch()) }
        tell("all situations")
        let proving = Proving(pathway, Z3(searching: path), until: { passed() > limit })
        var costs = [ProverReport.Cost(name: "situations", duration: passed())]
        for part in Part.allCases {
            tell(part.rawValue)
            let begin = passed()
            // Nothing takes the time of all that comes after.
            proving.share = { passed() - begin > limit / 4 }
            part.prove(proving, holders, promises)
            let duration = part == .promises ? promises.product.duration : passed() - begin
            costs.append(ProverReport.Cost(name: part.rawValue, duration: duration))
        }
        return ProverReport(
            pathway: pathway.identifier, version: pathway.version, findings: proving.findings,
            redundancies: proving.redundancies, situations: proving.course.nodes.count, costs: costs)
    }

    /// What is proved together.
    private enum Part: String, CaseIterable {
        case obligation, close, roles, risk, closing, safeguards, choices, requirements, promises, rest, events, tasks

        func prove(_ proving: Proving, _ holders: Set<String>?, _ promises: Aside<PromiseSearch.Outcome>) {
            switch self {
            case .obligation: proving.proveObligation()
            case .close: proving.proveClose()
            case .roles: proving.proveRoles(holders)
            case .risk: proving.proveRisk()
            case .closing: proving.proveSafetyClose()
            case .safeguards: proving.proveSafeguards()
            case .choices: proving.proveChoices()
            case .requirements: proving.proveRequirements()
            case .promises: proving.provePromises(promises.product.findings)
            case .rest: proving.proveRest()
            case .events: proving.proveEvents()
            case .tasks: proving.proveTasks()
            }
        }
    }
}

/// What was found of a pathway.
package struct ProverReport: Sendable {
    package struct Cost: Sendable {
        package var name: String
        /// Promises of the engine are searched beside all the rest.
        package var duration: Swift.Duration
    }

    package var pathway: String
    package var version: String
    package var findings: [Finding]
    /// Safeguards beside which another one stands that would keep the same alone.
    package var redundancies: [Redundancy]
    /// How many places a case can come to.
    package var situations: Int
    package var costs: [Cost]
}
