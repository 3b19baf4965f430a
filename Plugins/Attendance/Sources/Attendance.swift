public import StepwellKit

/// Rules on attendance. Excused sessions count neither for nor against.
public enum Attendance: PluginProgram {
    public static let plugin = Plugin(
        name: "attendance", version: "1.0.0",
        rules: [AtLeast(), NoShowsInARow(), HoursAWeek(), Gap()])
}
