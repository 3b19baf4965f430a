/// Lists read to their end, a page at a time.
///
/// What changes between two pages may be seen as it was or as it is. Cases and messages are never removed, so each that
/// was there at the beginning is in the list once; an obligation that moves meanwhile may be in it twice or not at all.
extension CaseStore {
    /// All cases, in order of id.
    public func cases(_ filter: CaseFilter) throws(StoreError) -> [CaseSummary] {
        try WholeList.read(cursor: \.id) { last, limit throws(StoreError) in
            try cases(filter, after: last, limit: limit)
        }
    }

    /// The numbers of all patients who have cases or a record, in order.
    public func patientNumbers() throws(StoreError) -> [String] {
        try WholeList.read(cursor: \.self) { last, limit throws(StoreError) in
            try patientNumbers(after: last, limit: limit)
        }
    }

    /// All messages, in order of entry.
    public func outbox(_ filter: OutboxFilter) throws(StoreError) -> [OutboxRow] {
        try outbox(filter, after: nil)
    }

    /// All messages that were entered after one of the store's; from the first with nil.
    public func outbox(_ filter: OutboxFilter, after first: EffectID?) throws(StoreError) -> [OutboxRow] {
        try WholeList.read(from: first, cursor: \.message.effect) { last, limit throws(StoreError) in
            try outbox(filter, after: last, limit: limit)
        }
    }

    /// All open cases of which no obligation keeps them from being lost, in order of id.
    public func unkept() throws(StoreError) -> [CaseSummary] {
        try WholeList.read(cursor: \.id) { last, limit throws(StoreError) in try unkept(after: last, limit: limit) }
    }

    /// All that is to be done, in the order of `Obligation.Cursor`.
    public func obligations(_ filter: ObligationFilter) throws(StoreError) -> [ObligationRow] {
        try WholeList.read(cursor: \.obligation.cursor) { last, limit throws(StoreError) in
            try obligations(filter, after: last, limit: limit)
        }
    }

    /// All accesses, in the order in which they were kept.
    public func accesses(_ filter: AccessFilter) throws(StoreError) -> [KeptAccess] {
        try WholeList.read(cursor: \.number) { last, limit throws(StoreError) in
            try accesses(filter, after: last, limit: limit)
        }
    }

    /// The refused inputs of all cases, in the order in which they were kept.
    public func refusals() throws(StoreError) -> [KeptRefusal] {
        try WholeList.read(cursor: \.number) { last, limit throws(StoreError) in
            try refusals(after: last, limit: limit)
        }
    }
}

enum WholeList {
    /// Elements of a page.
    static let page = 1_000

    /// - Throws: `damaged` where a page ends where the one before did: the list would have no end.
    static func read<Row, Cursor: Equatable>(
        from first: Cursor? = nil, cursor: (Row) -> Cursor, page: (Cursor?, Int) throws(StoreError) -> [Row]
    ) throws(StoreError) -> [Row] {
        var rows: [Row] = []
        var last = first
        while true {
            let next = try page(last, Self.page)
            rows += next
            guard next.count >= Self.page, let end = next.last.map(cursor) else { return rows }
            guard end != last else { throw .damaged(detail: "a list does not go on behind its cursor") }
            last = end
        }
    }
}
