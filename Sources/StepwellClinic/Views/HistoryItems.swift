import CEL

extension HistoryView {
    /// One thing that happened to a case, that was refused, or that it came to another site.
    package enum Item: Hashable, Sendable {
        case entry(Row)
        /// With its number among the case's refused inputs.
        case refused(Refused, number: Int)
        /// With its number among the case's transfers.
        case transfer(Transfer, number: Int)

        /// What a later part of the list goes on behind: the entry's number, or `r` with the refused input's, or `t` with
        /// the transfer's.
        var cursor: String {
            switch self {
            case .entry(let row): "\(row.sequence)"
            case .refused(_, let number): "r\(number)"
            case .transfer(_, let number): "t\(number)"
            }
        }
    }

    /// All of it in order: entries as they were entered, and what else there was by when it was.
    static func inOrder(_ rows: [Row], _ refused: [Refused], _ transfers: [Transfer]) -> [Item] {
        let entries = zip(places(rows), rows).map { ($0, Item.entry($1)) }
        let others = refused.enumerated().map { ($1.at.instant, Item.refused($1, number: $0 + 1)) }
        let moves = transfers.enumerated().map { ($1.at.instant, Item.transfer($1, number: $0 + 1)) }
        return (entries + others + moves).enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .map(\.element.1)
    }

    /// Where rows stand among what was refused: in the order of entry, whatever a clock that was ahead dated them.
    private static func places(_ rows: [Row]) -> [Timestamp] {
        var earliest = rows.last?.at.instant
        return Array(
            rows.reversed().map { row in
                earliest = earliest.map { min($0, row.at.instant) }
                return earliest ?? row.at.instant
            }.reversed())
    }
}
