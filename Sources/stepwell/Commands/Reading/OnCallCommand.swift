import ArgumentParser
import PathwayModel
import StepwellClinic
import StepwellRuntime

/// `on-call`: who is told of safety tasks that nobody sees to.
struct OnCallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "on-call",
        abstract: "Show who is on call now: who is told of safety tasks that nobody sees to, in which order.",
        discussion: """
            stepwell on-call --at "2026-02-01 22:00"

            The line is that of 'on_call' in the clinic's settings.
            """)

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions

    func run() throws {
        let clinic = try clinic.open(to: .read)
        let view = try clinic.whoIsOnCall(at: try time.asked(in: clinic))
        if self.clinic.json { Output.json(view.json) } else { Output.lines(lines(view)) }
    }

    private func lines(_ view: OnCallView) -> [String] {
        let whose = view.isNobodysHour ? "it is nobody's hour, and everybody is told" : "who is told, in this order"
        let others = view.line.filter { !$0.isNow }
        return ["\(view.at.minute) (\(view.zone)): \(whose)"]
            + view.line.filter(\.isNow).enumerated().map { "  \($0 + 1). \(words($1))" }
            + others.map { "  not now: \(words($0))" }
            + [
                "the next after \(view.minutes) minutes without a claim; another channel after \(view.minutes) minutes "
                    + "without delivery; \(view.rounds) round\(view.rounds == 1 ? "" : "s")"
            ]
    }

    private func words(_ place: OnCallView.Place) -> String {
        let people = place.people.map { person in
            let name = person.recipient == place.who ? "" : "\(person.recipient) "
            return "\(name)by \(person.channels.joined(separator: ", then "))"
        }
        let hours = place.hours.isEmpty ? "at any hour" : place.hours.joined(separator: ", ")
        return "\(place.who) \(people.isEmpty ? "(nobody)" : people.joined(separator: " and ")); \(hours)"
    }
}
