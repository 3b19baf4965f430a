import CEL
import PathwayModel

/// Who did what, who sees to what, and why it is to be done.
extension ByteReader {
    mutating func optionalDoer() throws(Malformed) -> Doer? {
        try optional { (reader) throws(Malformed) in
            Doer(
                name: try reader.string(),
                roles: try reader.optional { (reader) throws(Malformed) in
                    try reader.list { (reader) throws(Malformed) in try reader.string() }
                })
        }
    }

    mutating func signed() throws(Malformed) -> CaseState.Signed {
        let signature = DecisionSignature(
            by: try string(), speaker: try optionalString(), isMet: try bool(), reason: try optionalString())
        return CaseState.Signed(signature: signature, moment: try moment())
    }

    mutating func subject(of pathway: Pathway) throws(Malformed) -> DutySubject {
        let order = try list { (reader) throws(Malformed) in try reader.int() }
        guard let subject = DutySubject(order: order, in: pathway) else { throw Malformed() }
        return subject
    }

    mutating func tended(in format: Int) throws(Malformed) -> CaseState.Tended {
        let hold = try optional { (reader) throws(Malformed) in
            DutyHold(
                by: try reader.string(), until: try reader.timestamp(),
                note: try reader.optional { (reader) throws(Malformed) in try reader.string() })
        }
        var tended = CaseState.Tended(hold: hold, snoozedUntil: try optionalDate())
        if format > 9 { tended.pages = try list { (reader) throws(Malformed) in try reader.page() } }
        return tended
    }

    mutating func cause(of pathway: Pathway) throws(Malformed) -> TaskCause {
        let trigger: TaskCause.Trigger
        switch try int() {
        case 0: trigger = .event(try place(below: pathway.events.count))
        case 1: trigger = .entered(try place(below: pathway.states.count))
        case 2: trigger = .during(try place(below: pathway.states.count))
        default: throw Malformed()
        }
        let values = try list { (reader) throws(Malformed) in
            Input.NamedText(try reader.string(), try reader.string())
        }
        return TaskCause(trigger, values: values)
    }
}
