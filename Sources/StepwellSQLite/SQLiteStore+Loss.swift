import CEL
import GRDB
package import StepwellStore

/// Whether everything is there that was committed.
extension SQLiteStore {
    /// Counts a commit that adds nothing to a journal, so that it can be missed too.
    static func counted(_ database: Database) throws -> HighWaterMark? {
        try Int.fetchOne(database.cachedStatement(sql: counting)).map { .writes($0) }
    }

    private static let counting =
        SealedTable.tally.update(["writes": "writes + 1"], where: "id = 1") + " RETURNING writes"

    package func lost() throws(StoreError) -> String? {
        // In this order: what the mark tells was committed before it was read.
        guard case .mark(let mark) = mark.read() else { return nil }
        guard try read({ try Self.lacks(mark, $0) }) else { return nil }
        let what =
            switch mark {
            case .entry(let id, let sequence, _): "entry \(sequence) of case \(id)"
            case .writes: "what was written last"
            }
        return "\(what) is not in '\(path)', though it was committed, and others before it may be missing too: its log "
            + "'\(path)-wal' was cut, removed or exchanged, or an older copy was put in its place. Put back what belongs "
            + "to it, or restore the last backup. To go on with what is there, remove '\(self.mark.path)'"
    }

    /// Whether a store lacks what a mark says that it has. What is there and damaged is not lacking.
    private static func lacks(_ mark: HighWaterMark, _ database: Database) throws -> Bool {
        switch mark {
        case .entry(let id, let sequence, let checksum):
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT facts, \(SealedTable.journal.sound) FROM journal WHERE case_id = ? AND sequence = ?
                    """, arguments: [id.text, sequence])
            guard let row else { return true }
            return try row.column(1) && HighWaterMark.checksum(try row.bytes(0)) != checksum
        case .writes(let count):
            let kept = try Int.fetchOne(database, sql: "SELECT writes FROM tally WHERE \(SealedTable.tally.sound)")
            return kept.map { $0 < count } ?? false
        }
    }

    package func remarks() throws(StoreError) -> [String] {
        let later = "the next commit makes it anew, and until then nothing is told if commits are lost"
        return switch mark.read() {
        case .missing: ["there is no '\(mark.path)', which says what was committed last: \(later)"]
        case .torn: ["'\(mark.path)', which says what was committed last, cannot be read: \(later)"]
        case .mark: []
        }
    }
}
