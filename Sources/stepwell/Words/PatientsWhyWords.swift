import CEL
import StepwellClinic

/// `why --patient`: what a patient may read.
enum PatientsWhyWords {
    static func lines(_ view: PatientsWhyView) -> [String] {
        let standing =
            view.isOpen
            ? view.stays.map { "You are in: \($0.title)\($0.since.map { ", since \($0)" } ?? "")." }
            : ["Your care with this program has ended."]
        let prospects = view.prospects.flatMap { prospect -> [String] in
            let standing =
                prospect.isProposed
                ? "Your care team can decide this with you now." : "Your care team decides this with you. It looks at:"
            return ["  \(prospect.title). \(standing)"] + prospect.looksAt.map { "    - \($0)" }
        }
        let next = view.next.map { "  \($0.date): \($0.title)" }
        return standing + ["", "What can come next:"] + (prospects.isEmpty ? ["  Nothing is planned yet."] : prospects)
            + (next.isEmpty ? [] : ["", "If nothing else happens:"] + next)
    }
}
