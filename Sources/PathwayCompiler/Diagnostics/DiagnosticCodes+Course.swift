import PathwayModel

/// What can be told of the way that cases go.
extension DiagnosticCode {
    static let courseCodes: [DiagnosticCode] = [noWayOut, goesRound, neverTaken, neverComes, leftTooEarly]

    static let noWayOut = warning(
        "SW511", "State without a way out",
        """
        No transition leads out of this state, and it has no `outcome`: whoever comes here stays here. Add a transition,
        or an `outcome` where the case ends.
        """,
        in: .finishedStates,
        bad: """
            referred: {tasks: [call], transitions: [{event: contact, to: waiting}, {event: admit, to: assessment}]}
            lost: {title: Lost, expected: 3 weeks, owner: intake, transitions: [{event: contact, to: waiting}]}
            waiting: {title: Waiting for insurance, expected: 3 weeks, owner: intake}
            """,
        good: """
            referred: {tasks: [call], transitions: [{event: contact, to: waiting}, {event: admit, to: assessment}]}
            lost: {title: Lost, expected: 3 weeks, owner: intake, transitions: [{event: contact, to: waiting}]}
            waiting: {title: Waiting for insurance, transitions: [{after: 14 days, to: lost}]}
            """)

    static let goesRound = warning(
        "SW512", "Automatic transitions in a circle",
        """
        Automatic transitions are taken at once. These lead back to where they began, all of their guards can hold
        together, and nothing on the way changes them: each step would go round until its limit. Let the guards exclude
        each other, or wait for an event, a decision or `after`.
        """,
        in: .finishedStates,
        bad: """
            assessment:
              expected: 2 weeks
              owner: intake
              transitions: [{when: phq9.total >= 10 && cssrs.level == "none", to: program}]
            program:
              entry: [{notify: patient, message: welcome}]
              tasks: [plan]
              transitions: [{event: leave, to: completed}, {when: phq9.total >= 5, to: assessment}]
            """,
        good: """
            assessment:
              expected: 2 weeks
              owner: intake
              transitions: [{when: phq9.total >= 10 && cssrs.level == "none", to: program}]
            program:
              entry: [{notify: patient, message: welcome}]
              tasks: [plan]
              transitions: [{event: leave, to: completed}, {when: phq9.total < 5, to: assessment}]
            """)

    static let neverTaken = warning(
        "SW513", "Transition that is never taken",
        """
        The first transition in the file wins. One that stands before this one takes the same event, and has no guard, or
        the same one. Give the first a guard, put this one before it, or let one go.
        """,
        in: .finishedStates,
        bad: "referred: {tasks: [call], transitions: [{event: contact, to: assessment}, {event: contact, to: lost}]}",
        good: """
            referred:
              tasks: [call]
              transitions: [{event: contact, when: urgent, to: assessment}, {event: contact, to: lost}]
            """)

    static let neverComes = warning(
        "SW514", "Event that never comes",
        """
        Something waits for this event, and nothing lets it in: an event that no transition and no reaction takes is
        refused, unless it is declared with `log: true`; a session is recorded where a state has `sessions`; a task is
        overdue when it has a due date. `closed_by` does not make an event accepted.
        """,
        in: .finished,
        bad: """
            events: {contact: {}, admit: {}, leave: {}, note: {}}
            tasks:
              call: {title: Call the patient, role: intake, due: 2 days}
              plan: {title: Write the plan, role: clinician, due: 7 days, closed_by: [note]}
            """,
        good: """
            events: {contact: {}, admit: {}, leave: {}, note: {log: true}}
            tasks:
              call: {title: Call the patient, role: intake, due: 2 days}
              plan: {title: Write the plan, role: clinician, due: 7 days, closed_by: [note]}
            """)

    static let leftTooEarly = warning(
        "SW515", "Task that ends before it is due",
        """
        After this time the case is closed, or the state is left and the task with it, before the task has to be done.
        Wait longer, let the task be due earlier, or let it stay open (`after_close`).
        """,
        in: .finishedStates,
        bad: "referred: {tasks: [call], transitions: [{event: contact, to: assessment}, {after: 1 day, to: lost}]}",
        good: "referred: {tasks: [call], transitions: [{event: contact, to: assessment}, {after: 14 days, to: lost}]}")
}
