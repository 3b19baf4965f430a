import CEL
package import StepwellStore

extension PostgresStore {
    // MARK: Channels

    package func closedChannels() throws(StoreError) -> [ClosedChannel] {
        try read { connection in
            try connection.run(
                """
                SELECT channel, at, at_ns, reason FROM stepwell.closed_channels WHERE clinic = $1 ORDER BY channel
                """, key
            ).map { ClosedChannel(channel: try $0.text(0), at: try $0.instant(1), reason: try $0.text(3)) }
        }
    }

    package func closeChannel(_ channel: ClosedChannel) throws(StoreError) {
        try write { connection in
            _ = try connection.run(
                """
                INSERT INTO stepwell.closed_channels (clinic, channel, at, at_ns, reason) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (clinic, channel) DO UPDATE SET at = excluded.at, at_ns = excluded.at_ns,
                reason = excluded.reason
                """, key, .text(channel.channel), .init(channel.at.seconds), .init(channel.at.nanoseconds),
                .text(channel.reason))
        }
    }

    package func reopen(channel: String) throws(StoreError) {
        try write { connection in
            _ = try connection.run(
                "DELETE FROM stepwell.closed_channels WHERE clinic = $1 AND channel = $2", key, .text(channel))
        }
    }

    // MARK: Consents

    package func releases(of patient: String) throws(StoreError) -> [Release] {
        try read { connection in
            try connection.run(
                """
                SELECT id, discloser, recipient, purpose, what, expires, signed_by, signed, revoked
                FROM stepwell.releases WHERE clinic = $1 AND patient = $2 ORDER BY signed, id
                """, key, .text(patient)
            ).map { row in
                Release(
                    id: try row.text(0), patient: patient, discloser: try row.text(1), recipient: try row.text(2),
                    purpose: try row.text(3), what: try row.text(4), expires: try row.dateIfAny(5),
                    signedBy: try row.text(6), signed: try row.date(7), revoked: try row.dateIfAny(8))
            }
        }
    }

    package func save(_ release: Release) throws(StoreError) {
        try write { connection in
            _ = try connection.run(
                """
                INSERT INTO stepwell.releases (clinic, id, patient, discloser, recipient, purpose, what, expires,
                signed_by, signed, revoked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT (clinic, id) DO UPDATE SET patient = excluded.patient, discloser = excluded.discloser,
                recipient = excluded.recipient, purpose = excluded.purpose, what = excluded.what,
                expires = excluded.expires, signed_by = excluded.signed_by, signed = excluded.signed,
                revoked = excluded.revoked
                """, key, .text(release.id), .text(release.patient), .text(release.discloser),
                .text(release.recipient), .text(release.purpose), .text(release.what),
                .init(release.expires?.daysSinceEpoch), .text(release.signedBy), .init(release.signed.daysSinceEpoch),
                .init(release.revoked?.daysSinceEpoch))
        }
    }

    // MARK: The ledger

    func keep(_ disclosure: Disclosure, _ connection: Connection) throws {
        let (effect, number) = (disclosure.effect, try take(of: .disclosures, connection))
        try connection.run(
            """
            INSERT INTO stepwell.disclosures (clinic, number, patient, case_id, sequence, place, at, at_ns, recipient,
            channel, purpose, what, release) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """, key, .init(number), .text(disclosure.patient), .text(effect.id.text), .init(effect.sequence),
            .init(effect.index), .init(disclosure.at.seconds), .init(disclosure.at.nanoseconds),
            .text(disclosure.recipient), .text(disclosure.channel), .text(disclosure.purpose), .text(disclosure.what),
            .text(disclosure.release))
    }

    package func add(_ disclosure: Disclosure) throws(StoreError) {
        try write { try keep(disclosure, $0) }
    }

    package func disclosures(of patient: String) throws(StoreError) -> [Disclosure] {
        try read { connection in
            try connection.run(
                """
                SELECT case_id, sequence, place, at, at_ns, recipient, channel, purpose, what, release
                FROM stepwell.disclosures WHERE clinic = $1 AND patient = $2 ORDER BY number
                """, key, .text(patient)
            ).map { row in
                Disclosure(
                    patient: patient,
                    effect: EffectID(id: try row.id(0), sequence: try row.number(1), index: try row.number(2)),
                    at: try row.instant(3), recipient: try row.text(5), channel: try row.text(6),
                    purpose: try row.text(7), what: try row.text(8), release: try row.text(9))
            }
        }
    }
}
