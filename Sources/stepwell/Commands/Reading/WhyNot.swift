import ArgumentParser
import PathwayModel
import StepwellClinic

/// `why-not`: what stands between a case and one state.
struct WhyNot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why-not",
        abstract: "Say what stands between a case and a state.",
        discussion: "stepwell why-not P-17 follow_up")

    @Argument(help: "The case's id, or the patient who has just one.")
    var `case`: String

    @Argument(help: "The state, by its path or its last parts.")
    var state: String

    @OptionGroup var clinic: ClinicOptions
    @OptionGroup var time: TimeOptions
    @OptionGroup var emergency: EmergencyOptions

    func run() throws {
        let route = try clinic.see(.whyNot, emergency, about: .case(self.case)) { clinic in
            let seen = try clinic.look(at: self.case, when: try time.asked(in: clinic))
            return Shown(try RouteView(seen, to: state), seen.shown)
        }.screen.view
        if self.clinic.json { Output.json(route.json) } else { Output.lines(lines(route)) }
    }

    private func lines(_ route: RouteView) -> [Line] {
        let name = route.target.label
        if route.isActive { return ["The case is in \(name) now."] }
        guard !route.first.isEmpty else {
            return ["Nothing leads from \(route.from.map(\.label).joined(separator: ", ")) to \(name)."]
        }
        let words = WayWords(paint: .output)
        let head: Line =
            route.then.isEmpty ? "To \(name):" : "To \(name) it is \(route.then.count + 1) steps. The first:"
        let then = route.then.enumerated().map { place, step -> Line in
            "  then, step \(place + 2): \(step.name)\(step.targets.arrow)"
        }
        return [head] + route.first.flatMap { words.lines(for: $0) } + then
    }
}
