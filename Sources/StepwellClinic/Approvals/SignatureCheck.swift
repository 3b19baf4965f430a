import CEL
import PathwayCompiler
import PathwayModel

/// Whether enough people stand for the text that a pathway has now, and for how long.
struct SignatureCheck {
    let pathway: Pathway
    let signatures: Signatures
    /// The file in which they stand is there, and cannot be read.
    let isUnread: Bool
    /// How many people the clinic asks for; nil where it says nothing.
    let asked: Int?
    let today: CalendarDate?

    init(_ pathway: Pathway, beside path: String, in folder: PathwayFolder, today: CalendarDate?) {
        let place = SignatureFile.path(besidePathway: path)
        self.pathway = pathway
        self.today = today
        signatures = Signatures(of: pathway, beside: path)
        isUnread = FileReader.exists(place) && signatures.isEmpty
        asked = folder.clinicSettings?.signatures
    }

    /// A pathway that nobody ever signed is a sketch or an example, unless the clinic asks for signatures.
    private var wanted: Int { asked ?? (isUnread || !signatures.isEmpty || pathway.approval != nil ? 1 : 0) }

    func diagnostics(_ outline: FileOutline) -> [Diagnostic] {
        guard let span = outline.version ?? outline.pathway else { return [] }
        return unsigned(span) + overdue(span)
    }

    private func unsigned(_ span: SourceSpan) -> [Diagnostic] {
        let count = signatures.present.count
        guard count < wanted else { return [] }
        let people = count == 0 ? "nobody has" : count == 1 ? "one person has" : "\(count) people have"
        let more = wanted > 1 ? ", and \(wanted) have to" : ""
        let unread = isUnread ? "; the file of signatures beside it cannot be read" : ""
        return [
            Diagnostic(
                .versionUnsigned, "\(people) signed version '\(pathway.version)' as it is now\(more)\(unread)",
                at: span,
                hint:
                    "'stepwell paper \(pathway.identifier)' is read, then 'stepwell approve \(pathway.identifier)' signs"
            )
        ]
    }

    private func overdue(_ span: SourceSpan) -> [Diagnostic] {
        guard let today, let day = signatures.reviewBy ?? pathway.approval?.reviewBy, day < today else { return [] }
        return [
            Diagnostic(
                .reviewOverdue, "this was to be reviewed by \(day)", at: span,
                hint: "whoever looked at it again signs again, with a later '--review'")
        ]
    }
}
