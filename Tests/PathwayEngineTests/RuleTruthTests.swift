import PathwayCompiler
import PathwayEngine
import PathwayModel
import Testing

/// Missing is not false for rules of plugins either: each tree of criteria with each answer of a rule on each side.
@Suite("What rules answer, in criteria")
struct RuleTruthTests {
    enum Answer: CaseIterable {
        case met, notMet, unknown, failed

        var answer: RuleAnswer {
            switch self {
            case .met: RuleAnswer(.met("yes"), from: "t 1")
            case .notMet: RuleAnswer(.notMet("no"), from: "t 1")
            case .unknown: RuleAnswer(.unknown("who knows"), from: "t 1")
            case .failed: .failure("it crashed", from: "t 1")
            }
        }

        /// What is known of it; nil where nothing is.
        var isMet: Bool? {
            switch self {
            case .met: true
            case .notMet: false
            case .unknown, .failed: nil
            }
        }
    }

    private func leaf(_ condition: String, _ left: Answer, _ right: Answer) throws -> String? {
        let yaml = """
            stepwell: 1
            pathway: tested
            version: "1"
            title: Tested
            data: {yes: {type: boolean, default: true}, no: {type: boolean, default: false}, never: boolean}
            states:
              start:
                transitions:
                  - {when: \(condition), to: holds}
                  - {when: {not: \(condition)}, to: not_so}
              holds: {}
              not_so: {}

            """
        let rules = ["t.left", "t.right"].map { name in
            RuleSignature(name: name, parameters: [], reads: [.data], plugin: "t 1")
        }
        let compilation = PathwayCompiler(rules: rules, channels: nil) { _ in Array(yaml.utf8) }.compile("tested.yaml")
        let machine = Machine(try #require(compilation.product, "\(compilation.diagnostics.map(\.message))"))
        let request = Request(.enroll(.init(with: [])), at: Course.start)
        let outcome = machine.step(nil, request) { ($0.rule == "t.left" ? left : right).answer }
        guard case .stepped(let step) = outcome else { return nil }
        return step.state.leaves(in: machine.pathway).map { machine.pathway.states[$0].path }.first
    }

    private func expect(_ condition: String, _ left: Answer, _ right: Answer, _ truth: Bool?) throws {
        let expected = truth.map { $0 ? "holds" : "not_so" } ?? "start"
        #expect(try leaf(condition, left, right) == expected, "\(condition) of \(left) and \(right)")
    }

    @Test("all, any and not, of two rules", arguments: Answer.allCases, Answer.allCases)
    func rules(left: Answer, right: Answer) throws {
        let (one, other) = (left.isMet, right.isMet)
        let all = both(one, other)
        let any = one == true || other == true ? true : one == nil || other == nil ? nil : false
        try expect("{all: [{rule: t.left}, {rule: t.right}]}", left, right, all)
        try expect("{any: [{rule: t.left}, {rule: t.right}]}", left, right, any)
        try expect("{not: {all: [{rule: t.left}, {rule: t.right}]}}", left, right, all.map { !$0 })
        let allButOther = both(one, other.map { !$0 })
        try expect("{all: [{rule: t.left}, {not: {any: [{rule: t.right}]}}]}", left, right, allButOther)
    }

    private func both(_ left: Bool?, _ right: Bool?) -> Bool? {
        left == false || right == false ? false : left == nil || right == nil ? nil : true
    }

    @Test("a rule beside an expression that holds, does not, waits or fails", arguments: Answer.allCases)
    func expressions(answer: Answer) throws {
        let known = answer.isMet
        try expect("{all: [{rule: t.left}, {is: yes}]}", answer, .met, known)
        try expect("{all: [{rule: t.left}, {is: no}]}", answer, .met, false)
        try expect("{all: [{rule: t.left}, {is: never}]}", answer, .met, known == false ? false : nil)
        try expect("{any: [{rule: t.left}, {is: never}]}", answer, .met, known == true ? true : nil)
        try expect("{any: [{is: no}, {rule: t.left}]}", answer, .met, known)
        try expect("{any: [{is: never}, {is: yes}, {rule: t.left}]}", answer, .met, true)
    }
}
