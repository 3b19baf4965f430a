import CEL
import PathwayModel

extension Input.Tending {
    /// As the journal keeps it.
    var json: JSON {
        var members: [JSON.Member] = [.init("input", "tend"), .init("change", .string(word))]
        if !duties.isEmpty { members.append(.init("owed", JSON(duties))) }
        switch change {
        case .claim(let term): members += term.members
        case .assign(let to, let note, let term), .handOver(let to, let note, let term):
            members +=
                [.init("to", .string(to.name))] + (note.map { [.init("note", .string($0))] } ?? []) + term.members
        case .release: break
        case .snooze(let until, let reason):
            members += [.init("until", .string(until.description)), .init("reason", .string(reason))]
        case .notNeeded(let reason): members.append(.init("reason", .string(reason)))
        case .away(let away): members += away.members
        }
        return .object(members)
    }
}

extension Input.Tending.Away {
    fileprivate var members: [JSON.Member] {
        var members: [JSON.Member] = [.init("who", .string(person)), .init("why", .string(why))]
        if let substitute { members.append(.init("to", .string(substitute.name))) }
        if let roles = substitute?.roles { members.append(.init("roles", JSON(roles.sorted()))) }
        return members + term.members
    }
}

extension Input.Tending.Term {
    fileprivate var members: [JSON.Member] {
        [.init("until", .string(until.rfc3339())), .init("safety_until", .string(safetyUntil.rfc3339()))]
    }
}

extension FactForm {
    func tending() throws(FactReader.Unreadable) -> Input.Tending {
        let duties = self["owed"] == nil ? [] : try texts("owed")
        return Input.Tending(try tendingChange(), of: duties)
    }

    private func tendingChange() throws(FactReader.Unreadable) -> Input.Tending.Change {
        switch try text("change") {
        case "claim": return .claim(try term())
        case "assign": return .assign(to: try receiver(), note: optionalText("note"), try term())
        case "hand-over": return .handOver(to: try receiver(), note: optionalText("note"), try term())
        case "release": return .release
        case "snooze":
            guard let until = date("until") else { throw unreadable }
            return .snooze(until: until, reason: try text("reason"))
        case "away":
            var substitute = optionalText("to").map { Input.Tending.Receiver(name: $0, roles: nil) }
            if self["roles"] != nil { substitute?.roles = Set(try texts("roles")) }
            return .away(.init(try text("who"), substitute: substitute, why: try text("why"), try term()))
        case "not-needed": return .notNeeded(reason: try text("reason"))
        default: throw unreadable
        }
    }

    private func receiver() throws(FactReader.Unreadable) -> Input.Tending.Receiver {
        Input.Tending.Receiver(name: try text("to"), roles: nil)
    }

    private func term() throws(FactReader.Unreadable) -> Input.Tending.Term {
        guard let until = instant("until"), let safety = instant("safety_until") else { throw unreadable }
        return Input.Tending.Term(until: until, safetyUntil: safety)
    }
}
