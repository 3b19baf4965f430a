import CEL
package import PathwayDrawing
package import PathwayModel
package import StepwellRuntime

extension Clinic {
    /// A pathway with how many open cases are in each state, those that stand still apart.
    ///
    /// - Parameter when: nil for now.
    package func picture(counting pathway: Pathway, at when: When?) throws -> (picture: Picture, damaged: [CaseID]) {
        let list = try cases(CaseFilter(pathway: pathway.identifier, status: .open), at: when)
        let known = Set(pathway.states.map(\.path))
        var counts: [String: (open: Int, still: Int)] = [:]
        for summary in list.cases {
            for path in summary.statesAround {
                counts[path, default: (0, 0)].open += 1
                if list.standingStates[summary.id]?.contains(path) == true { counts[path, default: (0, 0)].still += 1 }
            }
        }
        let still = list.cases.count { list.standingStill[$0.id] != nil }
        let elsewhere = counts.keys.filter { !known.contains($0) }.sorted()
        let day = try (when ?? .instant(now())).date(in: pathway.calendar.zone)
        var overlay = Overlay(caption: ["open cases on \(day): \(Self.words(list.cases.count, still))"])
        overlay.caption += elsewhere.map { path in
            "in '\(path)', which only another version has: \(Self.words(counts[path]?.open ?? 0, counts[path]?.still ?? 0))"
        }
        for (path, count) in counts {
            overlay.boxes[path] = Overlay.Mark(.occupied, [Self.words(count.open, count.still)])
        }
        return (Picture(pathway).under(overlay), list.damaged)
    }

    private static func words(_ open: Int, _ still: Int) -> String {
        guard open > 0 else { return "none" }
        let stands = still == 1 ? "1 stands still" : "\(still) stand still"
        return "\(open) open" + (still == 0 ? "" : ", \(stands)")
    }
}

extension CaseSummary {
    /// The states that it is in, and those around them.
    fileprivate var statesAround: Set<String> {
        configuration.reduce(into: []) { paths, path in
            var path = path[...]
            paths.insert(String(path))
            while let dot = path.lastIndex(of: ".") {
                path = path[..<dot]
                paths.insert(String(path))
            }
        }
    }
}
