import PathwayModel

extension DiagnosticCode {
    static let yamlCodes: [DiagnosticCode] = [
        yamlSyntax, badCharacter, emptyFile, fileTooLarge, tooDeep, tooManyNodes, duplicateKey, keyNotText, anchor,
        alias, mergeKey, tag, secondDocument, commaCuts, invisibleCharacter,
    ]

    static let yamlSyntax = error(
        "SW101", "Invalid YAML",
        """
        The text cannot be read as YAML from this place on, so nothing after it was checked. The cause is
        often a little before it: wrong indentation, a missing quote, an unclosed bracket.
        """,
        in: .pathway,
        bad: "title: Week one: assessment",
        good: #"title: "Week one: assessment""#)

    static let badCharacter = error(
        "SW102", "Invalid character",
        """
        Files are UTF-8 without control characters. A file saved in another encoding, such as Latin-1, has bytes that
        are not UTF-8.
        """,
        in: .pathway,
        bad: DiagnosticExample(
            #"title: Caf\xE9          # saved as Latin-1"#, in: .latin1, standsFor: { "title: Caf\u{E9}" }),
        good: "title: Café             # saved as UTF-8")

    static let emptyFile = error(
        "SW103", "Empty file",
        """
        Every file holds one document. This one holds nothing, or only comments.
        """,
        in: .file(),
        bad: "# to be written",
        good: #"""
            stepwell: 1
            pathway: example
            version: "1"
            title: An example
            states: {intake: {}}
            """#)

    static let fileTooLarge = error(
        "SW104", "File too large",
        """
        Files larger than 1 MiB are not read. Move parts that belong together into a shared file.
        """,
        in: .pathway,
        bad: DiagnosticExample(
            "# a file of two megabytes", standsFor: { String(repeating: "# a line of a comment\n", count: 100_000) }),
        good: DiagnosticExample("include: [shared/part_one.yaml, shared/part_two.yaml]", in: .pathwayWithParts))

    static let tooDeep = error(
        "SW105", "Nested too deeply",
        """
        Lists and mappings may be nested 64 levels deep.
        """,
        in: .transitionKeys,
        bad: DiagnosticExample(
            "when: {not: {not: {not: {not: …}}}}",
            standsFor: { "when: \(String(repeating: "{not: ", count: 64))urgent\(String(repeating: "}", count: 64))" }),
        good: "when: phq9.total > 9")

    static let tooManyNodes = error(
        "SW106", "Too many values in one file",
        """
        A file may hold 100,000 texts, lists and mappings. Move parts that belong together into a shared file.
        """,
        in: .pathway,
        bad: DiagnosticExample(
            "roles: [nurse, nurse, nurse, …]   # a hundred thousand times",
            standsFor: { "roles: [\(String(repeating: "nurse,", count: 100_000))]" }),
        good: DiagnosticExample("include: [shared/part_one.yaml, shared/part_two.yaml]", in: .pathwayWithParts))

    static let duplicateKey = error(
        "SW107", "Duplicate key",
        """
        Each key of a mapping is written once. Of two, one would be silently ignored.
        """,
        in: .pathway,
        bad: #"""
            tasks:
              review: {title: Review, due: 1 day}
              review: {title: Review, due: 2 days}
            """#,
        good: #"""
            tasks:
              review: {title: Review, due: 2 days}
            """#)

    static let keyNotText = error(
        "SW108", "A key that is not text",
        """
        Keys are texts: the names of things.
        """,
        in: .pathway,
        bad: "data: {[risk, urgent]: boolean}",
        good: "data: {risk: boolean, urgent: boolean}")

    static let anchor = error(
        "SW109", "Anchors are not allowed",
        """
        With anchors and aliases, a change in one place of a file changes another. Give what is used twice a name
        instead: a guard, a message, a shared file.
        """,
        in: .pathway,
        bad: DiagnosticExample(#"when: &low cssrs.level == "low""#, in: .transitionKeys),
        good: #"guards: {low: 'cssrs.level == "low"'}"#)

    static let alias = error(
        "SW110", "Aliases are not allowed",
        """
        With anchors and aliases, a change in one place of a file changes another. Give what is used twice a name
        instead: a guard, a message, a shared file.
        """,
        in: .transitionKeys,
        bad: "when: *safe_today",
        good: "when: {guard: safe_today}")

    static let mergeKey = error(
        "SW111", "Merge keys are not allowed",
        """
        What a merge key brings in cannot be seen where it stands. Write the keys out, or include a shared
        file.
        """,
        in: .pathway,
        bad: "tasks: {review: {<<: {role: clinician}, title: Review}}",
        good: "tasks: {review: {role: clinician, title: Review}}")

    static let tag = error(
        "SW112", "Tags are not allowed",
        """
        The type of a value follows from its key. Quote a text that begins with an exclamation mark.
        """,
        in: .transitionKeys,
        bad: "when: !urgent",
        good: #"when: "!urgent""#)

    static let secondDocument = error(
        "SW113", "Second document",
        """
        A file holds one document. Write the second one into a file of its own.
        """,
        in: .pathway,
        bad: #"""
            title: One pathway
            ---
            title: Another pathway
            """#,
        good: "title: One pathway")

    static let commaCuts = error(
        "SW114", "Comma that ends a value",
        """
        Inside `{…}` and `[…]` a comma ends a value that has no quotes, also between parentheses. Put the whole text in
        quotes, or write it on a line of its own.
        """,
        in: .transition,
        bad: "{event: admit, to: treatment, when: math.greatest(auth_left, phq9.total) > 9}",
        good: "{event: admit, to: treatment, when: 'math.greatest(auth_left, phq9.total) > 9'}")

    static let invisibleCharacter = error(
        "SW115", "Invisible character",
        """
        A character that looks like a space, or like nothing, and is none: non-breaking spaces come along when text is
        pasted from a web page or a letter. Names and indentation have ordinary spaces.
        """,
        in: .pathway,
        bad: "title:\u{A0}A pathway",
        good: "title: A pathway")
}
