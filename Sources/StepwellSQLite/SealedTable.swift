/// A table whose rows each have a seal: a checksum of their other columns, so that a value that turned into another on
/// the disk, or was changed by another program, is told from one that was kept.
///
/// Rows are written by these statements alone. A row whose seal is wrong keeps a wrong one until all that it covers is
/// written anew.
struct SealedTable {
    /// A column with a checksum of others, in order.
    struct Seal {
        var column = "seal"
        let of: [String]
        /// Columns that were added to rows which had seals: where all of them are null, the seal is what it was without.
        var added: [String] = []

        var columns: [String] { of + added }

        /// What it should be, where some columns hold something else than the row does.
        func expected(_ value: (String) -> String) -> String {
            let first = "seal_of(\(of.map(value).joined(separator: ", ")))"
            guard !added.isEmpty else { return first }
            let isAsBefore = added.map { "\(value($0)) IS NULL" }.joined(separator: " AND ")
            let whole = "seal_of(\(columns.map(value).joined(separator: ", ")))"
            return "(CASE WHEN \(isAsBefore) THEN \(first) ELSE \(whole) END)"
        }
    }

    let name: String
    /// Together they cover all columns but those that are left out.
    let seals: [Seal]
    /// Columns that no seal covers: a snapshot, which has one of its own, and is made anew where that is broken.
    let unsealed: [String]
    /// Whether the first column is a number that is given to each row, one more than the last.
    let isNumbered: Bool
    /// The column with the case that a row is of, where it is of one.
    let caseColumn: String?
    /// The columns that tell a row from others of its case, or of all; none of them holds a value of a patient's.
    let key: [String]
    /// The condition that a row is as it was kept.
    let sound: String

    init(
        _ name: String, _ seals: [Seal], unsealed: [String] = [], isNumbered: Bool = false, caseColumn: String? = nil,
        key: [String]
    ) {
        self.name = name
        self.seals = seals
        self.unsealed = unsealed
        self.isNumbered = isNumbered
        self.caseColumn = caseColumn
        self.key = key
        sound = Self.soundness(of: name, seals)
    }

    /// A table with one seal.
    init(
        _ name: String, _ columns: [String], added: [String] = [], isNumbered: Bool = false, caseColumn: String? = nil,
        key: [String]
    ) {
        self.init(
            name, [Seal(of: columns, added: added)], isNumbered: isNumbered, caseColumn: caseColumn, key: key)
    }

    var columns: [String] { seals.flatMap(\.columns) }

    /// The same of a table by the name that it has in a query.
    func isSound(as alias: String) -> String { Self.soundness(of: alias, seals) }

    private static func soundness(of alias: String, _ seals: [Seal]) -> String {
        let conditions = seals.map { seal in "\(alias).\(seal.column) = \(seal.expected { "\(alias).\($0)" })" }
        return "(\(conditions.joined(separator: " AND ")))"
    }

    /// A statement that seals all rows as they are.
    var sealing: String {
        let assignments = seals.map { seal in "\(seal.column) = \(seal.expected { $0 })" }
        return "UPDATE \(name) SET \(assignments.joined(separator: ", "))"
    }

    /// A statement that adds a row, with a parameter for each column in this order.
    ///
    /// - Parameters:
    ///   - given: those that are given, nil for all but the number; the others are null.
    ///   - conflict: what follows, for a row that is there already.
    func insertion(_ given: [String]? = nil, _ conflict: String = "", verb: String = "INSERT") -> String {
        let given = given ?? Array((columns + unsealed).dropFirst(isNumbered ? 1 : 0))
        var values: [String: String] = [:]
        for (place, column) in given.enumerated() { values[column] = "?\(place + 1)" }
        if isNumbered { values[columns[0]] = "n" }
        let names = (isNumbered ? [columns[0]] : []) + given
        let list = names.map { values[$0] ?? "NULL" } + seals.map { seal in seal.expected { values[$0] ?? "NULL" } }
        let row = list.joined(separator: ", ")
        let head = "\(verb) INTO \(name) (\((names + seals.map(\.column)).joined(separator: ", ")))"
        guard isNumbered else { return "\(head) VALUES (\(row)) \(conflict)" }
        return "\(head) SELECT \(row) FROM (SELECT coalesce(max(\(columns[0])), 0) + 1 AS n FROM \(name)) \(conflict)"
    }

    /// A statement that changes rows.
    ///
    /// - Parameter changes: columns and their new values, as they are written in SQL. Parameters have numbers: they may
    ///   stand twice.
    func update(_ changes: KeyValuePairs<String, String>, where condition: String) -> String {
        let new = Dictionary(uniqueKeysWithValues: changes.map { ($0.key, $0.value) })
        let assignments = changes.map { "\($0.key) = \($0.value)" } + seals.compactMap { resealing($0, new) }
        return "UPDATE \(name) SET \(assignments.joined(separator: ", ")) WHERE \(condition)"
    }

    /// What is damaged stays so, unless all of it is another now.
    private func resealing(_ seal: Seal, _ new: [String: String]) -> String? {
        let changed = seal.columns.count { new[$0] != nil }
        guard changed > 0 else { return nil }
        let expected = seal.expected { new[$0] ?? $0 }
        guard changed < seal.columns.count else { return "\(seal.column) = \(expected)" }
        let old = seal.expected { $0 }
        return "\(seal.column) = CASE \(seal.column) WHEN \(old) THEN \(expected) ELSE \(seal.column) END"
    }
}

extension SealedTable {
    static let definitions = SealedTable(
        "definitions", ["digest", "pathway", "version", "path", "compiled"],
        key: ["pathway", "version"])
    static let definitionFiles = SealedTable(
        "definition_files", ["digest", "path", "bytes"], key: ["digest", "path"])
    /// Each input writes all that the first seal covers, and nothing of the other.
    static let cases = SealedTable(
        "cases",
        [
            Seal(of: [
                "status", "outcome", "configuration", "sequence", "last_input", "last_input_ns", "wake_up",
                "wake_up_ns",
            ]),
            Seal(column: "origin_seal", of: ["id", "patient", "pathway", "version", "digest", "linked_from"]),
        ], unsealed: ["snapshot_format", "snapshot"], caseColumn: "id", key: [])
    static let journal = SealedTable(
        "journal",
        ["case_id", "sequence", "at", "at_ns", "occurred", "occurred_ns", "actor", "input", "facts"],
        added: ["speaker"], caseColumn: "case_id", key: ["sequence"])
    static let requests = SealedTable(
        "requests", ["request", "case_id", "sequence", "refusal_code", "refusal_message", "asked"],
        caseColumn: "case_id", key: ["request"])
    static let audit = SealedTable(
        "audit",
        [
            "number", "case_id", "at", "at_ns", "actor", "input", "refusal_code", "refusal_message", "request",
        ], added: ["speaker"], isNumbered: true, caseColumn: "case_id", key: ["number"])
    static let obligations = SealedTable(
        "obligations",
        obligationColumns + ["safety", "claimed_by", "keeps_case"],
        added: ["claimed_until", "claimed_ns", "snoozed_until"], caseColumn: "case_id", key: ["kind", "subject"])
    private static let obligationColumns = [
        "case_id", "kind", "subject", "title", "role", "due_day", "due_at", "due_ns", "since",
    ]
    /// As they were sealed until version 6.
    static let obligationsUntil6 = SealedTable(
        "obligations", obligationColumns, caseColumn: "case_id", key: ["kind", "subject"])
    static let patients = SealedTable("patients", ["id", "name", "value"], key: ["id", "name"])
    static let outbox = SealedTable(
        "outbox",
        [
            "number", "case_id", "sequence", "place", "kind", "recipient", "subject", "via", "at", "at_ns", "status",
            "attempts", "next_attempt", "next_attempt_ns", "leased_until", "leased_until_ns", "reason", "channel",
            "settled", "leader", "settled_ns",
        ], isNumbered: true, caseColumn: "case_id", key: ["sequence", "place"])
    static let closedChannels = SealedTable(
        "closed_channels", ["channel", "at", "reason", "at_ns"], key: ["channel"])
    static let releases = SealedTable(
        "releases",
        [
            "id", "patient", "discloser", "recipient", "purpose", "what", "expires", "signed_by", "signed", "revoked",
        ], key: ["id"])
    static let disclosures = SealedTable(
        "disclosures",
        [
            "number", "patient", "case_id", "sequence", "place", "at", "recipient", "channel", "purpose", "what",
            "release", "at_ns",
        ], isNumbered: true, caseColumn: "case_id", key: ["number"])
    static let resources = SealedTable("resources", ["name", "revision", "bytes"], key: ["name"])
    static let accesses = SealedTable(
        "accesses",
        [
            "number", "at", "at_ns", "actor", "speaker", "door", "subjects", "patients", "emergency", "refusal_code",
            "refusal_message", "review_of", "finding",
        ], isNumbered: true, key: ["number"])
    /// A patient's number is all that tells a row from others of its access: which one it is, is not said.
    static let accessPatients = SealedTable("access_patients", ["patient", "number"], key: ["number"])
    static let tally = SealedTable("tally", ["id", "writes"], key: ["id"])

    /// All tables of a store.
    static let all = [
        definitions, definitionFiles, cases, journal, requests, audit, obligations, patients, outbox, closedChannels,
        releases, disclosures, resources, accesses, accessPatients, tally,
    ]
}
