import CEL
import Foundation
import PathwayEngine
import PathwayModel
import TestSupport
import Testing

@testable import PathwayProver

/// Guards of one pathway, as the prover sees them where a case has just begun.
struct GuardSet {
    let open: OpenPlan
    let arithmetic: Arithmetic
    let z3: Z3
    let claims: [Claim]
    let programs: [Program]

    /// - Parameter data: the pathway's fields, as YAML has them.
    init(
        _ guards: [String], over data: String,
        searching path: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
    ) throws {
        let ways = guards.map { "      - {event: go, when: '\($0.replacing("'", with: "''"))', to: done}" }
        let text = """
            stepwell: 1
            pathway: guards
            version: "1"
            title: Guards
            roles: [clinician]
            \(data)
            events: {go: {}}
            states:
              start:
                transitions:
            \(ways.joined(separator: "\n"))
              done: {outcome: completed}
            """
        let pathway = try CorpusFile(name: "guards", text: text).compiled()
        let open = OpenPlan(pathway)
        let z3 = Z3(searching: path)
        self.open = open
        self.z3 = z3
        arithmetic = Arithmetic(open.table, z3)
        var story = Story(pathway)
        story.give(.enroll(Input.Enrollment(with: [])), Machine(pathway))
        let state = try #require(story.state)
        let transitions = pathway.transitions
        claims = transitions.map { open.claim(of: $0.when, in: $0.source, state, on: nil) }
        programs = try transitions.map { transition in
            try #require(transition.when?.criteria.first?.program(in: pathway))
        }
    }

    /// Two guards after one another, with what is asked of them: that each holds, or does not.
    var pairs: [(places: (Int, Int), holds: (Bool, Bool), constraints: [Solver.Constraint])] {
        stride(from: 0, to: claims.count - 1, by: 2).flatMap { place in
            [(true, true), (true, false), (false, true), (false, false)].map { holds in
                let constraints = [
                    Solver.Constraint(claim: claims[place], holds: holds.0),
                    Solver.Constraint(claim: claims[place + 1], holds: holds.1),
                ]
                return ((place, place + 1), holds, constraints)
            }
        }
    }

    /// What each guard comes to with each of some values.
    func truths(_ all: [GivenValues]) -> [[PathwayProver.Truth]] {
        programs.map { program in all.map { PathwayProver.Truth(program.evaluate($0)) } }
    }

    /// What z3 says, whether samples could decide it or not.
    func asked(_ constraints: [Solver.Constraint], knowingAll knowsAll: Bool) throws -> Bool {
        switch arithmetic.ask(constraints, arithmetic.reader(on: nil, knowsAll)) {
        case .impossible: return false
        case .possible: return true
        case .undecided(let why):
            Issue.record("\(why)")
            throw Undecided()
        }
    }

    struct Undecided: Error {}
}

/// A host to whom values are given, and who has no others.
struct GivenValues: CEL.Host {
    let pathway: Pathway
    let fields: [Value?]
    var today = CalendarDate(daysSinceEpoch: 0)

    func variable(_ id: Int) -> Outcome {
        if pathway.variables[id] == .today { return .value(.date(today)) }
        guard case .field(let field) = pathway.variables[id], let value = fields[field.position] else {
            return .unknown(UnknownSet(UnknownID(0)))
        }
        return .value(value)
    }

    func call(_ id: Int, _ arguments: [Value]) -> Outcome {
        if HostFunction(rawValue: id) == .businessDays, case .date(let from)? = arguments.first,
            case .int(let count)? = arguments.last,
            let date = pathway.calendar.adding(businessDays: Int(count), to: from)
        {
            return .value(.date(date))
        }
        guard HostFunction(rawValue: id) == .known, case .int(let number)? = arguments.first,
            case .field(let field) = pathway.references[Int(number)]
        else { return .unknown(UnknownSet(UnknownID(0))) }
        return .value(.bool(fields[field.position] != nil))
    }
}

/// Guards made at random, the same in every run.
struct GuardWriter {
    var random: SplitMix
    /// Writes a guard without `&&`, `||`, `!` and `?:`.
    let leaf: (inout SplitMix) -> String

    init(seed: UInt64, _ leaf: @escaping (inout SplitMix) -> String) {
        random = SplitMix(seed: seed)
        self.leaf = leaf
    }

    mutating func text(_ depth: Int = 2) -> String {
        guard depth > 0 else { return leaf(&random) }
        switch Int.random(in: 0..<7, using: &random) {
        case 0, 1: return "(\(text(depth - 1)) && \(text(depth - 1)))"
        case 2: return "(\(text(depth - 1)) || \(text(depth - 1)))"
        case 3: return "!(\(text(depth - 1)))"
        case 4: return "(\(text(depth - 1)) ? \(text(depth - 1)) : \(text(depth - 1)))"
        default: return leaf(&random)
        }
    }
}
