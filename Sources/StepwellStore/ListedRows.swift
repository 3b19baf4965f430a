/// Rows that lists of all cases show.
public enum ListedRows: Hashable, Sendable, CaseIterable {
    case cases
    case obligations
    case messages
}
