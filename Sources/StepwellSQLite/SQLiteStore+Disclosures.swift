import CEL
import GRDB
package import StepwellStore

extension SQLiteStore {
    // MARK: Channels

    package func closedChannels() throws(StoreError) -> [ClosedChannel] {
        try read { database in
            // One that is damaged stays closed: a channel is not opened by an accident.
            try Row.fetchAll(
                database,
                sql: """
                    SELECT channel, at, CASE WHEN at_ns BETWEEN 0 AND 999999999 THEN at_ns ELSE 0 END, reason
                    FROM closed_channels ORDER BY channel
                    """
            ).map { row in
                ClosedChannel(channel: try row.column(0), at: try row.instant(1), reason: try row.column(3))
            }
        }
    }

    package func closeChannel(_ channel: ClosedChannel) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: SealedTable.closedChannels.insertion(verb: "INSERT OR REPLACE"),
                arguments: [channel.channel, channel.at.seconds, channel.reason, channel.at.nanoseconds])
        }
    }

    package func reopen(channel: String) throws(StoreError) {
        try write { database in
            try database.execute(sql: "DELETE FROM closed_channels WHERE channel = ?", arguments: [channel])
        }
    }

    // MARK: Consents

    package func releases(of patient: String) throws(StoreError) -> [Release] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, discloser, recipient, purpose, what, expires, signed_by, signed, revoked FROM releases
                    WHERE patient = ? AND \(SealedTable.releases.sound) ORDER BY signed, id
                    """,
                arguments: [patient]
            ).map { row in
                func date(_ place: Int) throws -> CalendarDate? {
                    let days: Int32? = try row.column(place)
                    return days.map { CalendarDate(daysSinceEpoch: $0) }
                }
                return Release(
                    id: try row.column(0), patient: patient, discloser: try row.column(1),
                    recipient: try row.column(2), purpose: try row.column(3), what: try row.column(4),
                    expires: try date(5), signedBy: try row.column(6), signed: try row.date(7), revoked: try date(8))
            }
        }
    }

    package func save(_ release: Release) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: SealedTable.releases.insertion(verb: "INSERT OR REPLACE"),
                arguments: [
                    release.id, release.patient, release.discloser, release.recipient, release.purpose, release.what,
                    release.expires?.daysSinceEpoch, release.signedBy, release.signed.daysSinceEpoch,
                    release.revoked?.daysSinceEpoch,
                ])
        }
    }

    // MARK: The ledger

    static func keep(_ disclosure: Disclosure, _ database: Database) throws {
        try database.execute(
            sql: SealedTable.disclosures.insertion(),
            arguments: [
                disclosure.patient, disclosure.effect.id.text, disclosure.effect.sequence, disclosure.effect.index,
                disclosure.at.seconds, disclosure.recipient, disclosure.channel, disclosure.purpose, disclosure.what,
                disclosure.release, disclosure.at.nanoseconds,
            ])
    }

    package func add(_ disclosure: Disclosure) throws(StoreError) {
        try write { try Self.keep(disclosure, $0) }
    }

    package func disclosures(of patient: String) throws(StoreError) -> [Disclosure] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT case_id, sequence, place, at, at_ns, recipient, channel, purpose, what, release FROM disclosures
                    WHERE patient = ? ORDER BY number
                    """,
                arguments: [patient]
            ).map { row in
                Disclosure(
                    patient: patient,
                    effect: EffectID(
                        id: CaseID(try row.column(0)), sequence: try row.column(1), index: try row.column(2)),
                    at: try row.instant(3), recipient: try row.column(5), channel: try row.column(6),
                    purpose: try row.column(7), what: try row.column(8), release: try row.column(9))
            }
        }
    }
}
