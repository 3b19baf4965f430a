package import PathwayModel

extension DiagnosticCode {
    static let formCodes: [DiagnosticCode] = [
        unknownKey, wrongKind, missingKey, badDuration, badIdentifier, badWord, keysClash, badValue, badVersion,
        criterionNeedsID, unknownZone, fileNotFound, badPath, includeCycle,
    ]

    static let unknownKey = error(
        "SW120", "A key that is not known here",
        """
        The key means nothing in this place, so what stands under it would be ignored.
        """,
        bad: "treatment: {transitons: []}",
        good: "treatment: {transitions: []}")

    static let wrongKind = error(
        "SW121", "The wrong kind of thing",
        """
        A text, a list or a mapping stands where another of them is needed.
        """,
        bad: "transitions: {to: done}",
        good: "transitions: [{to: done}]")

    package static let missingKey = error(
        "SW122", "A key is missing",
        """
        Something that must be said is not.
        """,
        bad: "tasks: {review: {due: 1 day}}",
        good: "tasks: {review: {title: Review the plan, due: 1 day}}")

    static let badDuration = error(
        "SW123", "No length of time",
        """
        A length of time is whole numbers with units: seconds, minutes, hours, days, weeks, months, years,
        business days. Terms follow each other, with `less` to take away. ISO 8601 (`P7D`) may be written
        too.
        """,
        bad: "after: 3 dys",
        good: "after: 3 days")

    package static let badIdentifier = error(
        "SW124", "No identifier",
        """
        Names are letters, digits and underscores, and begin with no digit.
        """,
        bad: "states: {step-down: {}}",
        good: "states: {step_down: {}}")

    package static let badWord = error(
        "SW125", "A word that is not among those known here",
        """
        Only certain words may stand here.
        """,
        bad: "type: paralel",
        good: "type: parallel")

    package static let keysClash = error(
        "SW126", "Keys that do not go together",
        """
        Two things are said that exclude each other, or one that needs another.
        """,
        bad: "{event: contact, decide: {by: [clinician]}, to: intake}",
        good: "{decide: {by: [clinician]}, to: intake}")

    package static let badValue = error(
        "SW127", "A value that does not fit its type",
        """
        The value is none of the declared type, or lies outside its bounds. Booleans are `true` and `false`:
        `yes`, `no`, `on` and `off` are texts.
        """,
        bad: "urgent: {type: boolean, default: no}",
        good: "urgent: {type: boolean, default: false}")

    static let badVersion = error(
        "SW128", "A language version that is not known",
        """
        `stepwell` names the version of the pathway language a file is written in.
        """,
        bad: "stepwell: 2",
        good: "stepwell: 1")

    static let criterionNeedsID = error(
        "SW129", "A criterion needs an id",
        """
        A criterion of a decision, and a requirement, is shown and refused by its id.
        """,
        bad: #"""
            decide: {by: [clinician]}
            when: {all: [known(phq9)]}
            """#,
        good: #"""
            decide: {by: [clinician]}
            when: {all: [{id: phq9_known, is: known(phq9)}]}
            """#)

    static let unknownZone = error(
        "SW130", "A time zone that is not known",
        """
        Zones have the names of the IANA database.
        """,
        bad: "calendar: {timezone: America/NewYork}",
        good: "calendar: {timezone: America/New_York}")

    package static let fileNotFound = error(
        "SW131", "A file that is not there",
        """
        The file is looked for in the pathways' folder.
        """,
        bad: "include: [shared/rsk.yaml]",
        good: "include: [shared/risk.yaml]")

    static let badPath = error(
        "SW132", "A path that leads outside",
        """
        Files are included by their path inside the pathways' folder, with forward slashes.
        """,
        bad: "include: [../other_clinic/risk.yaml]",
        good: "include: [shared/risk.yaml]")

    static let includeCycle = error(
        "SW133", "A file that includes itself",
        """
        A file includes itself, directly or through others.
        """,
        bad: "include: [shared/risk.yaml]   # in shared/risk.yaml",
        good: "include: [shared/safety.yaml]")
}
