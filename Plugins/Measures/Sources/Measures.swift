public import StepwellKit

/// Rules on scores over time. Every threshold is a parameter; defaults stand beside their sources.
///
/// They say what the numbers say. What to do about it is a person's to decide.
public enum Measures: PluginProgram {
    public static let plugin = Plugin(
        name: "measures", version: "1.0.0",
        rules: [Response(), Remission(), ReliableChange(), OffTrack(), Trend(), Overdue()])
}
