import CEL
import PathwayModel

extension ByteReader {
    /// That somebody on call was told, as a snapshot keeps it.
    mutating func page() throws(Malformed) -> CaseState.Page {
        let (who, recipient, channel) = (try string(), try string(), try string())
        let page = OnCallPage(who: who, turn: try int(), round: try int(), recipient: recipient, channel: channel)
        let effect = EffectPlace(entry: try int(), place: try int())
        let at = try timestamp()
        let number = try optional { (reader) throws(Malformed) in try reader.int() }
        let outcomes = DeliveryReport.Outcome.allCases
        if let number, !outcomes.indices.contains(number) { throw Malformed() }
        return CaseState.Page(
            page: page, effect: effect, at: at, outcome: number.map { outcomes[$0] }, isLate: try bool())
    }
}
