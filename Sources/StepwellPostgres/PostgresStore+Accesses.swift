import CEL
package import StepwellStore

/// Who saw what. A row has everybody who was shown; by a second table it is found by each of them.
extension PostgresStore {
    package func keep(_ access: Access) throws(StoreError) -> Int {
        try write { connection in
            let number = try take(of: .accesses, connection)
            try connection.run(
                """
                INSERT INTO stepwell.accesses (clinic, number, at, at_ns, actor, speaker, door, subjects, emergency,
                refusal_code, refusal_message, review_of, finding)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                """, key, .init(number), .init(access.at.seconds), .init(access.at.nanoseconds), .init(access.actor),
                .init(access.speaker), .text(access.door), .bytes(try Access.Subject.bytes(of: access.subjects)),
                .init(access.emergency), .init(access.refusal?.code), .init(access.refusal?.message),
                .init(access.review?.of), .init(access.review?.finding))
            for patient in Set(access.subjects.map(\.patient)).sorted() {
                try connection.run(
                    "INSERT INTO stepwell.access_patients (clinic, patient, number) VALUES ($1, $2, $3)", key,
                    .text(patient), .init(number))
            }
            return number
        }
    }

    package func accesses(
        _ filter: AccessFilter, after last: Int?, limit: Int
    ) throws(StoreError) -> [KeptAccess] {
        let query = query(filter, after: last)
        return try read { connection in
            try connection.run(
                """
                SELECT number, at, at_ns, actor, speaker, door, subjects, emergency, refusal_code, refusal_message,
                review_of, finding FROM stepwell.accesses
                WHERE \(query.condition) ORDER BY number LIMIT \(query.place)
                """, query.values + [.init(max(0, limit))]
            ).map { KeptAccess(number: try $0.number(0), access: try Self.access($0)) }
        }
    }

    private func query(_ filter: AccessFilter, after last: Int?) -> FilteredQuery {
        var query = FilteredQuery(of: key)
        query.add("number > \(query.place)", .init(last ?? 0))
        if let patients = filter.patients {
            let first = query.values.count + 1
            let places = patients.indices.map { "$\(first + $0)" }.joined(separator: ", ")
            let found = "SELECT number FROM stepwell.access_patients WHERE clinic = $1 AND patient IN (\(places))"
            query.add(patients.isEmpty ? "false" : "number IN (\(found))", of: patients.map { .text($0) })
        }
        if let person = filter.person {
            query.add("(actor = \(query.place) OR speaker = \(query.place))", .text(person))
        }
        if let since = filter.since { query.compare("(at, at_ns) >=", since) }
        if let until = filter.until { query.compare("(at, at_ns) <", until) }
        switch filter.emergencies {
        case .among: break
        case .only: query.add("emergency IS NOT NULL")
        case .unreviewed:
            query.add(
                """
                emergency IS NOT NULL AND NOT EXISTS (SELECT 1 FROM stepwell.accesses AS review
                WHERE review.clinic = accesses.clinic AND review.review_of = accesses.number)
                """)
        }
        return query
    }

    private static func access(_ row: Row) throws -> Access {
        let (message, finding) = (try row.textIfAny(9), try row.textIfAny(11))
        return Access(
            at: try row.instant(1), actor: try row.textIfAny(3), speaker: try row.textIfAny(4), door: try row.text(5),
            subjects: try Access.Subject.list(try row.bytes(6)), emergency: try row.textIfAny(7),
            refusal: try row.textIfAny(8).map { StoredRefusal($0, message ?? "") },
            review: try row.intIfAny(10).map { Access.Review(of: Int($0), finding: finding ?? "") })
    }
}
