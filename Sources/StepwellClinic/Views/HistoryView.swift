import CEL
package import PathwayModel
package import StepwellRuntime

/// What `history` shows: what happened to a case, in order.
package struct HistoryView: Sendable {
    /// An input that changed the case. Its number is what `--corrects` and `withdraw` take.
    package struct Row: Hashable, Sendable {
        package var sequence: Int
        package var at: LocalTime
        /// When it happened, where that was earlier.
        package var occurred: LocalTime?
        /// Nil for what time brought.
        package var by: String?
        /// Who spoke for them, where that was somebody else.
        package var speaker: String?
        package var input: JSON
        package var facts: [FactView]
        /// Later entries that put it right or took it back.
        package var mendings: [Mending] = []
    }

    /// That a later entry put an entry right, or took it back.
    package struct Mending: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable {
            case corrected
            case withdrawn
            case undone
            case datedBack = "dated_back"
        }

        package var kind: Kind
        package var by: Int
    }

    package struct Refused: Hashable, Sendable {
        package var at: LocalTime
        package var by: String?
        /// Who spoke for them, where that was somebody else.
        package var speaker: String?
        package var input: String
        package var code: String
        package var message: String
    }

    /// That the case came to another site.
    package struct Transfer: Hashable, Sendable {
        package var at: LocalTime
        /// Where it was; nil where nobody had said it.
        package var from: String?
        package var stay: CaseSites.Stay

        /// Each of a case's, in order: where it began is none.
        static func each(of sites: CaseSites, in zone: ZoneOffsets) -> [Self] {
            sites.stays.enumerated().compactMap { place, stay in
                guard stay.reason != nil else { return nil }
                let from = place == 0 ? nil : sites.stays[place - 1].site
                return Self(at: LocalTime(stay.since, zone), from: from, stay: stay)
            }
        }
    }

    package var id: CaseID
    package var patient: String
    package var page: Page<Item>

    package var rows: [Row] {
        page.rows.compactMap { if case .entry(let row) = $0 { row } else { nil } }
    }
    /// Empty where nobody asks for them.
    package var refused: [Refused] {
        page.rows.compactMap { if case .refused(let refused, _) = $0 { refused } else { nil } }
    }
    package var transfers: [Transfer] {
        page.rows.compactMap { if case .transfer(let transfer, _) = $0 { transfer } else { nil } }
    }
}

extension Clinic {
    /// - Parameter withRefused: with the inputs that were refused.
    package func history(of text: String, withRefused: Bool, _ part: PageRequest = .all) throws -> HistoryView {
        let (id, history) = try withCase(text) { id throws(RuntimeError) in (id, try runner.history(of: id)) }
        let (definition, journal, patient) = history
        let pathway = definition.pathway
        let zone = pathway.calendar.zone
        let mendings = HistoryView.Mending.of(journal)
        let rows = journal.map { row, facts in
            HistoryView.Row(
                sequence: row.sequence, at: LocalTime(row.at, zone), occurred: row.occurred.map { LocalTime($0, zone) },
                by: row.actor, speaker: row.speaker, input: JSON.readable(row.input),
                facts: FactView.views(of: facts, in: pathway),
                mendings: mendings[row.sequence] ?? [])
        }
        let refusals = withRefused ? try store.refusals(of: id) : []
        let refused = refusals.map {
            HistoryView.Refused(
                at: LocalTime($0.at, zone), by: $0.actor, speaker: $0.speaker, input: $0.input,
                code: $0.refusal.code, message: $0.refusal.message)
        }
        let transfers = HistoryView.Transfer.each(of: try store.sites(of: id), in: zone)
        return HistoryView(
            id: id, patient: patient,
            page: try part.page(ofWhole: HistoryView.inOrder(rows, refused, transfers), cursor: \.cursor))
    }
}

extension HistoryView {
    package var json: JSON {
        .object(
            [
                .init("case", .string(id.text)), .init("history", .array(rows.map(\.json))),
                .init("refused", .array(refused.map(\.json))),
            ] + (transfers.isEmpty ? [] : [.init("transfers", .array(transfers.map(\.json)))]) + page.members)
    }
}

extension HistoryView.Row {
    package var json: JSON {
        var members: [JSON.Member] = [
            .init("sequence", JSON(sequence)), .init("at", .string(at.instant.rfc3339())),
            .init("occurred", JSON(occurred?.instant.rfc3339())), .init("by", JSON(by)), .init("input", input),
            .init("facts", .array(facts.map(\.json))),
        ]
        if let speaker { members.append(.init("speaker", .string(speaker))) }
        if !mendings.isEmpty { members.append(.init("mended", .array(mendings.map(\.json)))) }
        return .object(members)
    }
}

extension HistoryView.Mending {
    package var json: JSON { ["how": .string(kind.rawValue), "by": JSON(by)] }

    /// What was mended in a journal, by entry.
    static func of(_ journal: [(row: JournalRow, facts: [Fact])]) -> [Int: [Self]] {
        var mendings: [Int: [Self]] = [:]
        for (row, facts) in journal {
            func note(_ kind: Kind, _ entries: some Sequence<Int>) {
                let mending = Self(kind: kind, by: row.sequence)
                for entry in entries where mendings[entry]?.contains(mending) != true {
                    mendings[entry, default: []].append(mending)
                }
            }
            for fact in facts {
                switch fact.puttingRight {
                case .corrected(let entry): note(.corrected, [entry])
                case .withdrawn(let entry): note(.withdrawn, [entry])
                case .undone(let entries): note(.undone, entries)
                case .datedBack(let first): note(.datedBack, first..<row.sequence)
                case nil: break
                }
            }
        }
        return mendings
    }
}

extension HistoryView.Refused {
    package var json: JSON {
        var members: [JSON.Member] = [
            .init("at", .string(at.instant.rfc3339())), .init("by", JSON(by)), .init("input", .string(input)),
            .init("code", .string(code)), .init("message", .string(message)),
        ]
        if let speaker { members.append(.init("speaker", .string(speaker))) }
        return .object(members)
    }
}

extension HistoryView.Transfer {
    package var json: JSON { .object([.init("from", JSON(from))] + (stay.json.members ?? [])) }
}

extension JSON {
    /// What is kept as JSON; null where it cannot be read.
    fileprivate static func readable(_ bytes: [UInt8]) -> JSON {
        do { return try JSON.parse(bytes) } catch { return .null }
    }
}
