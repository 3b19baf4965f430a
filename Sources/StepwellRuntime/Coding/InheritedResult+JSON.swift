import CEL
import PathwayModel

/// Results that a linked case begins with, as the journal keeps them.
extension Input.InheritedResult {
    var json: JSON {
        .compact([
            "instrument": .string(instrument), "answers": .object(answers.map { .init($0.name, .string($0.text)) }),
            "at": .string(moment.at.rfc3339()), "date": .string(moment.date.description),
            "date_only": moment.isDateOnly ? .bool(true) : .null,
        ])
    }
}

extension FactForm {
    func inherited() throws(FactReader.Unreadable) -> [Input.InheritedResult] {
        guard self["results"] != nil else { return [] }
        var results: [Input.InheritedResult] = []
        for form in try list("results") {
            results.append(
                Input.InheritedResult(
                    instrument: try form.text("instrument"), answers: form.namedTexts("answers"),
                    moment: try form.moment()))
        }
        return results
    }
}
