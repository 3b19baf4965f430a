import CEL
package import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// A leaf of a guard: whether it holds, the values it rests on, and what would meet it.
package struct CriterionView: Hashable, Sendable {
    package var id: String
    package var label: String?
    /// The expression, or what stands in its place.
    package var text: String
    package var truth: Truth
    package var values: [ValueReport]
    /// What a rule says.
    package var reasons: [String]
    /// The rule that is asked, where it is one.
    package var rule: RuleReport?
    /// Any one of them is enough.
    package var remedies: [RemedyView]
    /// Whether it has to hold; false of what is denied.
    package var isWanted: Bool
    /// Whether nobody may decide while it is not met.
    package var isHard: Bool

    init(_ report: CriterionReport, _ sentences: RemedySentences, isHard: Bool = false) {
        id = report.id
        label = report.label
        text = report.text
        truth = report.truth
        values = report.values
        reasons = report.reasons
        rule = report.rule
        remedies = report.remedies.map { RemedyView($0, sentences) }
        isWanted = report.isWanted
        self.isHard = isHard
    }

    package var json: JSON {
        let values = values.map { value -> JSON in
            [
                "name": .string(value.name), "value": value.value?.json ?? .null, "date": JSON(value.date?.description),
                "days_ago": JSON(value.ageInDays),
            ]
        }
        return [
            "id": .string(id), "label": JSON(label), "text": .string(text), "truth": .string(truth.word),
            "waiting_for": JSON(truth.waitingFor), "values": .array(values), "reasons": JSON(reasons),
            "would_meet": .array(remedies.map(\.json) + (rule?.wouldMeetJSON ?? [])), "rule": rule?.json ?? .null,
        ]
    }
}

extension RuleReport {
    /// The plugin's name, and its version, which has no space.
    private var label: (name: String, version: String?) {
        guard let space = plugin.lastIndex(of: " ") else { return (plugin, nil) }
        return (String(plugin[..<space]), String(plugin[plugin.index(after: space)...]))
    }

    var json: JSON {
        [
            "name": .string(name), "plugin": .string(label.name), "version": JSON(label.version),
            "parameters": .object(parameters.map { .init($0.name, $0.value.json) }),
        ]
    }

    /// Of what a plugin says there is only its text.
    var wouldMeetJSON: [JSON] {
        wouldMeet.map { text in
            [
                "what": .string(name), "current": .null, "relation": "as_told", "values": .array([]),
                "text": .string(text),
            ]
        }
    }

    /// `attendance.at_least of attendance 1.0.0, with last 10, rate 0.8`
    package var words: String {
        let with = parameters.map { $0.value.listed(as: $0.name) }.joined(separator: ", ")
        return "rule \(name)\(plugin.isEmpty ? "" : " of \(plugin)")\(with.isEmpty ? "" : ", with \(with)")"
    }
}

/// A change of one value that would meet a criterion.
package struct RemedyView: Hashable, Sendable {
    package var remedy: Remedy
    /// What the value is about.
    package var what: String
    /// The whole in a sentence.
    package var text: String

    init(_ remedy: Remedy, _ sentences: RemedySentences) {
        self.remedy = remedy
        what = sentences.name(of: remedy.subject)
        text = sentences.words(for: remedy)
    }

    package var json: JSON {
        let (relation, values): (String, [Value]) =
            switch remedy.needed {
            case .atMost(let value): ("at_most", [value])
            case .atLeast(let value): ("at_least", [value])
            case .between(let least, let greatest): ("between", [least, greatest])
            case .oneOf(let values): ("one_of", values)
            case .other: ("other_than_current", [])
            case .any: ("any", [])
            }
        return [
            "what": .string(what), "current": remedy.current?.json ?? .null, "relation": .string(relation),
            "values": .array(values.map(\.json)), "text": .string(text),
        ]
    }
}

extension Truth {
    /// `yes`, `no` or `unknown`.
    package var word: String {
        switch self {
        case .yes: "yes"
        case .no: "no"
        case .unknown: "unknown"
        }
    }
}
