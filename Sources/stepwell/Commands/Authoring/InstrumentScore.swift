import ArgumentParser
import PathwayModel
import StepwellClinic

/// `instrument score`: scores answers.
struct ScoreInstrument: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score answers, without any case.",
        discussion: "stepwell instrument score cssrs form=recent q1=true q2=false q6=false")

    @Argument(help: "The instrument's name.")
    var name: String

    @Argument(help: ArgumentHelp("Answers to items, or scores.", valueName: "item=value"))
    var answers: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let score: ScoreView
        do {
            score = try ScoreView(
                try Program.instruments.instrument(name), try NamedValues.parse(answers, "an answer"),
                at: SystemClock.now)
        } catch let refusal as Refusal {
            if json { Output.json(["refused": .string(refusal.code), "message": .string(refusal.message)]) }
            throw ToldInJSON.error(Failure(.refused, refusal.code, refusal.message), isJSON: json)
        }
        guard !json else { return Output.json(score.json) }
        Output.lines(
            score.scores.map { score in
                let value = score.value.map(\.shown) ?? "cannot be made: answers are missing"
                return "\(score.name) \(value)" + (score.band.map { " (\($0))" } ?? "")
            })
    }
}
