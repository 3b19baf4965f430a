package import PathwayModel

/// The file in which a pathway's signatures are kept.
package struct SignatureFileDeclaration: Declaration {
    package static let formName = "file of signatures"
    package var place = FormPlace()
    package var language: Written<String> = .absent
    package var pathway: Written<String> = .absent
    package var signatures: Written<[Item<SignatureDeclaration>]> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a file of signatures",
        "The file `Pathways/NAME.approvals.yaml`, which `stepwell approve` adds to: signatures over one version each.",
        [
            Key("stepwell", \.language, .text, "The version of the language: 1"),
            Key("pathway", \.pathway, .identifier, isNeeded: true, "The pathway that is signed"),
            Key("signatures", \.signatures, .list(.listed), isNeeded: true, "In the order in which they were given"),
        ])
}

/// Who stands for what a pathway says, and which text that was.
package struct SignatureDeclaration: Declaration {
    package static let formName = "signature"
    package var place = FormPlace()
    package var by: Written<String> = .absent
    package var role: Written<String> = .absent
    package var on: Written<CalendarDate> = .absent
    package var version: Written<String> = .absent
    package var digest: Written<String> = .absent
    package var reviewBy: Written<CalendarDate> = .absent

    package init() {}

    package static let schema = FormSchema<Self>(
        "a signature", "Who stands for what a pathway says, and which text that was.",
        [
            Key("by", \.by, .text, isNeeded: true, "Who signed"),
            Key("role", \.role, .text, "As what: medical director"),
            Key("on", \.on, .date, isNeeded: true, "When"),
            Key("version", \.version, .text, isNeeded: true, "The version that the pathway had then"),
            Key(
                "digest", \.digest, .text, isNeeded: true,
                "SHA-256 over the pathway and all it includes, as `stepwell paper` prints it: a signature counts for this "
                    + "text alone"),
            Key("review_by", \.reviewBy, .date, "The day by which it has to be looked at again"),
        ])
}
