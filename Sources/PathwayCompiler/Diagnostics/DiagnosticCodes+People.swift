package import PathwayModel

/// What is wrong with the people of a clinic's settings.
extension DiagnosticCode {
    static let peopleCodes: [DiagnosticCode] = [nobodyOfThatName, rightOfNobody, nobodyOnCall, unreachedOnCall]

    package static let nobodyOfThatName = warning(
        "SW533", "Name that is nobody's",
        """
        A right, or a user's `delegate`, names a role that nobody has, or a user who is not there. Nobody gets anything by
        it. Where the name is close to one that is there, that is shown.
        """,
        in: .settings,
        bad: """
            users: {ana: {roles: [administrator]}, ben: {roles: [clinician], delegate: [anna]}}
            """,
        good: """
            users: {ana: {roles: [administrator]}, ben: {roles: [clinician], delegate: [ana]}}
            """)

    package static let rightOfNobody = warning(
        "SW534", "Rights that nobody has",
        """
        Once the settings name users, some things are for the role `administrator` unless `rights` says otherwise: erasing,
        restoring, plugins, failed messages. No user has that role here, and so nobody may do them.
        """,
        in: .settings,
        bad: """
            users: {ben: {roles: [clinician]}}
            """,
        good: """
            users: {ben: {roles: [clinician, administrator]}}
            """)

    package static let nobodyOnCall = warning(
        "SW535", "Safety tasks of which nobody on call is told",
        """
        The pathway opens tasks about somebody's safety, and the clinic's settings say of nobody that they are on call
        (`on_call`), or the line there leads to nobody: such a task waits until somebody looks at the list.
        """,
        in: .pathway,
        bad: "tasks: {crisis_plan: {safety: true}}    # users: {ben: {roles: [clinician]}}",
        good: "tasks: {crisis_plan: {safety: true}}    # on_call: {line: [{who: ben}]}")

    package static let unreachedOnCall = warning(
        "SW536", "Somebody on call whom no page reaches",
        """
        A name in the line of those on call (`on_call`) is nobody's, somebody there has no address for a channel, or there
        are hours of the week in which nobody is on call. Where it is nobody's hour, everybody in the line is told in its
        order.
        """,
        in: .settings,
        bad: """
            users: {ana: {roles: [administrator]}}
            on_call: {line: [{who: ana, hours: "mon-fri 08:00-18:00"}]}
            """,
        good: """
            users: {ana: {roles: [administrator]}}
            on_call: {line: [{who: ana, hours: ["mon-fri 08:00-18:00", "mon-thu 18:00-08:00", "fri 18:00-mon 08:00"]}]}
            """)

    package static let accountOfTwo = error(
        "SW220", "Account of two users",
        """
        The account of the operating system says who acts, and so it speaks for one user. A user who acts for another keeps
        an account of their own and gets `delegate`: then both names are kept.
        """,
        in: .settings,
        bad: """
            users: {ana: {roles: [administrator], account: desk}, ben: {roles: [clinician], account: desk}}
            """,
        good: """
            users: {ana: {roles: [administrator], account: desk}, ben: {roles: [clinician], delegate: [ana]}}
            """)
}
