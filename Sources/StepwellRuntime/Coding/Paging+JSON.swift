import CEL
import PathwayModel

extension OnCallPage {
    var members: [JSON.Member] {
        [
            .init("who", .string(who)), .init("turn", JSON(turn)), .init("round", JSON(round)),
            .init("recipient", .string(recipient)), .init("channel", .string(channel)),
        ]
    }
}

extension Input.Paging {
    /// As the journal keeps it.
    var json: JSON {
        switch self {
        case .told(let task, let page): .object([JSON.Member("task", .string(task))] + page.members)
        case .late(let task, let effect):
            ["task": .string(task), "late": .bool(true), "entry": JSON(effect.entry), "place": JSON(effect.place)]
        }
    }
}

extension FactForm {
    func page() throws(FactReader.Unreadable) -> OnCallPage {
        OnCallPage(
            who: try text("who"), turn: try int("turn"), round: try int("round"), recipient: try text("recipient"),
            channel: try text("channel"))
    }

    func effectPlace() throws(FactReader.Unreadable) -> EffectPlace {
        EffectPlace(entry: try int("entry"), place: try int("place"))
    }

    func pagings() throws(FactReader.Unreadable) -> [Input.Paging] {
        var pagings: [Input.Paging] = []
        for form in try list("pages") {
            let task = try form.text("task")
            let isLate = form["late"]?.bool ?? false
            pagings.append(isLate ? .late(task: task, try form.effectPlace()) : .told(task: task, try form.page()))
        }
        return pagings
    }
}
