package import PathwayModel

/// What is wrong with the people of a clinic's settings.
extension DiagnosticCode {
    static let peopleCodes: [DiagnosticCode] = [nobodyOfThatName, rightOfNobody]

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
