package import CEL
import PathwayEngine
package import PathwayModel

/// A story, step by step: what each gave, and where the case stood after it.
package struct ScenarioWalk: Sendable {
    package struct Step: Sendable {
        package var date: CalendarDate
        /// What it gave, with the made-up values.
        package var said: String
        /// The entries that it made: its own, after those that time brought until then.
        package var entries: [Entry]
        /// Every state in which the case was before it, and is after.
        package var before: [StateIndex]
        package var after: [StateIndex]
        package var refusal: Refusal?
        /// Where it is not as the story expects.
        package var problems: [String]
    }

    package struct Entry: Sendable {
        /// As `history` counts them.
        package var number: Int
        package var date: CalendarDate
        package var facts: [Fact]
    }

    package var steps: [Step]
    /// Where the case is at the end, with the day on which it entered each.
    package var here: [(state: StateIndex, entered: CalendarDate?)]
}

extension ScenarioRunner {
    /// Plays a story to its end, whether it is as expected or not.
    package func walk(_ scenario: Scenario) -> ScenarioWalk {
        var play = ScenarioPlay(standingIn(for: scenario), scenario.standIns)
        var steps: [ScenarioWalk.Step] = []
        for step in scenario.steps {
            let (before, problems, past) = (play.places, play.problems.count, play.past.count)
            play.perform(step)
            let entries = play.past[past...].map {
                ScenarioWalk.Entry(number: $0.header.sequence, date: $0.header.moment.date, facts: $0.facts)
            }
            steps.append(
                ScenarioWalk.Step(
                    date: play.today, said: step.words, entries: entries, before: before, after: play.places,
                    refusal: play.refusal, problems: Array(play.problems.dropFirst(problems))))
        }
        return ScenarioWalk(
            steps: steps, here: play.places.map { ($0, play.state?.stays[$0.position].entered?.date) })
    }
}

extension ScenarioPlay {
    fileprivate var places: [StateIndex] { state?.places ?? [] }
}
