import PathwayModel

/// Which part of a list is asked for: all of it, unless somebody says less.
package struct PageRequest: Hashable, Sendable {
    /// How many at most; nil for all that come.
    package var limit: Int?
    /// Only what comes behind this cursor, the `next` of the page before.
    package var after: String?

    package static let all = PageRequest()

    package init(limit: Int? = nil, after: String? = nil) {
        self.limit = limit
        self.after = after
    }

    /// A cursor that is none.
    func badCursor() -> Failure {
        Failure(
            .usage, "bad_cursor", "--after: '\(after ?? "")' is no place in this list",
            hint: "give the 'next' of the page before, or leave it out to begin at the beginning")
    }

    /// The part of a whole list whose rows never leave it.
    func page<Row>(ofWhole rows: [Row], cursor: (Row) -> String) throws(Failure) -> Page<Row> {
        guard let after else { return page(of: rows, cursor: cursor) }
        guard let last = rows.firstIndex(where: { cursor($0) == after }) else { throw badCursor() }
        return page(of: rows[(last + 1)...], cursor: cursor)
    }

    /// Cuts what stands behind the cursor, in the list's order.
    func page<Row>(of rows: some Collection<Row>, cursor: (Row) -> String) -> Page<Row> {
        let shown = Array(limit.map { rows.prefix($0) } ?? rows.prefix(rows.count))
        return Page(rows: shown, next: shown.count < rows.count ? shown.last.map(cursor) : nil)
    }
}

/// A part of a list, in the list's order, and where to go on.
package struct Page<Row> {
    package var rows: [Row]
    /// The cursor behind which there is more; nil at the end of the list.
    package var next: String?
}

extension Page: Equatable where Row: Equatable {}
extension Page: Hashable where Row: Hashable {}
extension Page: Sendable where Row: Sendable {}

extension Page {
    /// What a list's JSON says of whether it was cut.
    var members: [JSON.Member] { [.init("truncated", .bool(next != nil)), .init("next", JSON(next))] }
}
