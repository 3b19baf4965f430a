import CEL
import PathwayModel
import StepwellClinic

/// Who signed, who did before, and lines for those who have yet to.
struct SignatureSection {
    let view: PaperView
    private static let wanted = 2

    var section: PaperSection {
        let (present, pathway) = (view.signatures.present, view.pathway)
        let statement = HTML(
            .p,
            "I have read this pathway, \(.strong("\(pathway.title)")), version \(pathway.version), digest \(.code(pathway.digest)), and stand for its clinical content."
        )
        let blank = max(0, Self.wanted - present.count)
        let forms =
            present.map { form($0) } + (0..<blank).map { _ in form(nil) }
        return PaperSection(
            "signatures", "Signatures",
            [statement] + forms + [review] + written + earlier)
    }

    private func form(_ signature: Signature?) -> HTML {
        let pairs: [(HTML, String?)] = [
            ("Name", signature?.name), ("Role", signature?.role), ("Date", signature?.date.description),
        ]
        let kept: HTML = signature == nil ? .nothing : "recorded by stepwell approve"
        return HTML(
            .dl, [.style("sign")],
            pairs.map { HTML(.dt, $0.0) + HTML(.dd, $0.1.map { "\($0)" } ?? .nothing) } + [
                HTML(.dt, "Signature") + HTML(.dd, kept)
            ])
    }

    private var review: HTML {
        HTML(
            .dl, [.style("sign")],
            HTML(.dt, "To be looked at again by"),
            HTML(.dd, view.signatures.reviewBy.map { "\($0.description)" } ?? .nothing))
    }

    /// What the author wrote of it in the pathway itself.
    private var written: [HTML] {
        guard let approval = view.pathway.approval else { return [] }
        let on: HTML = approval.on.map { " on \($0.description)" } ?? .nothing
        let review: HTML = approval.reviewBy.map { ", to be looked at again by \($0.description)" } ?? .nothing
        return [HTML(.p, "The file itself says: approved by \(approval.by)\(on)\(review).")]
    }

    private var earlier: [HTML] {
        let rows = view.signatures.earlier.map { signature in
            HTML(
                .tr, HTML(.td, "\(signature.name)"), HTML(.td, signature.role.map { "\($0)" } ?? .nothing),
                HTML(.td, "\(signature.date.description)"), HTML(.td, "\(signature.version)"),
                HTML(.td, .code(String(signature.digest.prefix(12)))))
        }
        guard !rows.isEmpty else { return [] }
        let names: [HTML] = ["Name", "Role", "Date", "Version", "Digest begins"]
        return [
            HTML(
                .table, HTML(.caption, "Signatures of earlier texts, which do not count for this one"),
                .columns(names), HTML(.tbody, rows))
        ]
    }
}
