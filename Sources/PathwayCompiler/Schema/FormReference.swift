/// What is known of a form's keys, without what reads them: for the reference, for editors.
package struct FormReference: Sendable {
    package struct Key: Sendable {
        package var name: String
        package var type: KeyType
        package var isNeeded: Bool
        package var since: String
        package var documentation: String
    }

    package var name: String
    package var summary: String
    package var keys: [Key]

    package init<Owner: Declaration>(_ schema: FormSchema<Owner>, name: String = Owner.formName) {
        self.name = name
        summary = schema.summary
        keys = schema.keys.map {
            Key(
                name: $0.name, type: $0.type, isNeeded: $0.isNeeded, since: $0.since, documentation: $0.documentation)
        }
    }

    /// The section of the reference.
    package var page: String {
        let rows = keys.map { key in
            let needed = key.isNeeded ? "**Required.** " : ""
            let words = key.documentation.replacing("|", with: "\\|")
            return "| `\(key.name)` | \(key.type.words) | \(needed)\(words) |"
        }
        return """
            ## \(name.prefix(1).uppercased() + name.dropFirst())

            \(summary)

            | key | value | meaning |
            | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            """
    }
}
