import CEL
package import PathwayModel
package import StepwellRuntime

/// What the clocks show where cases are.
package struct CaseClocks {
    fileprivate let zones: [CaseID: ZoneOffsets]

    /// `2026-05-27 11:00 EDT`; by UTC for a case of which that is not known.
    package func time(_ instant: Timestamp, of id: CaseID) -> String { instant.clockTime(in: zones[id] ?? .utc) }
}

extension Clinic {
    package func clocks(of ids: some Sequence<CaseID>) throws -> CaseClocks {
        var zones: [CaseID: ZoneOffsets] = [:]
        for id in Set(ids) {
            do throws(RuntimeError) { zones[id] = try runner.zone(of: id) } catch {
                // Its times can be told all the same, and a definition that cannot be used is told by what needs it.
                guard !error.endsAll else { throw error }
            }
        }
        return CaseClocks(zones: zones)
    }
}
