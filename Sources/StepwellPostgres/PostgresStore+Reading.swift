package import CEL
package import StepwellStore

extension PostgresStore {
    private static let summaryColumns = """
        SELECT id, patient, pathway, version, status, outcome, configuration, sequence, last_input, last_input_ns, \
        wake_up, wake_up_ns, linked_from FROM stepwell.cases
        """
    static let journalColumns = """
        SELECT sequence, at, at_ns, occurred, occurred_ns, actor, speaker, input, facts FROM stepwell.journal
        """

    package func cases(_ filter: CaseFilter, after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        var query = FilteredQuery(of: key)
        query.compare("pathway =", filter.pathway)
        query.compare("status =", filter.status?.rawValue)
        query.compare("patient =", filter.patient)
        query.compare("id >", last?.text)
        if let state = filter.state {
            query.add("position(' ' || \(query.place)::text || ' ' IN ' ' || configuration || ' ') > 0", .text(state))
        }
        return try summaries(query, limit: limit)
    }

    package func unkept(after last: CaseID?, limit: Int) throws(StoreError) -> [CaseSummary] {
        var query = FilteredQuery(of: key)
        query.compare("id >", last?.text ?? "")
        query.add(
            """
            status = 'open' AND NOT EXISTS (SELECT 1 FROM stepwell.obligations
            WHERE obligations.clinic = cases.clinic AND obligations.case_id = cases.id AND keeps_case)
            """)
        return try summaries(query, limit: limit)
    }

    private func summaries(_ query: FilteredQuery, limit: Int) throws(StoreError) -> [CaseSummary] {
        try read { connection in
            try connection.run(
                "\(Self.summaryColumns) WHERE \(query.condition) ORDER BY id LIMIT \(query.place)",
                query.values + [.init(max(0, limit))]
            ).map(Self.summary)
        }
    }

    func summary(of id: CaseID, _ connection: Connection) throws -> CaseSummary? {
        try connection.run("\(Self.summaryColumns) WHERE clinic = $1 AND id = $2", key, .text(id.text)).first.map {
            try Self.summary($0)
        }
    }

    private static func summary(_ row: Row) throws -> CaseSummary {
        CaseSummary(
            id: try row.id(0), patient: try row.text(1), pathway: try row.text(2), version: try row.text(3),
            status: try row.word(4), outcome: try row.textIfAny(5),
            configuration: try row.text(6).split(separator: " ").map(String.init), sequence: try row.number(7),
            lastInput: try row.instant(8), nextWakeUp: try row.instantIfAny(10),
            linkedFrom: try row.textIfAny(12).map { CaseID($0) })
    }

    package func journal(of id: CaseID, after sequence: Int) throws(StoreError) -> [JournalRow] {
        try read { connection in
            try connection.run(
                "\(Self.journalColumns) WHERE clinic = $1 AND case_id = $2 AND sequence > $3 ORDER BY sequence", key,
                .text(id.text), .init(sequence)
            ).map(Self.entry)
        }
    }

    static func entry(_ row: Row) throws -> JournalRow {
        JournalRow(
            sequence: try row.number(0), at: try row.instant(1), occurred: try row.instantIfAny(3),
            actor: try row.textIfAny(5), speaker: try row.textIfAny(6), input: try row.bytes(7),
            facts: try row.bytes(8))
    }

    package func latestInput() throws(StoreError) -> Timestamp? {
        try read { connection in
            try connection.run(
                """
                SELECT last_input, last_input_ns FROM stepwell.cases WHERE clinic = $1
                ORDER BY last_input DESC, last_input_ns DESC LIMIT 1
                """, key
            ).first.map { try $0.instant(0) }
        }
    }

    // MARK: Patients

    package func patient(_ id: String) throws(StoreError) -> PatientRecord? {
        try read { connection in
            let rows = try connection.run(
                "SELECT name, value FROM stepwell.patients WHERE clinic = $1 AND id = $2", key, .text(id))
            guard rows.count > 0 else { return nil }
            let values = try rows.map { (name: try $0.text(0), value: try $0.text(1)) }
            return PatientRecord(id: id, values: Dictionary(values.map { ($0.name, $0.value) }) { $1 })
        }
    }

    package func patientNumbers(after last: String?, limit: Int) throws(StoreError) -> [String] {
        let isBehind = last == nil ? ">=" : ">"
        return try read { connection in
            try connection.run(
                """
                SELECT patient FROM stepwell.cases WHERE clinic = $1 AND patient \(isBehind) $2
                UNION SELECT id FROM stepwell.patients WHERE clinic = $1 AND id \(isBehind) $2 ORDER BY 1 LIMIT $3
                """, key, .text(last ?? ""), .init(max(0, limit))
            ).map { try $0.text(0) }
        }
    }
}
