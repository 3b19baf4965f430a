import PathwayModel

extension DiagnosticCode {
    static let yamlCodes: [DiagnosticCode] = [
        yamlSyntax, badCharacter, emptyFile, fileTooLarge, tooDeep, tooManyNodes, duplicateKey, keyNotText, anchor,
        alias, mergeKey, tag, secondDocument,
    ]

    static let yamlSyntax = error(
        "SW101", "The file is not YAML",
        """
        The text cannot be read as YAML from this place on, so nothing after it was checked. The cause is
        often a little before it: an indentation, a missing quote, a bracket that is not closed.
        """,
        bad: "title: Week one: assessment",
        good: #"title: "Week one: assessment""#)

    static let badCharacter = error(
        "SW102", "A character that is no readable text",
        """
        Files are UTF-8. Control characters, and bytes that are no UTF-8, are refused where they stand.
        """,
        bad: #"title: Caf\xE9          # saved as Latin-1"#,
        good: "title: Café             # saved as UTF-8")

    static let emptyFile = error(
        "SW103", "The file is empty",
        """
        A file holds one document; this one holds none, or nothing but comments.
        """,
        bad: "# to be written",
        good: #"""
            stepwell: 1
            pathway: my_pathway
            """#)

    static let fileTooLarge = error(
        "SW104", "The file is too large",
        """
        Files of more than a megabyte are not read. What belongs together can be moved to a shared file.
        """,
        bad: "# one file of two megabytes",
        good: "include: [shared/part_one.yaml, shared/part_two.yaml]")

    static let tooDeep = error(
        "SW105", "Nested too deep",
        """
        Lists and mappings are nested in more levels than are read.
        """,
        bad: "when: {not: {not: {not: {not: …}}}}",
        good: "when: phq9.total > 9")

    static let tooManyNodes = error(
        "SW106", "Too many texts, lists and mappings",
        """
        One file holds more than are read. What belongs together can be moved to a shared file.
        """,
        bad: "# a hundred thousand lines",
        good: "include: [shared/part_one.yaml]")

    static let duplicateKey = error(
        "SW107", "A key stands twice",
        """
        A mapping has each key once. Of two, one would be ignored without a word.
        """,
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
        "SW108", "A key that is no text",
        """
        Keys are texts: names of things.
        """,
        bad: #"""
            ? [a, b]
            : value
            """#,
        good: #"""
            a: value
            b: value
            """#)

    static let anchor = error(
        "SW109", "An anchor",
        """
        Anchors and aliases make one place of a file change another. Name what is used twice instead: a
        guard, a message, a shared file.
        """,
        bad: #"when: &safe cssrs.level == "low""#,
        good: #"guards: {safe: 'cssrs.level == "low"'}"#)

    static let alias = error(
        "SW110", "An alias",
        """
        Anchors and aliases make one place of a file change another. Name what is used twice instead: a
        guard, a message, a shared file.
        """,
        bad: "when: *safe",
        good: "when: {guard: safe}")

    static let mergeKey = error(
        "SW111", "A merge key",
        """
        What a merge key brings in cannot be seen where it stands. Write the keys out, or include a shared
        file.
        """,
        bad: "review: {<<: *defaults, due: 1 day}",
        good: "review: {role: clinician, due: 1 day}")

    static let tag = error(
        "SW112", "A tag",
        """
        Tags are not used: what a text means follows from the key it stands under. A text that begins with
        an exclamation mark needs quotes.
        """,
        bad: "when: !urgent",
        good: #"when: "!urgent""#)

    static let secondDocument = error(
        "SW113", "A second document",
        """
        One file holds one document.
        """,
        bad: #"""
            pathway: one
            ---
            pathway: two
            """#,
        good: "pathway: one")
}
