package import PathwayModel

/// What is put right and taken back, and what stands all the same.
extension FactSentences {
    /// Something that stands on an entry.
    package func words(for consequence: Consequence) -> String {
        switch consequence {
        case .state(let state): "the case is in \(pathway.title(of: state))"
        case .taskOpened(let task): "task \(title(task)) is open"
        case .taskClosed(let task): "task \(title(task)) was closed"
        case .transition(let index, let entry): "\(pathway.shortName(of: index)) was taken with #\(entry)"
        case .value(let field, let entry):
            "\(pathway.fields[field].shownName) was set from it with #\(entry)"
        case .message(let effect, let place, let isSent):
            "\(words(for: effect)) of #\(place.entry) \(isSent ? "has gone" : "is on its way")"
        case .withheld(let subject, let recipient, let place):
            "\(subject) to \(recipient) of #\(place.entry) was withheld and did not go"
        case .linkedCase(let pathway): "a case of \(pathway) was begun"
        case .idle(let entry, let what): "#\(entry) (\(what)) stays on record, and does nothing where the case is now"
        }
    }

    /// What another case of the patient's has to do with this one.
    func words(for other: OtherCase) -> String {
        switch other {
        case .risk(let id, let pathway): "case \(id) of \(pathway) tells of a risk"
        case .deathUndone(let id, let pathway): "the death in case \(id) of \(pathway) was taken back"
        case .takenBack(let places):
            places.count == 1
                ? "the case that it began is taken back" : "the \(places.count) cases that it began are taken back"
        }
    }

    /// How a case that was told anew differs.
    func words(for difference: ToldAnew) -> String? {
        func list<Element>(_ elements: [Element], _ what: String, _ name: (Element) -> String?) -> String? {
            let names = elements.compactMap(name)
            return names.isEmpty ? nil : "\(what) \(names.joined(separator: ", "))"
        }
        let state: (StateIndex) -> String? = { $0 == Pathway.root ? nil : self.pathway.title(of: $0) }
        let parts = [
            list(difference.left, "left", state), list(difference.entered, "is in", state),
            list(difference.opened, "open again:", title), list(difference.ended, "no longer open:", title),
            list(difference.moved, "now due:") { "\(title($0.task)) \(due($0.due, $0.dueAt) ?? "at no date")" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : "told anew: \(parts.joined(separator: "; "))"
    }

    /// A criterion that somebody decided against.
    func words(for unmet: UnmetCriterion) -> String {
        let name = unmet.label ?? unmet.id
        let values = unmet.values.map { "\($0.name) \($0.text)" }
        let why = unmet.waiting + values
        return why.isEmpty ? name : "\(name) (\(why.joined(separator: ", ")))"
    }
}
