package import PathwayModel

extension DiagnosticCode {
    static let formCodes: [DiagnosticCode] = [
        unknownKey, wrongKind, missingKey, badDuration, badIdentifier, badWord, keysClash, badValue, badVersion,
        criterionNeedsID, unknownZone, fileNotFound, badPath, includeCycle, noEarlierEntry,
    ]

    static let unknownKey = error(
        "SW120", "Unknown key",
        """
        The key has no meaning here, so whatever is written under it would be ignored.
        """,
        in: .states,
        bad: "step_down: {transitons: [{event: contact, to: intake}]}",
        good: "step_down: {transitions: [{event: contact, to: intake}]}")

    static let wrongKind = error(
        "SW121", "Text, list or mapping expected",
        """
        One of the three is needed here, and another is written.
        """,
        in: .states,
        bad: "step_down: {transitions: {event: contact, to: intake}}",
        good: "step_down: {transitions: [{event: contact, to: intake}]}")

    package static let missingKey = error(
        "SW122", "Missing key",
        """
        A required key is not there.
        """,
        in: .pathway,
        bad: "tasks: {review: {due: 1 day}}",
        good: "tasks: {review: {title: Review the plan, due: 1 day}}")

    static let badDuration = error(
        "SW123", "Invalid length of time",
        """
        A length of time is made of whole numbers with units: seconds, minutes, hours, days, weeks, months, years,
        business days. Terms follow one another, with `less` to subtract: `3 months less 14 days`. ISO 8601 (`P7D`)
        works too.
        """,
        in: .transitionKeys,
        bad: "after: 3 dys",
        good: "after: 3 days")

    package static let badIdentifier = error(
        "SW124", "Invalid name",
        """
        Names consist of letters, digits and underscores, and do not begin with a digit.
        """,
        in: .pathway,
        bad: "tasks: {safety-plan: {title: Write a safety plan}}",
        good: "tasks: {safety_plan: {title: Write a safety plan}}")

    package static let badWord = error(
        "SW125", "Unknown word",
        """
        Only certain words are allowed here.
        """,
        in: .decisionKeys,
        bad: "decide: {by: [clinician], override: never}",
        good: "decide: {by: [clinician], override: prohibited}")

    package static let keysClash = error(
        "SW126", "Keys that cannot be combined",
        """
        The two keys exclude each other, or one of them needs a third.
        """,
        in: .transition,
        bad: "{id: admit, event: contact, decide: {by: [clinician]}, to: treatment}",
        good: "{id: admit, decide: {by: [clinician]}, to: treatment}")

    package static let badValue = error(
        "SW127", "Value does not fit its type",
        """
        The value is not of the declared type, or is out of range. Booleans are `true` and `false`;
        `yes`, `no`, `on` and `off` are texts.
        """,
        in: .pathway,
        bad: "data: {urgent: {type: boolean, default: no}}",
        good: "data: {urgent: {type: boolean, default: false}}")

    static let badVersion = error(
        "SW128", "Unknown language version",
        """
        `stepwell` is the version of the pathway language that the file is written in. There is one version: 1.
        """,
        in: .pathway,
        bad: "stepwell: 2",
        good: "stepwell: 1")

    static let criterionNeedsID = error(
        "SW129", "Criterion without an id",
        """
        Explanations, tests and refusals name the criteria of a decision, and requirements, by their ids.
        """,
        in: .decisionKeys,
        bad: #"""
            decide: {by: [clinician]}
            when: {all: [known(phq9)]}
            """#,
        good: #"""
            decide: {by: [clinician]}
            when: {all: [{id: phq9_known, is: known(phq9)}]}
            """#)

    static let unknownZone = error(
        "SW130", "Unknown time zone",
        """
        Time zones have the names of the IANA database.
        """,
        in: .pathway,
        bad: "calendar: {timezone: America/NewYork}",
        good: "calendar: {timezone: America/New_York}")

    package static let fileNotFound = error(
        "SW131", "File not found",
        """
        Paths begin in the folder of pathways.
        """,
        in: .pathwayWithParts,
        bad: "include: [shared/part_oen.yaml]",
        good: "include: [shared/part_one.yaml]")

    static let badPath = error(
        "SW132", "Path outside the folder of pathways",
        """
        Included files are named by their path inside the folder of pathways, with forward slashes.
        """,
        in: .pathwayWithParts,
        bad: "include: [../other_clinic/part_one.yaml]",
        good: "include: [shared/part_one.yaml]")

    static let includeCycle = error(
        "SW133", "A file that includes itself",
        """
        The file includes itself, directly or through another one.
        """,
        in: .partOne,
        bad: "include: [shared/part_one.yaml]   # in shared/part_one.yaml",
        good: "include: [shared/part_two.yaml]   # in shared/part_one.yaml")

    package static let noEarlierEntry = error(
        "SW134", "No earlier entry of a story",
        """
        What puts an entry right names it by its number, which counts from 1 for the enrollment, or by the `request_id`
        of an earlier step of the same story.
        """,
        in: .step,
        bad: "{undo: the_admission}",
        good: "{undo: 1}")
}
