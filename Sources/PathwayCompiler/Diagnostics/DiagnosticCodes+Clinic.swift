package import PathwayModel

/// What only the clinic's folder shows: its settings, and the store of its cases.
extension DiagnosticCode {
    static let clinicCodes: [DiagnosticCode] =
        [changedInUse, roleOfNobody, versionUnsigned, reviewOverdue] + peopleCodes

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

    package static let versionUnsigned = warning(
        "SW531", "Version that nobody has signed",
        """
        An earlier text of this pathway was signed with `stepwell approve`, or its `approved` says that somebody stands for it,
        or the clinic's settings ask for signatures; and too few people have signed the text as it is now. A signature counts
        for one digest: once anything of the pathway, of what it includes or of its instruments changes, it is to be read and
        signed again.
        """,
        in: .pathway,
        bad: #"version: "2"    # signed was version 1, in example.approvals.yaml"#,
        good: #"version: "2"    # signed as it is now: stepwell approve example --by "Dr. Ana Lee""#)

    package static let reviewOverdue = warning(
        "SW532", "Review that is overdue",
        """
        Whoever signed this text wanted it looked at again by a day that has passed. Whoever has looked at it again signs
        again, with a later day.
        """,
        in: .pathway,
        bad: #"version: "1"    # signed with --review 2026-01-31, which has passed"#,
        good: #"version: "1"    # signed again: stepwell approve example --by "Dr. Ana Lee" --review 2027-01-31"#)
}
