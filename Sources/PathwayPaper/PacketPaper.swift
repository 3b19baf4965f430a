import PathwayModel
package import StepwellClinic
import StepwellRuntime

/// A packet for a payer as one page of HTML: for a screen and for print.
package struct PacketPaper: Sendable {
    /// The whole file.
    package let html: String

    package init(_ packet: Packet) {
        let title = "Case \(packet.head.id): \(packet.head.title)"
        html =
            Page(
                title: title, header: PacketHead(packet: packet).header, sections: PacketSections(packet: packet).all,
                footer: HTML(
                    .p,
                    "Made by \(.code("stepwell packet")) on \(packet.head.at.date.description) for \(packet.recipient). What it tells stands in the clinic's account of disclosures."
                )
            ).text
    }
}

/// What a packet begins with: whose it is, for whom, and under which consent.
private struct PacketHead {
    let packet: Packet

    var header: HTML {
        let head = packet.head
        let born = packet.birthDates.isEmpty ? nil : packet.birthDates.joined(separator: " or ")
        let pairs: [(HTML, String?)] = [
            ("Patient", packet.name), ("Date of birth", born), ("Number", head.patient), ("Case", head.id.text),
            ("Program", "\(head.title), version \(head.version)"), ("Enrolled", packet.enrolled?.description),
            ("Admitted", packet.admitted?.description), ("For", packet.recipient), ("Purpose", packet.purpose),
            ("Made", "\(head.at.minute)\(packet.madeBy.map { " by \($0)" } ?? "")"),
        ]
        let list = HTML(
            .dl, pairs.compactMap { term, text in text.map { HTML(.dt, term) + HTML(.dd, "\($0)") } })
        return HTML(.h1, "Record for a review") + list + consent
    }

    /// 42 CFR 2.32: the notice, and how far the consent goes.
    private var consent: HTML {
        guard let release = packet.release else { return .nothing }
        let until: HTML = release.expires.map { "until \($0.description)" } ?? "until it is revoked"
        return HTML(
            .div, [.style("message")],
            HTML(.p, .strong(.words(Routing.notice))),
            HTML(
                .p,
                "Disclosed with the patient's written consent: \(release.discloser) may tell \(release.recipient) of \(release.what), for \(release.purpose), \(until); signed by \(release.signedBy) on \(release.signed.description)."
            ))
    }
}
