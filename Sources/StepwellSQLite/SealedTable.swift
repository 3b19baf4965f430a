/// A table whose rows each have a seal: a checksum of their other columns, so that a value that turned into another on
/// the disk, or was changed by another program, is told from one that was kept.
///
/// Rows are written by these statements alone. A row whose seal is wrong keeps a wrong one, whatever is changed in it.
struct SealedTable {
    let name: String
    /// What a seal is made of, in order: all columns of the table but the seal and those that are left out.
    let columns: [String]
    /// Columns that no seal covers: a snapshot, which has one of its own, and is made anew where that is broken.
    var unsealed: [String] = []
    /// Whether the first column is a number that is given to each row, one more than the last.
    var isNumbered = false
    /// The column with the case that a row is of, where it is of one.
    var caseColumn: String?
    /// The columns that tell a row from others of its case, or of all; none of them holds a value of a patient's.
    var key: [String]

    /// The seal that a row should have.
    ///
    /// - Parameter alias: what the table is called in the query.
    func expected(_ alias: String? = nil) -> String {
        "seal_of(\(columns.map { "\(alias ?? name).\($0)" }.joined(separator: ", ")))"
    }

    /// The condition that a row is as it was kept.
    func isSound(_ alias: String? = nil) -> String { "\(alias ?? name).seal = \(expected(alias))" }

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
        let seal = "seal_of(\(columns.map { values[$0] ?? "NULL" }.joined(separator: ", ")))"
        let list = (names.map { values[$0] ?? "NULL" } + [seal]).joined(separator: ", ")
        let head = "\(verb) INTO \(name) (\(names.joined(separator: ", ")), seal)"
        guard isNumbered else { return "\(head) VALUES (\(list)) \(conflict)" }
        return "\(head) SELECT \(list) FROM (SELECT coalesce(max(\(columns[0])), 0) + 1 AS n FROM \(name)) \(conflict)"
    }

    /// A statement that changes rows.
    ///
    /// - Parameters:
    ///   - changes: columns and their new values, as they are written in SQL. Parameters have numbers: they stand twice.
    ///   - onlySound: leaves rows alone that are not as they were kept.
    func update(_ changes: KeyValuePairs<String, String>, where condition: String, onlySound: Bool = false) -> String {
        let new = Dictionary(uniqueKeysWithValues: changes.map { ($0.key, $0.value) })
        let seal = "seal_of(\(columns.map { new[$0] ?? $0 }.joined(separator: ", ")))"
        let kept = onlySound ? seal : "CASE WHEN \(isSound()) THEN \(seal) ELSE seal END"
        let assignments = changes.map { "\($0.key) = \($0.value)" } + ["seal = \(kept)"]
        let rows = onlySound ? "\(condition) AND \(isSound())" : condition
        return "UPDATE \(name) SET \(assignments.joined(separator: ", ")) WHERE \(rows)"
    }
}

extension SealedTable {
    static let definitions = SealedTable(
        name: "definitions", columns: ["digest", "pathway", "version", "path", "compiled"],
        key: ["pathway", "version"])
    static let definitionFiles = SealedTable(
        name: "definition_files", columns: ["digest", "path", "bytes"], key: ["digest", "path"])
    static let cases = SealedTable(
        name: "cases",
        columns: [
            "id", "patient", "pathway", "version", "digest", "linked_from", "status", "outcome", "configuration",
            "sequence", "last_input", "last_input_ns", "wake_up", "wake_up_ns",
        ], unsealed: ["snapshot_format", "snapshot"], caseColumn: "id", key: [])
    static let journal = SealedTable(
        name: "journal",
        columns: ["case_id", "sequence", "at", "at_ns", "occurred", "occurred_ns", "actor", "input", "facts"],
        caseColumn: "case_id", key: ["sequence"])
    static let requests = SealedTable(
        name: "requests", columns: ["request", "case_id", "sequence", "refusal_code", "refusal_message", "asked"],
        caseColumn: "case_id", key: ["request"])
    static let audit = SealedTable(
        name: "audit",
        columns: [
            "number", "case_id", "at", "at_ns", "actor", "input", "refusal_code", "refusal_message", "request",
        ], isNumbered: true, caseColumn: "case_id", key: ["number"])
    static let obligations = SealedTable(
        name: "obligations",
        columns: ["case_id", "kind", "subject", "title", "role", "due_day", "due_at", "due_ns", "since"],
        caseColumn: "case_id", key: ["kind", "subject"])
    static let patients = SealedTable(name: "patients", columns: ["id", "name", "value"], key: ["id", "name"])
    static let outbox = SealedTable(
        name: "outbox",
        columns: [
            "number", "case_id", "sequence", "place", "kind", "recipient", "subject", "via", "at", "at_ns", "status",
            "attempts", "next_attempt", "next_attempt_ns", "leased_until", "leased_until_ns", "reason", "channel",
            "settled", "leader", "settled_ns",
        ], isNumbered: true, caseColumn: "case_id", key: ["sequence", "place"])
    static let closedChannels = SealedTable(
        name: "closed_channels", columns: ["channel", "at", "reason", "at_ns"], key: ["channel"])
    static let releases = SealedTable(
        name: "releases",
        columns: [
            "id", "patient", "discloser", "recipient", "purpose", "what", "expires", "signed_by", "signed", "revoked",
        ], key: ["id"])
    static let disclosures = SealedTable(
        name: "disclosures",
        columns: [
            "number", "patient", "case_id", "sequence", "place", "at", "recipient", "channel", "purpose", "what",
            "release", "at_ns",
        ], isNumbered: true, caseColumn: "case_id", key: ["number"])
    static let resources = SealedTable(name: "resources", columns: ["name", "revision", "bytes"], key: ["name"])
    static let tally = SealedTable(name: "tally", columns: ["id", "writes"], key: ["id"])

    /// All tables of a store.
    static let all = [
        definitions, definitionFiles, cases, journal, requests, audit, obligations, patients, outbox, closedChannels,
        releases, disclosures, resources, tally,
    ]
}
