package import PathwayModel
package import StepwellKit

/// The rules and channels that are at hand.
package struct PluginSet: Sendable {
    private let linked: [String: (rule: any Rule, plugin: Plugin)]
    /// By rule, the place in `hosted`.
    private let hosts: [String: Int]
    package let channels: [String: any Channel]
    package let plugins: [Plugin]
    package let hosted: [HostedPlugin]
    /// Why plugins that the clinic has cannot be asked, by name.
    private let absent: [String: String]

    /// - Parameters:
    ///   - hosted: plugins that run elsewhere. One that has a linked plugin's name is left out.
    ///   - absent: why others cannot be asked, by name.
    package init(_ plugins: [Plugin], hosted: [HostedPlugin] = [], absent: [String: String] = [:]) {
        self.absent = absent
        let names = Set(plugins.map(\.name))
        let hosted = hosted.filter { !names.contains($0.name) }
        self.plugins = plugins
        self.hosted = hosted
        var linked: [String: (rule: any Rule, plugin: Plugin)] = [:]
        var hosts: [String: Int] = [:]
        var channels: [String: any Channel] = [:]
        for (place, plugin) in hosted.enumerated() {
            for rule in plugin.rules { hosts[rule.name] = place }
            for channel in plugin.channels { channels[channel.name] = CarefulChannel(channel) }
        }
        for plugin in plugins {
            for rule in plugin.rules { linked["\(plugin.name).\(rule.name)"] = (rule, plugin) }
            for channel in plugin.channels { channels[channel.name] = CarefulChannel(channel) }
        }
        self.linked = linked
        self.hosts = hosts
        self.channels = channels
    }

    /// Whether a channel is part of the program.
    package func isLinked(channel name: String) -> Bool {
        plugins.contains { plugin in plugin.channels.contains { $0.name == name } }
    }

    package var signatures: [RuleSignature] {
        plugins.flatMap(\.signatures) + hosted.flatMap(\.rules)
    }

    /// Of each plugin with rules, what says whether it is still the same.
    package var editions: [String: String] {
        var editions: [String: String] = [:]
        for plugin in hosted where !plugin.rules.isEmpty { editions[plugin.name] = plugin.edition }
        for plugin in plugins where !plugin.rules.isEmpty { editions[plugin.name] = plugin.version }
        return editions
    }

    /// A rule's verdict on a question, with the plugin's name and version.
    package func answer(_ question: RuleQuestion) -> RuleAnswer { answers(to: [question])[0] }

    /// Verdicts on questions, in their order. Those for one plugin process are asked in one go.
    ///
    /// A rule that is not there fails to answer: its plugin was removed.
    ///
    /// - Parameter patient: whom they are about, which no plugin is told: a question that ends a plugin's process is
    ///   held against nobody else's.
    package func answers(to questions: [RuleQuestion], about patient: String? = nil) -> [RuleAnswer] {
        var answers: [RuleAnswer?] = Array(repeating: nil, count: questions.count)
        var waiting: [Int: [Int]] = [:]
        for (place, question) in questions.enumerated() {
            if let (rule, plugin) = linked[question.rule] {
                let verdict = rule.evaluate(untyped: question.parameters, question.facts).readable
                answers[place] = RuleAnswer(verdict, from: plugin.label)
            } else if let host = hosts[question.rule] {
                waiting[host, default: []].append(place)
            }
        }
        for (host, places) in waiting {
            let given = hosted[host].answer(places.map { questions[$0] }, patient)
            for (place, answer) in zip(places, given) { answers[place] = answer }
        }
        return zip(questions, answers).map { question, answer in
            answer ?? .failure(reasonOfAbsence(question.rule), from: "none")
        }
    }

    private func reasonOfAbsence(_ rule: String) -> String {
        let name = RuleSignature.pluginName(of: rule)
        return absent[name].map { "the plugin '\(name)' cannot be asked: \($0)" } ?? "no plugin has the rule '\(rule)'"
    }
}
