public import StepwellKit

/// Rules on the level of care. None of them computes ASAM or LOCUS: those are licensed instruments, rated by people.
/// `checklist` is Stepwell's own short list of what speaks for an intensive outpatient program; `rated` takes a level
/// that a clinician has rated elsewhere and typed in.
public enum LevelOfCare: PluginProgram {
    public static let plugin = Plugin(name: "level_of_care", version: "1.0.0", rules: [Checklist(), Rated()])
}
