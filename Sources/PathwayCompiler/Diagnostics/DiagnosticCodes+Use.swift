import PathwayModel

/// Whose something is, and what is declared and not used.
extension DiagnosticCode {
    static let useCodes: [DiagnosticCode] = [
        unknownRecipient, taskWithoutRole, tooEarlyToRemind, belowZero, neverOpened, neverUsed, fractionOfPercent,
        pastDue, unknownConsent, curlyQuotes,
    ]

    static let adviceCodes: [DiagnosticCode] = [neverRead]

    static let unknownRecipient = warning(
        "SW516", "Unknown recipient",
        """
        Messages go to `patient`, to a role of the pathway, or to somebody whom the clinic's settings name under
        `recipients`. Nobody else gets any.
        """,
        in: .action,
        bad: "{notify: pateint, message: welcome}",
        good: "{notify: patient, message: welcome}")

    static let taskWithoutRole = warning(
        "SW517", "Task without a role",
        """
        The pathway has roles, and this task is none's: it stands on everybody's worklist, and nobody's reminder comes.
        """,
        in: .finished,
        bad: """
            tasks:
              call: {title: Call the patient, due: 2 days}
              plan: {title: Write the plan, role: clinician, due: 7 days}
            """,
        good: """
            tasks:
              call: {title: Call the patient, role: intake, due: 2 days}
              plan: {title: Write the plan, role: clinician, due: 7 days}
            """)

    static let tooEarlyToRemind = warning(
        "SW518", "Reminder before the beginning",
        """
        The reminder would come before there is anything to remind of, or there is no due date that it comes before.
        """,
        in: .finished,
        bad: """
            tasks:
              call: {title: Call the patient, role: intake, due: 2 days, remind: 3 days before}
              plan: {title: Write the plan, role: clinician, due: 7 days}
            """,
        good: """
            tasks:
              call: {title: Call the patient, role: intake, due: 2 days, remind: 1 day before}
              plan: {title: Write the plan, role: clinician, due: 7 days}
            """)

    static let belowZero = warning(
        "SW519", "Length of time below zero",
        """
        What `less` takes away is more than what stands before it, so that this lies before its own beginning.
        """,
        in: .transitionKeys,
        bad: "after: 1 day less 3 days",
        good: "after: 3 days less 1 day")

    static let neverOpened = warning(
        "SW520", "Task that is never opened",
        """
        No state and no action opens the task.
        """,
        in: .finished,
        bad: """
            tasks:
              call: {title: Call the patient, role: intake, due: 2 days}
              plan: {title: Write the plan, role: clinician, due: 7 days}
              summary: {title: Write the summary, role: clinician, due: 7 days}
            """,
        good: """
            tasks:
              call: {title: Call the patient, role: intake, due: 2 days}
              plan: {title: Write the plan, role: clinician, due: 7 days}
            """)

    static let neverUsed = warning(
        "SW521", "Declared and never used",
        """
        A message that is never sent, a guard that no condition names, a decision table that none asks.
        """,
        in: .finished,
        bad: """
            messages:
              welcome: {subject: Welcome, body: Good morning}
              farewell: {subject: Goodbye, body: Good evening}
            """,
        good: """
            messages:
              welcome: {subject: Welcome, body: Good morning}
            """)

    static let fractionOfPercent = warning(
        "SW522", "Percentage compared with a fraction",
        """
        `percent_change` is in percent: half as much is -50. `change` is in points.
        """,
        in: .transitionKeys,
        bad: "when: phq9.percent_change <= -0.5",
        good: "when: phq9.percent_change <= -50")

    static let pastDue = warning(
        "SW523", "Due date in the past",
        """
        The date is past when the task opens, whatever the case: it is overdue at once.
        """,
        in: .finished,
        bad: """
            tasks:
              call: {title: Call the patient, role: intake, due: {at: today - days(2)}}
              plan: {title: Write the plan, role: clinician, due: 7 days}
            """,
        good: """
            tasks:
              call: {title: Call the patient, role: intake, due: {at: today + days(2)}}
              plan: {title: Write the plan, role: clinician, due: 7 days}
            """)

    static let unknownConsent = warning(
        "SW524", "Consent that nobody records",
        """
        `consents` lists the kinds of consent that the clinic records. Without that list, a kind is told that is asked for
        once and differs from another by a letter.
        """,
        in: .pathway,
        bad: """
            consents: [treatment, privacy]
            guards: {may_begin: consent("treatmnt")}
            """,
        good: """
            consents: [treatment, privacy]
            guards: {may_begin: consent("treatment")}
            """)

    static let curlyQuotes = warning(
        "SW525", "Text in curly quotes",
        """
        Only `"` and `'` are quotes. Those that writing programs make of them (“ ” ‘ ’) are letters of the text.
        """,
        in: .pathway,
        bad: "version: “1”",
        good: "version: \"1\"")

    static let neverRead = advice(
        "SW701", "Results that nothing follows from",
        """
        No guard, event, message or rule looks at the results of this instrument. They may be there for people to read.
        Where a score means danger, someone should have to act on it.
        """,
        in: .finished,
        bad: "instruments: {phq9: {}, cssrs: {}, gad7: {}}",
        good: "instruments: {phq9: {}, cssrs: {}}")
}
