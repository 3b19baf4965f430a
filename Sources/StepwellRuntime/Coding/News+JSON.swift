import PathwayModel

/// What another case comes to, as the journal keeps it.
extension Input.News {
    var json: JSON {
        switch self {
        case .risk(let id, let pathway):
            ["input": "heard", "what": "risk", "case": .string(id), "pathway": .string(pathway)]
        case .deathUndone(let id, let pathway, let withheld):
            [
                "input": "heard", "what": "death_undone", "case": .string(id), "pathway": .string(pathway),
                "withheld": .array(withheld.map(\.json)),
            ]
        }
    }
}

extension Input.Withheld {
    fileprivate var json: JSON {
        [
            "subject": .string(subject), "recipient": .string(recipient), "entry": JSON(place.entry),
            "place": JSON(place.place),
        ]
    }
}

extension FactForm {
    func news() throws(FactReader.Unreadable) -> Input.News {
        switch try text("what") {
        case "risk": return .risk(case: try text("case"), pathway: try text("pathway"))
        case "death_undone":
            var withheld: [Input.Withheld] = []
            for form in try list("withheld") {
                let place = EffectPlace(entry: try form.int("entry"), place: try form.int("place"))
                withheld.append(
                    Input.Withheld(
                        subject: try form.text("subject"), recipient: try form.text("recipient"), place: place))
            }
            return .deathUndone(case: try text("case"), pathway: try text("pathway"), withheld: withheld)
        default: throw unreadable
        }
    }
}
