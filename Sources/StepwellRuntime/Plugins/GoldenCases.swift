import CEL
import PathwayCompiler
package import PathwayModel
import StepwellKit

/// A case that a plugin's author wrote down: these facts, this verdict.
package struct GoldenCase: Sendable {
    package var name: String
    package var question: RuleQuestion
    package var expected: Verdict.Answer
    /// A part of one of the reasons.
    package var because: String?
    package var span: SourceSpan

    /// What is wrong with an answer; nil where it is as expected.
    package func difference(from answer: RuleAnswer) -> String? {
        let verdict = answer.verdict
        let said = verdict.reasons.joined(separator: "; ")
        guard !answer.isFailure else { return "it gave no answer: \(said)" }
        guard verdict.answer == expected else {
            return "expected \(expected.rawValue), is \(verdict.answer.rawValue): \(said)"
        }
        guard because.map({ part in verdict.reasons.contains { $0.contains(part) } }) ?? true else {
            return "expected a reason with '\(because ?? "")'; the reasons are: \(said)"
        }
        return nil
    }
}

/// A plugin's `cases.yaml`.
///
/// ```yaml
/// cases:
///   - name: Eight of ten
///     rule: at_least
///     with: {rate: 0.8}
///     facts: {today: 2026-02-01, attendance: [{status: attended, date: 2026-01-05}]}
///     expect: met
/// deliveries:
///   - name: The provider is busy
///     channel: pager
///     answers: [{status: 429, headers: {Retry-After: "30"}}]
///     expect: retry
///     after: 30
/// ```
package struct GoldenCases: Sendable {
    package static let file = "cases.yaml"

    package var cases: [GoldenCase]
    package var deliveries: [DeliveryCase] = []
    package var diagnostics: [Diagnostic]

    /// - Parameters:
    ///   - signatures: the plugin's rules, with its name before theirs.
    ///   - channels: the plugin's.
    package static func read(
        _ bytes: [UInt8], _ signatures: [RuleSignature], _ channels: [PluginManifest.Channel] = [],
        file: String = file
    ) -> GoldenCases {
        let composed = YAML.compose(bytes, file: file)
        guard let node = composed.document else { return GoldenCases(cases: [], diagnostics: composed.diagnostics) }
        var reader = GoldenCaseReader(signatures: signatures)
        let form = PluginCaseFileDeclaration.schema.read(node, &reader.read)
        let cases = reader.cases(form)
        let deliveries = (form?.deliveries.value ?? []).values()
            .compactMap { DeliveryCaseReader(channels: channels).delivery($0, &reader.read) }
        return GoldenCases(
            cases: cases, deliveries: deliveries, diagnostics: composed.diagnostics + reader.read.diagnostics)
    }
}

private struct GoldenCaseReader {
    let signatures: [RuleSignature]
    var read = Reader()

    mutating func cases(_ form: PluginCaseFileDeclaration?) -> [GoldenCase] {
        (form?.cases.value ?? []).values().compactMap { golden($0) }
    }

    private mutating func golden(_ form: PluginCaseDeclaration) -> GoldenCase? {
        guard let name = form.name.value, let (rule, node) = form.rule.entry else { return nil }
        guard let signature = signatures.first(where: { $0.name.hasSuffix(".\(rule)") }) else {
            read.report(.badWord, "the plugin has no rule '\(rule)'", at: node.span)
            return nil
        }
        guard let expected = form.expect.value else { return nil }
        let question = RuleQuestion(
            rule: signature.name, parameters: parameters(form.parameters.node, of: signature, at: node),
            facts: form.facts.value.map { facts($0) } ?? RuleFacts())
        return GoldenCase(
            name: name, question: question, expected: expected, because: form.because.value, span: form.place.span)
    }

    private mutating func parameters(
        _ node: YAMLNode?, of rule: RuleSignature, at ruleNode: YAMLNode
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in node.map({ read.named($0, "'with'") }) ?? [] {
            guard let parameter = rule.parameters.first(where: { $0.name == entry.name }) else {
                read.report(.badWord, "the rule has no parameter '\(entry.name)'", at: entry.key.span)
                continue
            }
            values[entry.name] = read.value(entry.value, as: parameter.type, "the parameter '\(entry.name)'")
        }
        for missing in rule.parameters where missing.isRequired && values[missing.name] == nil {
            read.report(.missingKey, "the rule needs the parameter '\(missing.name)'", at: ruleNode.span)
        }
        return values
    }

    // MARK: Facts

    private mutating func facts(_ form: PluginFactsDeclaration) -> RuleFacts {
        var now: Timestamp?
        if case .timestamp(let instant)? = form.now.node.flatMap({ read.value($0, as: .instant, "'now'") }) {
            now = instant
        }
        let sessions = (form.attendance.value ?? []).values().compactMap { Self.session($0) }
        let data = values(form.data.value ?? [])
        return RuleFacts(
            now: now, today: form.today.value,
            // As the host hands them over: in order of date.
            sessions: sessions.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
                .map(\.element),
            data: data.compactMapValues { $0 }, results: results(form.results.value ?? []),
            course: course(form.course.node))
    }

    private static func session(_ form: PluginSessionDeclaration) -> RuleFacts.Session? {
        guard let status = form.status.value, let date = form.date.value else { return nil }
        return RuleFacts.Session(status: status, type: form.type.value, date: date)
    }

    private mutating func results(_ entries: [Named<[Item<PluginResultDeclaration>]>]) -> [String: [RuleFacts.Result]] {
        var results: [String: [RuleFacts.Result]] = [:]
        for entry in entries {
            var list: [RuleFacts.Result] = []
            for form in (entry.value ?? []).values() {
                guard let date = form.date.value, form.values.isPresent else { continue }
                list.append(RuleFacts.Result(values: values(form.values.value ?? []), date: date))
            }
            // As the host hands them over: the newest first.
            results[entry.name] = list.enumerated().sorted {
                ($1.element.date, $0.offset) < ($0.element.date, $1.offset)
            }.map(\.element)
        }
        return results
    }

    private mutating func course(_ node: YAMLNode?) -> [String: CalendarDate] {
        var course: [String: CalendarDate] = [:]
        for (key, value) in node?.entries ?? [] {
            if let path = key.text { course[path] = read.date(value, "the date of a state") }
        }
        return course
    }

    private mutating func values(_ entries: [Named<YAMLNode>]) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in entries { values[entry.name] = value(entry) }
        return values
    }

    /// A value as what it looks like, as there is no pathway here that says its type: a scalar, or `{date: …}` and
    /// `{instant: …}` as the protocol has them.
    private mutating func value(_ entry: Named<YAMLNode>) -> Value? {
        let node = entry.node
        if let text = node.text, !node.isNull {
            if node.isPlain {
                if let date = CalendarDate(text) { return .date(date) }
                if let instant = Timestamp(rfc3339: text) { return .timestamp(instant) }
            }
            switch node.json {
            case .bool(let value): return .bool(value)
            case .int(let value): return .int(value)
            case .double(let value): return .double(value)
            case .string, .null, .array, .object: return .string(text)
            }
        }
        do throws(ProtocolError) { return try WireValue.value(node.json) } catch {
            read.report(
                .badValue, "the value '\(entry.name)' is neither a scalar nor {date: …} nor {instant: …}",
                at: read.brief(node), hint: "what was never recorded is left out")
            return nil
        }
    }
}
