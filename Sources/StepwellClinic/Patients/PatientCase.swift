import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

/// A case on its patient's page: where it is, since when, and what it waits for.
package struct PatientCase: Hashable, Sendable {
    package var head: CaseHead
    /// Where it is; of a closed case where it came to its end.
    package var stays: [WhyView.Stay]
    /// Who sees to where it is.
    package var owners: [String]
    package var kept: KeptView
    /// What can be decided now or later, innermost first.
    package var decisions: [WayView]
    /// The day on which it closed; nil while it is open.
    package var closed: CalendarDate?

    package var isOpen: Bool { head.status == .open }

    init(_ seen: SeenCase) {
        head = CaseHead(seen)
        stays = seen.leaves.map { leaf in
            let entered = seen.state.stays[leaf.position].entered
            return WhyView.Stay(
                state: seen.name(leaf), since: entered.map { seen.local($0.at) },
                days: entered.map { seen.today.days(since: $0.date) })
        }
        owners = seen.leaves.compactMap { seen.pathway.states[$0].owner }.uniqued
        kept = KeptView(seen)
        decisions = seen.state.status == .open ? seen.ways.filter { $0.kind == .decision && !$0.isRefused } : []
        closed = seen.state.status == .open ? nil : stays.compactMap { $0.since?.date }.max()
    }

    package var json: JSON {
        [
            "case": .string(head.id.text), "patient": .string(head.patient), "pathway": .string(head.pathway),
            "version": .string(head.version), "title": .string(head.title), "status": .string(head.status.shown),
            "outcome": JSON(head.status.outcome), "closed": JSON(closed?.description),
            "sequence": JSON(head.sequence), "in": .array(stays.map(\.json)), "owners": JSON(owners),
            "expected": .array(kept.stays.map(\.json)), "promises": .array(kept.promises.map(\.json)),
            "lost": .bool(kept.isLost), "decisions": .array(decisions.map { Self.json($0) }),
        ]
    }

    private static func json(_ way: WayView) -> JSON {
        [
            "id": .string(way.id), "state": .string(way.state), "to": JSON(way.targets.map(\.path)),
            "by": way.by.map { JSON($0) } ?? .null, "proposed": .bool(way.isProposed),
            "due": JSON(way.owed?.due?.description), "not_before": JSON(way.notBefore?.text),
            "unmet": JSON(way.unmet.map(\.id)), "waiting_for": JSON(way.truth.waitingFor),
        ]
    }
}
