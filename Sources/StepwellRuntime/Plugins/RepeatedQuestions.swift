import PathwayModel
import StepwellKit

/// The same questions once more, asked otherwise: what changes an answer is neither a parameter nor a fact.
struct RepeatedQuestions {
    private struct Trial {
        /// How they were asked.
        var how: String
        var answers: [RuleAnswer]
    }

    /// Each is looked at only where nothing before it changes the answer: what draws lots changes with everything.
    private var stages: [[Trial]] = []
    /// What could not be tried.
    private(set) var notes: [String] = []

    /// - Parameter host: the plugin, which has just answered the questions.
    static func ask(_ questions: [RuleQuestion], _ host: PluginHost, _ setup: PluginHost.Setup) -> RepeatedQuestions {
        var asked = RepeatedQuestions()
        var trials = [
            Trial(how: "twice", answers: host.answers(to: questions)),
            Trial(
                how: "in another order",
                answers: host.answers(to: questions.reversed(), shuffled: true).reversed()),
        ]
        host.shutDown()
        trials.append(Trial(how: "of a new process", answers: host.answers(to: questions)))
        asked.stages.append(trials)
        asked.ask(questions, setup, "with another hash seed", PluginCircumstances.seeds)
        guard let dates = PluginCircumstances.dates() else {
            asked.notes.append("two dates not tried: install libfaketime")
            return asked
        }
        asked.ask(questions, setup, "at another date", dates)
        return asked
    }

    private mutating func ask(
        _ questions: [RuleQuestion], _ setup: PluginHost.Setup, _ how: String, _ circumstances: [PluginCircumstances]
    ) {
        var trials: [Trial] = []
        for changed in circumstances {
            var setup = setup
            setup.circumstances = changed
            let host = PluginHost(setup)
            defer { host.shutDown() }
            if case .failure(let failure) = host.handshake() {
                notes.append("not tried \(how): it does not begin then: \(failure.reason)")
                return
            }
            trials.append(Trial(how: how, answers: host.answers(to: questions)))
        }
        stages.append(trials)
    }

    /// How the question at a place has to be asked to get another answer.
    func changes(at place: Int, from answer: RuleAnswer) -> [String] {
        for stage in stages {
            var changes: [String] = []
            for trial in stage where trial.answers[place].verdict != answer.verdict && !changes.contains(trial.how) {
                changes.append(trial.how)
            }
            if !changes.isEmpty { return changes }
        }
        return []
    }
}
