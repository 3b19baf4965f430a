package import PathwayModel
package import StepwellRuntime

/// What a look at a plugin found that is other than at the looks before.
package struct PluginDifference: Sendable {
    package struct Check: Sendable {
        package var finding: PluginExamination.Finding
        /// Whether it was good before; nil where it was not made.
        package var wasGood: Bool?
    }

    package struct Answer: Sendable {
        package var name: String
        /// Nil where the case is gone.
        package var now: Verdict?
        /// Nil where the case is new.
        package var before: Verdict?
    }

    package var checks: [Check] = []
    package var answers: [Answer] = []
    package var good = 0
    package var bad = 0

    package var json: JSON {
        let checks = checks.map { check -> JSON in
            [
                "name": .string(check.finding.name), "ok": .bool(check.finding.problems.isEmpty),
                "was_ok": check.wasGood.map { .bool($0) } ?? .null, "problems": JSON(check.finding.problems),
            ]
        }
        let answers = answers.map { answer -> JSON in
            [
                "case": .string(answer.name), "answer": JSON(answer.now?.answer.rawValue),
                "was": JSON(answer.before?.answer.rawValue), "reasons": JSON(answer.now?.reasons ?? []),
            ]
        }
        return ["ok": .bool(bad == 0), "checks": .array(checks), "answers": .array(answers)]
    }
}

/// What is known of a plugin from all looks so far.
package struct PluginKnown: Sendable {
    private var checks: [String: PluginExamination.Finding] = [:]
    private var answers: [String: Verdict] = [:]
    private var isEmpty = true

    package init() {}

    /// Takes in a look. A check that was not made, as where the build failed, is as it was.
    package mutating func take(_ look: PluginLook) -> PluginDifference {
        var difference = PluginDifference()
        for finding in look.checks {
            if finding.problems.isEmpty { difference.good += 1 } else { difference.bad += 1 }
            let before = checks.updateValue(finding, forKey: finding.name)
            guard before?.problems != finding.problems else { continue }
            difference.checks.append(.init(finding: finding, wasGood: before?.problems.isEmpty))
        }
        difference.answers = compare(look.answers)
        isEmpty = false
        return difference
    }

    private mutating func compare(_ new: [PluginExamination.CaseAnswer]) -> [PluginDifference.Answer] {
        guard !new.isEmpty else { return [] }
        var current: [String: Verdict] = [:]
        var found: [PluginDifference.Answer] = []
        for (name, verdict) in new.map({ ($0.name, $0.verdict) }) {
            guard current.updateValue(verdict, forKey: name) == nil else { continue }
            let before = answers.removeValue(forKey: name)
            // At the first look the checks say it all.
            if before != verdict, !isEmpty { found.append(.init(name: name, now: verdict, before: before)) }
        }
        found += answers.sorted { $0.key < $1.key }.map { .init(name: $0.key, now: nil, before: $0.value) }
        answers = current
        return found
    }
}
