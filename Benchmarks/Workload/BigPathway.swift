/// A pathway of 1,000 states: ten groups of nine stages of ten leaves, and 1,990 transitions, each with a guard.
package enum BigPathway {
    private static let groups = 10
    private static let stages = 9
    private static let leaves = 10

    package static let yaml: String = {
        var lines = [
            "stepwell: 1", "pathway: big", "version: \"1\"", "title: A thousand states",
            // From -1 on, so that no guard is decided by the bounds alone: that is a mistake here.
            "data: {x: {type: integer, min: -1, max: 27, default: 0}, y: {type: integer, min: -1, max: 21, default: 0},"
                + " z: {type: integer, min: -1, max: 9, default: 0}}",
            "events: {next: {}, jump: {}, esc: {}, back: {}, crisis: {}}", "initial: g0", "states:",
        ]
        for group in 0..<groups {
            lines.append("  g\(group):")
            add(4, [("crisis", "z >= 2", "g\((group + 1) % groups)")], to: &lines)
            lines.append("    states:")
            for stage in 0..<stages { add(stage, of: group, to: &lines) }
        }
        return lines.joined(separator: "\n") + "\n"
    }()

    private static func add(_ stage: Int, of group: Int, to lines: inout [String]) {
        lines.append("      g\(group)s\(stage):")
        add(
            8,
            [
                ("esc", "z == \(stage)", "g\(group)s\((stage + 1) % stages)"),
                ("back", "x < 5", "g\(group)s\((stage + stages - 1) % stages)"),
            ], to: &lines)
        lines.append("        states:")
        for place in 0..<leaves {
            lines.append("          \(leaf(group, stage, place)):")
            add(
                12,
                [
                    ("next", "x >= \((group * 7 + stage * 3 + place) % 28)", leaf(after: place, stage, group)),
                    ("jump", "y < \((group + stage + place) % 22)", "g\((group + place) % groups)s\(stage)l0"),
                ], to: &lines)
        }
    }

    private static func leaf(_ group: Int, _ stage: Int, _ place: Int) -> String { "g\(group)s\(stage)l\(place)" }

    private static func leaf(after place: Int, _ stage: Int, _ group: Int) -> String {
        if place + 1 < leaves { return leaf(group, stage, place + 1) }
        return stage + 1 < stages ? leaf(group, stage + 1, 0) : leaf((group + 1) % groups, 0, 0)
    }

    private static func add(
        _ indent: Int, _ transitions: [(event: String, guard: String, target: String)], to lines: inout [String]
    ) {
        let margin = String(repeating: " ", count: indent)
        lines.append("\(margin)transitions:")
        for transition in transitions {
            lines.append(
                "\(margin)- {event: \(transition.event), when: \(transition.guard), to: \(transition.target)}")
        }
    }
}
