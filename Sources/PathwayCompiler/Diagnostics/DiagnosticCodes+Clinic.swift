package import PathwayModel

/// What only the clinic's folder shows: its settings, and the store of its cases.
extension DiagnosticCode {
    static let clinicCodes: [DiagnosticCode] = [changedInUse, roleOfNobody]

    package static let changedInUse = warning(
        "SW526", "Version in use with another text",
        """
        Cases have begun on this version, and the pathway, a file that it includes or an instrument that it uses says
        something else now. Those cases go on as they began, and nobody is enrolled in the changed pathway until it has a
        new version.
        """,
        in: .pathway,
        bad: #"version: "1"    # cases have begun on it, and the file was changed since"#,
        good: #"version: "2"    # cases that begin now run on it"#)

    package static let roleOfNobody = warning(
        "SW527", "Role that nobody has",
        """
        The clinic's settings say who acts in which role (`users`), and nobody acts in this one: nobody can decide what
        only this role may, and its tasks are nobody's.
        """,
        in: .pathway,
        bad: "roles: [clinician, director]    # users: {jdoe: {roles: [clinician]}}",
        good: "roles: [clinician, director]    # users: {jdoe: {roles: [clinician, director]}}")
}
