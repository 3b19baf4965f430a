public import StepwellKit

/// Rules on what a payer has authorized. The pathway's fields hold the numbers; a parameter names the field.
public enum Authorization: PluginProgram {
    public static let plugin = Plugin(
        name: "authorization", version: "1.0.0", rules: [UnitsLeft(), DaysLeft(), ReviewDue()])
}
